"""The pages of this feature, on one blueprint."""

from flask import Blueprint

bp = Blueprint("registers", __name__, url_prefix="/registers")

from portal.registers.routes import lists, settle, state, statement, take  # noqa: E402

__all__ = ["bp", "lists", "settle", "state", "statement", "take"]
