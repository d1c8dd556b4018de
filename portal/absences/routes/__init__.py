"""The pages of this feature: importing them puts them on its blueprint."""

from portal.absences.routes import queue, undo, unmarked
from portal.absences.routes.blueprint import bp

__all__ = ["bp", "queue", "undo", "unmarked"]
