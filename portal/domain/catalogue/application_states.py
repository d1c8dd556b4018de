"""An application to join the catalogue: its states, the steps between them, and what each is called."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, assert_never

from portal.domain.errors import ConflictError


class ApplicationState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    ASKED = "asked"
    RECOMMENDED = "recommended"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"

    @property
    def words(self) -> str:
        """For those who check."""
        match self:
            case ApplicationState.DRAFT:
                return "Not sent yet"
            case ApplicationState.SUBMITTED:
                return "Being checked"
            case ApplicationState.ASKED:
                return "Waiting for the provider’s answers"
            case ApplicationState.RECOMMENDED:
                return "Waiting for a second person"
            case ApplicationState.APPROVED:
                return "Approved"
            case ApplicationState.DECLINED:
                return "Declined"
            case ApplicationState.WITHDRAWN:
                return "Withdrawn"
            case _:
                assert_never(self)

    @property
    def own_words(self) -> str:
        """For the provider, who is not told what one officer recommends before another has agreed."""
        match self:
            case ApplicationState.ASKED:
                return "Waiting for your answers"
            case ApplicationState.RECOMMENDED:
                return ApplicationState.SUBMITTED.words
            case _:
                return self.words

    @property
    def event_words(self) -> str:
        """What somebody did who brought an application into this state."""
        match self:
            case ApplicationState.DRAFT:
                return "Begun"
            case ApplicationState.SUBMITTED:
                return "With the council to check"
            case _:
                return self.words


class DecisionOutcome(StrEnum):
    APPROVE = "approve"
    APPROVE_WITH_CONDITIONS = "approve_with_conditions"
    DECLINE = "decline"

    @property
    def words(self) -> str:
        match self:
            case DecisionOutcome.APPROVE:
                return "Approve"
            case DecisionOutcome.APPROVE_WITH_CONDITIONS:
                return "Approve with conditions"
            case DecisionOutcome.DECLINE:
                return "Decline"
            case _:
                assert_never(self)


class ItemVerdict(StrEnum):
    MET = "met"
    NOT_MET = "not_met"
    ASK = "ask"

    @property
    def words(self) -> str:
        match self:
            case ItemVerdict.MET:
                return "Met"
            case ItemVerdict.NOT_MET:
                return "Not met"
            case ItemVerdict.ASK:
                return "Ask the provider"
            case _:
                assert_never(self)


class Step(StrEnum):
    SUBMIT = "submit"
    ASK = "ask"
    ANSWER = "answer"
    CARRY_ON = "carry_on"
    RECOMMEND = "recommend"
    SEND_BACK = "send_back"
    APPROVE = "approve"
    DECLINE = "decline"
    WITHDRAW = "withdraw"


@dataclass(frozen=True)
class Way:
    leads_from: frozenset[ApplicationState]
    leads_to: ApplicationState


WAYS: Final[dict[Step, Way]] = {
    Step.SUBMIT: Way(frozenset({ApplicationState.DRAFT}), ApplicationState.SUBMITTED),
    Step.ASK: Way(
        frozenset({ApplicationState.SUBMITTED, ApplicationState.ASKED}), ApplicationState.ASKED
    ),
    Step.ANSWER: Way(frozenset({ApplicationState.ASKED}), ApplicationState.SUBMITTED),
    Step.CARRY_ON: Way(frozenset({ApplicationState.ASKED}), ApplicationState.SUBMITTED),
    Step.RECOMMEND: Way(frozenset({ApplicationState.SUBMITTED}), ApplicationState.RECOMMENDED),
    Step.SEND_BACK: Way(frozenset({ApplicationState.RECOMMENDED}), ApplicationState.SUBMITTED),
    Step.APPROVE: Way(frozenset({ApplicationState.RECOMMENDED}), ApplicationState.APPROVED),
    Step.DECLINE: Way(frozenset({ApplicationState.RECOMMENDED}), ApplicationState.DECLINED),
    Step.WITHDRAW: Way(
        frozenset(
            {
                ApplicationState.DRAFT,
                ApplicationState.SUBMITTED,
                ApplicationState.ASKED,
                ApplicationState.RECOMMENDED,
            }
        ),
        ApplicationState.WITHDRAWN,
    ),
}


def state_after(state: ApplicationState, step: Step) -> ApplicationState:
    """Where a step leads. Raises ConflictError where it may not be taken from this state."""
    way = WAYS[step]
    if state not in way.leads_from:
        raise ConflictError(f"The application is not in a state for this: {state.words}")
    return way.leads_to
