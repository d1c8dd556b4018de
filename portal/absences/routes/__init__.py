"""The pages of this feature, on one blueprint."""

from flask import Blueprint

bp = Blueprint("absences", __name__, url_prefix="/absences")

from portal.absences.routes import queue, undo, unmarked  # noqa: E402

__all__ = ["bp", "queue", "undo", "unmarked"]
