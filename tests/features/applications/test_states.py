"""The steps of an application: every step from every state."""

from __future__ import annotations

import pytest

from portal.domain.catalogue.application_states import Step, state_after
from portal.domain.errors import ConflictError
from portal.models import ApplicationState as State

# From each state: the steps that may be taken, and where each leads. Every other step is refused.
TABLE: dict[State, dict[Step, State]] = {
    State.DRAFT: {Step.SUBMIT: State.SUBMITTED, Step.WITHDRAW: State.WITHDRAWN},
    State.SUBMITTED: {
        Step.ASK: State.ASKED,
        Step.RECOMMEND: State.RECOMMENDED,
        Step.WITHDRAW: State.WITHDRAWN,
    },
    State.ASKED: {
        Step.ASK: State.ASKED,
        Step.ANSWER: State.SUBMITTED,
        Step.CARRY_ON: State.SUBMITTED,
        Step.WITHDRAW: State.WITHDRAWN,
    },
    State.RECOMMENDED: {
        Step.SEND_BACK: State.SUBMITTED,
        Step.APPROVE: State.APPROVED,
        Step.DECLINE: State.DECLINED,
        Step.WITHDRAW: State.WITHDRAWN,
    },
    State.APPROVED: {},
    State.DECLINED: {},
    State.WITHDRAWN: {},
}


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("step", list(Step))
def test_each_step_leads_where_the_table_says(state: State, step: Step) -> None:
    wanted = TABLE[state].get(step)
    if wanted is None:
        with pytest.raises(ConflictError):
            state_after(state, step)
    else:
        assert state_after(state, step) is wanted
