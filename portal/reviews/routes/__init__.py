"""The pages of this feature, on one blueprint."""

from flask import Blueprint

bp = Blueprint("reviews", __name__)

from portal.reviews.routes import guest, link, lists, officers, school  # noqa: E402

__all__ = ["bp", "guest", "link", "lists", "officers", "school"]
