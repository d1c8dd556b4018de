"""The pages of this feature, on one blueprint."""

from flask import Blueprint

bp = Blueprint("accounts", __name__)

from portal.accounts.routes import account, members, sign_in  # noqa: E402

__all__ = ["account", "bp", "members", "sign_in"]
