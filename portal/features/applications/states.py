"""The steps of an application: from which states each may be taken, and where it leads."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from portal.domain.errors import ConflictError
from portal.models import ApplicationState as State


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
    leads_from: frozenset[State]
    leads_to: State


WAYS: Final[dict[Step, Way]] = {
    Step.SUBMIT: Way(frozenset({State.DRAFT}), State.SUBMITTED),
    Step.ASK: Way(frozenset({State.SUBMITTED, State.ASKED}), State.ASKED),
    Step.ANSWER: Way(frozenset({State.ASKED}), State.SUBMITTED),
    Step.CARRY_ON: Way(frozenset({State.ASKED}), State.SUBMITTED),
    Step.RECOMMEND: Way(frozenset({State.SUBMITTED}), State.RECOMMENDED),
    Step.SEND_BACK: Way(frozenset({State.RECOMMENDED}), State.SUBMITTED),
    Step.APPROVE: Way(frozenset({State.RECOMMENDED}), State.APPROVED),
    Step.DECLINE: Way(frozenset({State.RECOMMENDED}), State.DECLINED),
    Step.WITHDRAW: Way(
        frozenset({State.DRAFT, State.SUBMITTED, State.ASKED, State.RECOMMENDED}),
        State.WITHDRAWN,
    ),
}

STATE_WORDS: Final[dict[State, str]] = {
    State.DRAFT: "Not sent yet",
    State.SUBMITTED: "Being checked",
    State.ASKED: "Waiting for the provider’s answers",
    State.RECOMMENDED: "Waiting for a second person",
    State.APPROVED: "Approved",
    State.DECLINED: "Declined",
    State.WITHDRAWN: "Withdrawn",
}

OWN_STATE_WORDS: Final[dict[State, str]] = {
    **STATE_WORDS,
    State.ASKED: "Waiting for your answers",
    State.RECOMMENDED: "Being checked",
}
"""For the provider, who is not told what one officer recommends before another has agreed."""

EVENT_WORDS: Final[dict[State, str]] = {
    **STATE_WORDS,
    State.DRAFT: "Begun",
    State.SUBMITTED: "With the council to check",
}


def state_after(state: State, step: Step) -> State:
    """Where a step leads. Raises ConflictError where it may not be taken from this state."""
    way = WAYS[step]
    if state not in way.leads_from:
        raise ConflictError(f"The application is not in a state for this: {STATE_WORDS[state]}")
    return way.leads_to
