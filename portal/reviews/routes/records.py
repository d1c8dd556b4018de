"""Finds the review of an address, within what the actor may see."""

from __future__ import annotations

from uuid import UUID

from flask import current_app
from sqlalchemy.orm import joinedload

from portal.access import scopes
from portal.access.current import current_actor
from portal.db import db
from portal.models import Review
from portal.web.pages import one_or_404


def review_in_scope(review_id: UUID) -> Review:
    return one_or_404(
        db.session,
        scopes.reviews(current_actor())
        .options(
            joinedload(Review.provider), joinedload(Review.document), joinedload(Review.handed_to)
        )
        .where(Review.id == review_id),
    )


def base_url() -> str:
    address: str = current_app.config["PORTAL"].base_url
    return address
