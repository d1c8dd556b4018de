"""The pages of this feature: importing them puts them on its blueprint."""

from portal.evidence.routes import documents, edit, officers, packs
from portal.evidence.routes.blueprint import bp

__all__ = ["bp", "documents", "edit", "officers", "packs"]
