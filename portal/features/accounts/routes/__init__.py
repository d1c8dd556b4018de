"""The pages of this feature: importing them puts them on its blueprint."""

from portal.features.accounts.routes import account, members, sign_in
from portal.features.accounts.routes.blueprint import bp

__all__ = ["account", "bp", "members", "sign_in"]
