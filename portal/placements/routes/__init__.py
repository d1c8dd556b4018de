"""The pages of this feature, on one blueprint."""

from flask import Blueprint

bp = Blueprint("placements", __name__)

from portal.placements.routes import calendar, placements, pupil, today  # noqa: E402

__all__ = ["bp", "calendar", "placements", "pupil", "today"]
