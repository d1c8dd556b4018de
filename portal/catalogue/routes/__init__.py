"""The pages of this feature, on one blueprint."""

from flask import Blueprint

bp = Blueprint("catalogue", __name__)

from portal.catalogue.routes import downloads, keys, offer, officers, search, settings  # noqa: E402

__all__ = ["bp", "downloads", "keys", "offer", "officers", "search", "settings"]
