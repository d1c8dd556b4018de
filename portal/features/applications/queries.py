"""What the pages of an application show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.access import scopes
from portal.access.actor import Actor
from portal.clock import in_london
from portal.models import (
    Application,
    ApplicationDecision,
    ApplicationState,
    Condition,
    ItemQuestion,
    LongForm,
    Provider,
)
from portal.services.forms.applications import decide_by


def own_applications(session: Session, actor: Actor) -> Sequence[Application]:
    """The provider's applications, the newest first."""
    return session.scalars(
        scopes.applications(actor)
        .join(LongForm, LongForm.id == Application.id)
        .order_by(LongForm.created_at.desc())
    ).all()


@dataclass(frozen=True)
class Queued:
    """One line of the officers' queue."""

    id: UUID
    provider_name: str
    state: ApplicationState
    edition_key: str
    sent_on: date
    age_days: int
    decide_by: date | None
    open_questions: int

    @property
    def state_words(self) -> str:
        return self.state.words

    def is_late(self, today: date) -> bool:
        return self.decide_by is not None and self.decide_by < today


def queue(session: Session, actor: Actor, is_decided: bool, today: date) -> list[Queued]:
    """Applications that wait for the council, the oldest first; or those that are decided."""
    decided = (
        ApplicationState.APPROVED,
        ApplicationState.DECLINED,
        ApplicationState.WITHDRAWN,
    )
    state = Application.state.in_(decided) if is_decided else Application.state.not_in(decided)
    order = Application.state_changed_at.desc() if is_decided else Application.submitted_at
    applications = session.scalars(
        scopes.applications(actor)
        .options(joinedload(Application.provider), joinedload(Application.long_form))
        .where(state)
        .order_by(order)
    ).all()
    waiting = _open_questions(session, [each.id for each in applications])
    return [_queued(session, each, waiting.get(each.id, 0), today) for each in applications]


def _queued(session: Session, application: Application, waiting: int, today: date) -> Queued:
    sent_at = application.submitted_at or application.state_changed_at
    sent_on = in_london(sent_at).date()
    return Queued(
        id=application.id,
        provider_name=application.provider.name,
        state=application.state,
        edition_key=application.long_form.edition_key,
        sent_on=sent_on,
        age_days=(today - sent_on).days,
        decide_by=decide_by(session, application),
        open_questions=waiting,
    )


def _open_questions(session: Session, ids: Sequence[UUID]) -> dict[UUID, int]:
    counts: dict[UUID, int] = {}
    for form_id in session.scalars(
        select(ItemQuestion.form_id).where(
            ItemQuestion.form_id.in_(ids), ItemQuestion.answered_at.is_(None)
        )
    ):
        counts[form_id] = counts.get(form_id, 0) + 1
    return counts


def count_waiting(session: Session, actor: Actor) -> int:
    """Applications that the council must do something about, for the number beside the link."""
    states = (ApplicationState.SUBMITTED, ApplicationState.RECOMMENDED)
    return len(
        session.scalars(scopes.applications(actor).where(Application.state.in_(states))).all()
    )


def decisions_of(session: Session, application_id: UUID) -> Sequence[ApplicationDecision]:
    """Every recommendation, the newest first."""
    return session.scalars(
        select(ApplicationDecision)
        .options(
            joinedload(ApplicationDecision.recommended_by),
            joinedload(ApplicationDecision.agreed_by),
        )
        .where(ApplicationDecision.application_id == application_id)
        .order_by(ApplicationDecision.id.desc())
    ).all()


def standing_decision(session: Session, application_id: UUID) -> ApplicationDecision | None:
    """The decision that two people made."""
    return next(
        (each for each in decisions_of(session, application_id) if each.agreed_at is not None), None
    )


@dataclass(frozen=True)
class ListedCondition:
    condition: Condition
    provider_name: str

    def is_late(self, today: date) -> bool:
        return self.condition.met_at is None and self.condition.due_on < today


def conditions(session: Session, actor: Actor) -> list[ListedCondition]:
    """Conditions that stand, those not met first, the nearest day first."""
    rows = session.scalars(
        scopes.conditions(actor).order_by(
            Condition.met_at.is_not(None), Condition.due_on, Condition.id
        )
    ).all()
    names = dict(
        session.execute(
            select(Provider.id, Provider.name).where(
                Provider.id.in_({each.provider_id for each in rows})
            )
        ).all()
    )
    return [ListedCondition(each, names[each.provider_id]) for each in rows]
