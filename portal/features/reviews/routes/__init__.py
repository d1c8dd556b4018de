"""The pages of this feature: importing them puts them on its blueprint."""

from portal.features.reviews.routes import guest, link, lists, officers, school
from portal.features.reviews.routes.blueprint import bp

__all__ = ["bp", "guest", "link", "lists", "officers", "school"]
