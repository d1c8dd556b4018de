"""The pages of this feature: importing them puts them on its blueprint."""

from portal.features.catalogue.routes import downloads, keys, offer, officers, search, settings
from portal.features.catalogue.routes.blueprint import bp

__all__ = ["bp", "downloads", "keys", "offer", "officers", "search", "settings"]
