"""The pages of this feature, on one blueprint."""

from flask import Blueprint

bp = Blueprint("staff_records", __name__)

from portal.staff_records.routes import checks, load, officers, people  # noqa: E402

__all__ = ["bp", "checks", "load", "officers", "people"]
