"""What the start pages say of applications and reviews, to the provider's lead and to those who check."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.access import scopes
from portal.access.actor import Actor
from portal.access.permissions import Permission
from portal.features.applications.queries import conditions, queue
from portal.features.reviews.queries import UNDER_WAY
from portal.models import (
    ApplicationDecision,
    ApplicationState,
    ItemQuestion,
    Review,
    ReviewState,
)
from portal.services.forms.applications import application_under_way


@dataclass(frozen=True)
class OwnStart:
    """For the provider's lead; without an `id` no application is under way."""

    id: UUID | None
    words: str
    questions: int
    late_conditions: int


@dataclass(frozen=True)
class OfficerStart:
    """For those who check and decide."""

    to_check: int
    to_agree: int
    late: int
    late_conditions: int
    reviews_to_send: int
    reviews_to_score: int
    late_reviews: int


def own_start(session: Session, actor: Actor, today: date) -> OwnStart | None:
    """Nothing for provider staff who are not its lead."""
    if not actor.holds(Permission.APPLICATION_EDIT):
        return None
    late = sum(each.is_late(today) for each in conditions(session, actor))
    application = application_under_way(session, actor.organisation_id)
    if application is None:
        return OwnStart(None, "", 0, late)
    questions = session.scalar(
        select(func.count())
        .select_from(ItemQuestion)
        .where(ItemQuestion.form_id == application.id, ItemQuestion.answered_at.is_(None))
    )
    return OwnStart(application.id, application.state.own_words, questions or 0, late)


def officer_start(session: Session, actor: Actor, today: date) -> OfficerStart | None:
    if not actor.holds(Permission.APPLICATION_CHECK):
        return None
    waiting = queue(session, actor, False, today)
    reviews = session.scalars(scopes.reviews(actor).where(Review.state.in_(UNDER_WAY))).all()
    return OfficerStart(
        to_check=sum(line.state is ApplicationState.SUBMITTED for line in waiting),
        to_agree=_to_agree(session, actor),
        late=sum(line.is_late(today) for line in waiting),
        late_conditions=sum(each.is_late(today) for each in conditions(session, actor)),
        reviews_to_send=sum(each.state is ReviewState.REPORTED for each in reviews),
        reviews_to_score=sum(each.state is ReviewState.ANSWERED for each in reviews),
        late_reviews=sum(each.due_on < today for each in reviews),
    )


def _to_agree(session: Session, actor: Actor) -> int:
    """Recommendations of others that wait for a second person."""
    seen = scopes.applications(actor).subquery()
    found = session.scalar(
        select(func.count())
        .select_from(ApplicationDecision)
        .join(seen, seen.c.id == ApplicationDecision.application_id)
        .where(
            ApplicationDecision.agreed_at.is_(None),
            ApplicationDecision.sent_back_at.is_(None),
            ApplicationDecision.recommended_by_id != actor.user_id,
        )
    )
    return found or 0
