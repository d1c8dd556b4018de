"""The pages of this feature: importing them puts them on its blueprint."""

from portal.features.placements.routes import calendar, placements, pupil, today
from portal.features.placements.routes.blueprint import bp

__all__ = ["bp", "calendar", "placements", "pupil", "today"]
