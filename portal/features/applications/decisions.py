"""Two people decide: one recommends, another agrees or sends it back. The caller has begun to write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.domain.catalogue.application_states import Step
from portal.domain.errors import ConflictError, FieldError, InvalidError, NotAllowedError
from portal.features.applications import emails as letters
from portal.features.applications.service import end_review, open_decision, take_step
from portal.models import (
    Application,
    ApplicationDecision,
    Condition,
    DecisionOutcome,
    ItemVerdict,
    ListingStatus,
)
from portal.services.catalogue.offers import offer_from_answers
from portal.services.forms.answers import Author


@dataclass(frozen=True)
class NewCondition:
    text: str
    due_on: date


@dataclass(frozen=True)
class Recommendation:
    outcome: DecisionOutcome
    reasons: str
    conditions: tuple[NewCondition, ...] = ()


def problems_with(
    recommendation: Recommendation, verdicts: Sequence[ItemVerdict | None], today: date
) -> list[FieldError]:
    """Why a recommendation cannot be made as it is; `verdicts` holds one for each item."""
    problems = []
    outcome, conditions = recommendation.outcome, recommendation.conditions
    if not recommendation.reasons:
        problems.append(FieldError("reasons", "Give the reasons"))
    if outcome is not DecisionOutcome.DECLINE and not _are_settled(verdicts):
        problems.append(
            FieldError("outcome", "Mark every item as met or not met before you approve")
        )
    if outcome is DecisionOutcome.APPROVE and ItemVerdict.NOT_MET in verdicts:
        problems.append(
            FieldError("outcome", "Some items are not met: approve with conditions, or decline")
        )
    if outcome is DecisionOutcome.APPROVE_WITH_CONDITIONS and not conditions:
        problems.append(FieldError("conditions", "Write at least one condition"))
    if outcome is not DecisionOutcome.APPROVE_WITH_CONDITIONS and conditions:
        problems.append(
            FieldError("conditions", "Conditions go only with “Approve with conditions”")
        )
    if any(condition.due_on <= today for condition in conditions):
        problems.append(FieldError("conditions", "The day of a condition must be in the future"))
    return problems


def _are_settled(verdicts: Sequence[ItemVerdict | None]) -> bool:
    return all(verdict in (ItemVerdict.MET, ItemVerdict.NOT_MET) for verdict in verdicts)


def recommend(
    session: Session,
    application: Application,
    recommendation: Recommendation,
    verdicts: Sequence[ItemVerdict | None],
    by: Author,
    today: date,
) -> ApplicationDecision:
    """Put a decision before a second person. Raises InvalidError, or ConflictError for the later
    of two who recommend at once.
    """
    event = take_step(session, application, Step.RECOMMEND, by)
    problems = problems_with(recommendation, verdicts, today)
    if problems:
        raise InvalidError(problems)
    decision = ApplicationDecision(
        application_id=application.id,
        outcome=recommendation.outcome,
        reasons=recommendation.reasons,
        recommended_by_id=by.user_id,
        recommended_at=by.at,
        conditions=[
            Condition(provider_id=application.provider_id, text=each.text, due_on=each.due_on)
            for each in recommendation.conditions
        ],
    )
    session.add(decision)
    session.flush()
    letters.tell_of_recommendation(session, application, event)
    return decision


def _waiting(session: Session, application: Application, by_id: int) -> ApplicationDecision:
    decision = open_decision(session, application)
    if decision is None:
        raise ConflictError("No recommendation is waiting")
    if decision.recommended_by_id == by_id:
        raise NotAllowedError("Two people decide: somebody else must agree")
    return decision


def send_back(session: Session, application: Application, reason: str, by: Author) -> None:
    """Do not agree: the application goes back to be checked, with a reason."""
    decision = _waiting(session, application, by.user_id)
    event = take_step(session, application, Step.SEND_BACK, by, reason)
    decision.sent_back_at, decision.sent_back_reason = by.at, reason
    letters.tell_of_sending_back(session, application, decision, event)


def agree(session: Session, application: Application, by: Author) -> None:
    """Agree: the decision stands. An approved provider is listed, with what it offers.

    A suspended provider stays suspended until somebody reinstates it.
    """
    decision = _waiting(session, application, by.user_id)
    is_declined = decision.outcome is DecisionOutcome.DECLINE
    step = Step.DECLINE if is_declined else Step.APPROVE
    event = take_step(session, application, step, by, decision.reasons)
    decision.agreed_by_id, decision.agreed_at = by.user_id, by.at
    session.flush()
    session.refresh(decision)
    if is_declined:
        end_review(
            session, application, ListingStatus.NOT_LISTED, "The application was declined", by
        )
    else:
        offer_from_answers(session, application.long_form, by.at)
        end_review(session, application, ListingStatus.LISTED, "The application was approved", by)
    letters.tell_of_decision(session, application, decision, event)


def mark_met(condition: Condition, by: Author) -> None:
    """Note that a provider has done what it had to. Raises ConflictError the second time."""
    if condition.met_at is not None:
        raise ConflictError("This condition is marked as met already")
    condition.met_at, condition.met_by_id = by.at, by.user_id
