"""The pages of this feature: importing them puts them on its blueprint."""

from portal.reviews.routes import guest, link, lists, officers, school
from portal.reviews.routes.blueprint import bp

__all__ = ["bp", "guest", "link", "lists", "officers", "school"]
