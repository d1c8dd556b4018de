"""The pages of this feature, on one blueprint."""

from flask import Blueprint

bp = Blueprint("evidence", __name__)

from portal.evidence.routes import documents, edit, officers, packs  # noqa: E402

__all__ = ["bp", "documents", "edit", "officers", "packs"]
