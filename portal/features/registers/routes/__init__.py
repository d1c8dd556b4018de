"""The pages of this feature: importing them puts them on its blueprint."""

from portal.features.registers.routes import lists, settle, state, statement, take
from portal.features.registers.routes.blueprint import bp

__all__ = ["bp", "lists", "settle", "state", "statement", "take"]
