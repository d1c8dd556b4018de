"""Adds applications to join the catalogue, one in each state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from portal.demo.answers import sample_answers
from portal.demo.day import DemoDay, fixed_id, moment
from portal.demo.organisations import Organisations
from portal.domain.checklists.rounds import ROUND_2026
from portal.models import (
    Application,
    ApplicationDecision,
    ApplicationEvent,
    ApplicationState,
    Condition,
    DecisionOutcome,
    Document,
    DocumentEntry,
    DocumentField,
    DocumentKind,
    ItemQuestion,
)

_STATES = {
    "newleaf": ApplicationState.DRAFT,
    "hedgerow": ApplicationState.SUBMITTED,
    "tidemark": ApplicationState.ASKED,
    "anvil": ApplicationState.RECOMMENDED,
    "canalside": ApplicationState.APPROVED,
    "loftdance": ApplicationState.DECLINED,
    "quayside": ApplicationState.WITHDRAWN,
}
_OUTCOMES = {
    ApplicationState.RECOMMENDED: DecisionOutcome.APPROVE,
    ApplicationState.APPROVED: DecisionOutcome.APPROVE_WITH_CONDITIONS,
    ApplicationState.DECLINED: DecisionOutcome.DECLINE,
}
_REASONS = {
    ApplicationState.DECLINED: "Two of the staff have no check by the Disclosure and Barring "
    "Service, and the fire risk assessment is three years old.",
    ApplicationState.WITHDRAWN: "The workshop moves in the spring, so we shall apply again then.",
}
_QUESTIONED = "offer.staffing_levels"


@dataclass(frozen=True)
class _People:
    lead: int
    procurement: int
    quality: int


def add_applications(session: Session, county: Organisations, day: DemoDay) -> None:
    council = {each.position: each.user_id for each in county.people["council"]}
    for key, state in _STATES.items():
        people = _People(
            lead=county.people[key][0].user_id,
            procurement=council["Procurement officer"],
            quality=council["Quality officer"],
        )
        began = moment(day.past_days[2], time(19, 30))
        application = _application(session, county.providers[key].id, key, state, people, began)
        _add_steps(session, application, people, began)
    session.flush()


def _application(
    session: Session,
    provider_id: int,
    key: str,
    state: ApplicationState,
    people: _People,
    at: datetime,
) -> Application:
    is_draft = state is ApplicationState.DRAFT
    document = Document(
        id=fixed_id("application", key),
        kind=DocumentKind.APPLICATION,
        provider_id=provider_id,
        round_key=ROUND_2026.key,
        is_locked=not is_draft,
        change_number=0,
        created_at=at,
    )
    session.add(document)
    session.flush()
    answers = list(sample_answers(ROUND_2026).items())
    for name, value in answers[: len(answers) // 2] if is_draft else answers:
        _add_answer(session, document, name, value, people.lead, at)
    application = Application(
        id=document.id,
        provider_id=provider_id,
        state=state,
        submitted_at=None if is_draft else at + timedelta(days=2),
        state_changed_at=at,
    )
    session.add(application)
    session.flush()
    return application


def _add_answer(
    session: Session, document: Document, key: str, value: object, by_id: int, at: datetime
) -> None:
    entry = DocumentEntry(
        id=fixed_id(document.id, key),
        document_id=document.id,
        key=key,
        value=value,
        version=1,
        base_version=0,
        source="web",
        by_id=by_id,
        at=at,
        received_at=at,
    )
    field = DocumentField(
        document_id=document.id, key=key, value=value, version=1, entry=entry, change_number=0
    )
    session.add_all([entry, field])


def _add_steps(
    session: Session, application: Application, people: _People, began: datetime
) -> None:
    """The events up to the state that the application is in, a day or more apart."""
    state = application.state
    if state is ApplicationState.DRAFT:
        return
    sent, moved = began + timedelta(days=2), began + timedelta(days=9)
    _add_event(session, application, ApplicationState.SUBMITTED, people.lead, sent)
    if state is ApplicationState.ASKED:
        _add_question(session, application, people, moved)
    if state in _OUTCOMES:
        _add_decision(session, application, people, moved)
    if state is not ApplicationState.SUBMITTED:
        by_id = people.lead if state is ApplicationState.WITHDRAWN else people.procurement
        _add_event(session, application, state, by_id, moved + timedelta(days=1))


def _add_event(
    session: Session, application: Application, state: ApplicationState, by_id: int, at: datetime
) -> None:
    reason = _REASONS.get(state, "")
    application.state_changed_at = at
    session.add(
        ApplicationEvent(
            application_id=application.id, state=state, reason=reason, by_id=by_id, at=at
        )
    )
    session.flush()


def _add_question(
    session: Session, application: Application, people: _People, at: datetime
) -> None:
    session.add(
        ItemQuestion(
            id=fixed_id("question", application.id),
            document_id=application.id,
            item_key=_QUESTIONED,
            text="Who leads a session when the head coach is away?",
            asked_by_id=people.procurement,
            asked_at=at,
        )
    )


def _add_decision(
    session: Session, application: Application, people: _People, at: datetime
) -> None:
    """Recommended by quality; agreed by procurement, unless it still waits."""
    is_agreed = application.state is not ApplicationState.RECOMMENDED
    agreed_at = at + timedelta(days=1) if is_agreed else None
    decision = ApplicationDecision(
        application_id=application.id,
        outcome=_OUTCOMES[application.state],
        reasons=_REASONS.get(application.state, ""),
        recommended_by_id=people.quality,
        recommended_at=at,
        agreed_by_id=people.procurement if is_agreed else None,
        agreed_at=agreed_at,
    )
    if application.state is ApplicationState.APPROVED:
        decision.conditions.append(
            Condition(
                provider_id=application.provider_id,
                text="Train a second person in first aid at work.",
                due_on=at.date() + timedelta(days=90),
            )
        )
    session.add(decision)
    session.flush()
