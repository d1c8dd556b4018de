"""The pages of this feature: importing them puts them on its blueprint."""

from portal.features.staff_records.routes import checks, load, officers, people
from portal.features.staff_records.routes.blueprint import bp

__all__ = ["bp", "checks", "load", "officers", "people"]
