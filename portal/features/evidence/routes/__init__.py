"""The pages of this feature: importing them puts them on its blueprint."""

from portal.features.evidence.routes import documents, edit, officers, packs
from portal.features.evidence.routes.blueprint import bp

__all__ = ["bp", "documents", "edit", "officers", "packs"]
