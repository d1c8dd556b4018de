"""What a commissioner's start page says of providers that must not be used, where it has pupils."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.access import scopes
from portal.access.actor import Actor
from portal.access.permissions import Permission
from portal.domain.catalogue.non_listed import Outcome, is_in_force, outcome_words
from portal.models import ListingStatus, Provider, Review
from portal.services.people.pupils_there import pupils_there


@dataclass(frozen=True)
class RuledOut:
    """A provider that must not be used now, and how many pupils of the reader are there."""

    review_id: UUID
    provider_name: str
    words: str
    pupils: int


def ruled_out(session: Session, actor: Actor, today: date) -> list[RuledOut]:
    """By the newest outcome of each provider that is not listed."""
    if not actor.holds(Permission.NON_LISTED_REPORT):
        return []
    decided = session.scalars(
        scopes.reviews(actor)
        .options(joinedload(Review.provider))
        .where(
            Review.outcome.is_not(None),
            Review.provider_id.in_(
                select(Provider.id).where(Provider.listing != ListingStatus.LISTED)
            ),
        )
        .order_by(Review.decided_at)
    )
    newest = {review.provider_id: review for review in decided}
    found = (_ruled_out(session, actor, review, today) for review in newest.values())
    return [each for each in found if each is not None]


def _ruled_out(session: Session, actor: Actor, review: Review, today: date) -> RuledOut | None:
    if review.outcome is None:
        return None
    outcome = Outcome(review.outcome.value)
    if is_in_force(outcome, review.until_on, today):
        return None
    pupils = pupils_there(session, review.provider_id, today)[actor.organisation_id]
    words = outcome_words(outcome, review.until_on, today)
    return RuledOut(review.id, review.provider.name, words, pupils) if pupils else None
