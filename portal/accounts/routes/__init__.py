"""The pages of this feature: importing them puts them on its blueprint."""

from portal.accounts.routes import account, members, sign_in
from portal.accounts.routes.blueprint import bp

__all__ = ["account", "bp", "members", "sign_in"]
