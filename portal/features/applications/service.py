"""Changes to applications between provider and council: send, ask, answer, withdraw.

Each function moves the application by one step and adds the event. The caller has begun to write.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.catalogue.application_states import Step, state_after
from portal.domain.checklists.completeness import Missing
from portal.domain.checklists.questions import CheckItem
from portal.domain.errors import ConflictError, InvalidError
from portal.features.applications import emails as letters
from portal.models import (
    Application,
    ApplicationDecision,
    ApplicationEvent,
    ItemCheck,
    ItemQuestion,
    ItemVerdict,
    ListingEvent,
    ListingStatus,
)
from portal.services.door import note_change
from portal.services.forms.answers import Author


def lock(session: Session, application_id: UUID) -> Application:
    """The application as it is now; on PostgreSQL nobody else may change it until the commit."""
    return session.scalars(
        select(Application)
        .where(Application.id == application_id)
        .with_for_update(of=Application)
        .execution_options(populate_existing=True)
    ).one()


def take_step(
    session: Session,
    application: Application,
    step: Step,
    by: Author,
    reason: str = "",
) -> ApplicationEvent:
    """Move the application and add the event. Raises ConflictError where the step is not open."""
    application.state = state_after(application.state, step)
    application.state_changed_at = by.at
    event = ApplicationEvent(
        application_id=application.id,
        state=application.state,
        reason=reason,
        by_id=by.user_id,
        at=by.at,
    )
    session.add(event)
    note_change(session, application.provider_id)
    return event


def submit(
    session: Session,
    application: Application,
    missing: Sequence[Missing],
    by: Author,
) -> None:
    """Send a complete application: its answers stand from now on. Raises InvalidError."""
    if missing:
        raise InvalidError.of("", "Some answers are still missing")
    event = take_step(session, application, Step.SUBMIT, by)
    application.submitted_at = by.at
    application.long_form.is_locked = True
    letters.tell_of_submission(session, application, event)


def withdraw(session: Session, application: Application, reason: str, by: Author) -> None:
    """Take the application back. Nothing is deleted."""
    was_sent = application.submitted_at is not None
    event = take_step(session, application, Step.WITHDRAW, by, reason)
    application.long_form.is_locked = True
    _close_questions(session, application, by.at)
    _close_recommendation(session, application, by.at)
    end_review(session, application, ListingStatus.NOT_LISTED, "The application was withdrawn", by)
    if was_sent:
        letters.tell_of_withdrawal(session, application, event)


def end_review(
    session: Session, application: Application, to: ListingStatus, reason: str, by: Author
) -> None:
    """A provider under review is so no longer; one that is listed or suspended stays as it is."""
    provider = application.provider
    if provider.listing is not ListingStatus.UNDER_REVIEW:
        return
    provider.listing = to
    session.add(
        ListingEvent(provider_id=provider.id, listing=to, reason=reason, by_id=by.user_id, at=by.at)
    )
    session.flush()


def check_item(
    session: Session,
    application: Application,
    item: CheckItem,
    verdict: ItemVerdict,
    note: str,
    by: Author,
) -> None:
    """Note what an officer found on an item; with ASK, put `note` to the provider as a question."""
    session.add(
        ItemCheck(
            form_id=application.id,
            item_key=item.key,
            verdict=verdict,
            note="" if verdict is ItemVerdict.ASK else note,
            by_id=by.user_id,
            at=by.at,
        )
    )
    if verdict is ItemVerdict.ASK:
        _ask(session, application, item, note, by)


def _ask(
    session: Session,
    application: Application,
    item: CheckItem,
    text: str,
    by: Author,
) -> None:
    question = ItemQuestion(
        form_id=application.id,
        item_key=item.key,
        text=text,
        asked_by_id=by.user_id,
        asked_at=by.at,
    )
    session.add(question)
    take_step(session, application, Step.ASK, by)
    letters.tell_of_question(session, application, question)


def answer_question(
    session: Session,
    application: Application,
    question: ItemQuestion,
    answer: str,
    by: Author,
) -> bool:
    """Answer one question, once. With the last one the application goes back: whether it did."""
    session.refresh(question)
    if question.answered_at is not None:
        raise ConflictError("This question has been answered")
    question.answer, question.answered_by_id, question.answered_at = answer, by.user_id, by.at
    session.flush()
    if open_questions(session, application):
        return False
    take_step(session, application, Step.ANSWER, by)
    letters.tell_of_answers(session, application, by.at)
    return True


def carry_on(session: Session, application: Application, reason: str, by: Author) -> None:
    """Stop waiting for answers that do not come: the open questions are closed unanswered."""
    take_step(session, application, Step.CARRY_ON, by, reason)
    _close_questions(session, application, by.at)


def open_questions(session: Session, application: Application) -> Sequence[ItemQuestion]:
    """What the council still waits for, the oldest first."""
    return session.scalars(
        select(ItemQuestion)
        .where(ItemQuestion.form_id == application.id, ItemQuestion.answered_at.is_(None))
        .order_by(ItemQuestion.asked_at, ItemQuestion.id)
    ).all()


def open_decision(session: Session, application: Application) -> ApplicationDecision | None:
    """The recommendation that waits for a second person."""
    return session.scalar(
        select(ApplicationDecision)
        .where(
            ApplicationDecision.application_id == application.id,
            ApplicationDecision.agreed_at.is_(None),
            ApplicationDecision.sent_back_at.is_(None),
        )
        .execution_options(populate_existing=True)
    )


def _close_recommendation(session: Session, application: Application, at: datetime) -> None:
    decision = open_decision(session, application)
    if decision is not None:
        decision.sent_back_at, decision.sent_back_reason = at, "The provider withdrew"


def _close_questions(session: Session, application: Application, at: datetime) -> None:
    for question in open_questions(session, application):
        question.answered_at = at
