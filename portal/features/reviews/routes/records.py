"""Finds the review of an address, within what the actor may see."""

from __future__ import annotations

from uuid import UUID

from flask import abort
from sqlalchemy.orm import joinedload

from portal.access import policies, scopes
from portal.access.current import current_actor
from portal.database.db import db
from portal.models import Review
from portal.services.people.memberships import people_of
from portal.web.pages import one_or_404


def review_in_scope(review_id: UUID) -> Review:
    return one_or_404(
        db.session,
        scopes.reviews(current_actor())
        .options(
            joinedload(Review.provider), joinedload(Review.long_form), joinedload(Review.handed_to)
        )
        .where(Review.id == review_id),
    )


def review_to_judge(review_id: UUID) -> Review:
    """The review, for an officer who may act on it."""
    review = review_in_scope(review_id)
    people = people_of(db.session, review.provider_id)
    if not policies.may_judge_review(current_actor(), people):
        abort(403)
    return review
