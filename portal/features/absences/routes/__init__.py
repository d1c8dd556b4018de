"""The pages of this feature: importing them puts them on its blueprint."""

from portal.features.absences.routes import propose, queue, undo, unmarked
from portal.features.absences.routes.blueprint import bp

__all__ = ["bp", "propose", "queue", "undo", "unmarked"]
