"""Time itself writes: a decision that is due, a condition that is due."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.features.applications.reminders import remind_of_applications
from portal.models import DecisionOutcome, Message
from tests.features.applications.conftest import Applying


def reminders(applying: Applying, days: int) -> list[str]:
    """What has been written once the worker has looked, twice, this many days later."""
    later = applying.build.now + timedelta(days=days)
    for _ in range(2):
        remind_of_applications(applying.session, later)
        applying.session.commit()
    return sorted(
        f"{message.to}: {message.subject}"
        for message in applying.session.scalars(select(Message))
        if message.subject.endswith(("is late", "is due soon"))
    )


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, None), (36, None), (38, "is due soon"), (45, "is due soon"), (46, "is late"), (99, None)],
)
def test_officers_hear_five_working_days_before_a_decision_is_due_and_when_it_is_late(
    applying: Applying, days: int, words: str | None
) -> None:
    """Sent on 24 November, to be decided by 8 January, which is 45 days later."""
    applying.send()
    officers = sorted([applying.officer.user.email, applying.second.user.email])

    assert reminders(applying, days) == (
        [f"{to}: The application of Hill Farm Learning {words}" for to in officers] if words else []
    )


def test_nobody_is_reminded_of_a_decided_application(applying: Applying) -> None:
    applying.decide(DecisionOutcome.DECLINE)

    assert reminders(applying, 46) == []


def test_a_provider_hears_a_week_before_a_condition_is_due(applying: Applying) -> None:
    applying.decide(DecisionOutcome.APPROVE_WITH_CONDITIONS)
    assert reminders(applying, 22) == []

    told = reminders(applying, 23)

    lead = applying.lead.user.email
    assert told == [f"{lead}: A condition of Hill Farm Learning is due soon"]


def test_both_sides_hear_of_a_late_condition(applying: Applying) -> None:
    applying.decide(DecisionOutcome.APPROVE_WITH_CONDITIONS)

    told = reminders(applying, 31)

    everyone = [applying.lead, applying.officer, applying.second]
    assert told == sorted(
        f"{each.user.email}: A condition of Hill Farm Learning is late" for each in everyone
    )
