"""Who may do what to an application, in each of its states."""

from __future__ import annotations

import pytest

from portal.access import policies
from portal.access.actor import actor_of
from portal.models import ApplicationState
from tests.features.applications.conftest import Applying

# state: (may answer, may withdraw, may check, may recommend, may agree as the second person)
POLICIES = {
    ApplicationState.DRAFT: (True, True, False, False, False),
    ApplicationState.SUBMITTED: (False, True, True, True, False),
    ApplicationState.ASKED: (True, True, True, False, False),
    ApplicationState.RECOMMENDED: (False, True, False, False, True),
    ApplicationState.APPROVED: (False, False, False, False, False),
    ApplicationState.DECLINED: (False, False, False, False, False),
    ApplicationState.WITHDRAWN: (False, False, False, False, False),
}


@pytest.mark.parametrize("state", list(ApplicationState))
def test_who_may_do_what_in_each_state(applying: Applying, state: ApplicationState) -> None:
    applying.application.state = state
    lead, officer = actor_of(applying.lead), actor_of(applying.officer)
    application, other = applying.application, applying.second.user_id

    assert (
        policies.may_answer_application(lead, application),
        policies.may_withdraw_application(lead, application),
        policies.may_check_application(officer, application, ()),
        policies.may_recommend(officer, application, ()),
        policies.may_agree(officer, application, other, ()),
    ) == POLICIES[state]


@pytest.mark.parametrize("state", list(ApplicationState))
def test_nobody_checks_or_decides_on_their_own_provider(
    applying: Applying, state: ApplicationState
) -> None:
    applying.application.state = state
    officer, application = actor_of(applying.officer), applying.application
    own = {officer.user_id}

    assert not policies.may_check_application(officer, application, own)
    assert not policies.may_recommend(officer, application, own)
    assert not policies.may_agree(officer, application, applying.second.user_id, own)


@pytest.mark.parametrize("state", list(ApplicationState))
def test_a_provider_never_checks_or_decides(applying: Applying, state: ApplicationState) -> None:
    applying.application.state = state
    lead, application = actor_of(applying.lead), applying.application

    assert not policies.may_check_application(lead, application, ())
    assert not policies.may_recommend(lead, application, ())
    assert not policies.may_agree(lead, application, applying.officer.user_id, ())
