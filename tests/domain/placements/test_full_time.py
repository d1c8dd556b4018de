"""A pupil's whole week across settings."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.calendar.sessions import Half
from portal.domain.placements.full_time import (
    TEN_SESSIONS,
    Share,
    WeekSlot,
    clashing_sessions,
    is_full_time,
    is_usual_day,
    needs_full_time_reason,
    unowned_sessions,
    whole_week,
)

FRIDAY_PM = WeekSlot(4, Half.PM)
TUESDAY_AM = WeekSlot(1, Half.AM)
FARM = Share("Hill Farm", frozenset(slot for slot in TEN_SESSIONS if slot.weekday in (1, 3)))
SCHOOL = Share("Oakfield School", frozenset(TEN_SESSIONS) - FARM.slots - {FRIDAY_PM})
TUTOR = Share("Tutor", frozenset({FRIDAY_PM, TUESDAY_AM}))

shares = st.lists(
    st.builds(Share, st.text(max_size=3), st.frozensets(st.sampled_from(TEN_SESSIONS))), max_size=4
)


def test_a_week_has_ten_sessions_from_monday_morning_to_friday_afternoon() -> None:
    assert len(TEN_SESSIONS) == 10
    assert TEN_SESSIONS[0].words == "Monday morning"
    assert TEN_SESSIONS[-1].words == "Friday afternoon"
    assert list(TEN_SESSIONS) == sorted(TEN_SESSIONS)


def test_a_session_that_nobody_owns_is_found() -> None:
    assert unowned_sessions([SCHOOL, FARM]) == (FRIDAY_PM,)
    assert not is_full_time([SCHOOL, FARM])


def test_school_and_providers_together_make_a_full_week() -> None:
    assert is_full_time([SCHOOL, FARM, TUTOR])


def test_a_session_with_two_owners_is_found_with_both_names() -> None:
    (clash,) = clashing_sessions([SCHOOL, FARM, TUTOR])
    assert (clash.slot, clash.settings) == (TUESDAY_AM, ("Hill Farm", "Tutor"))


@pytest.mark.parametrize(
    ("week", "has_medical_reason", "needs_reason"),
    [
        ([SCHOOL, FARM], False, True),
        ([SCHOOL, FARM], True, False),
        ([SCHOOL, FARM, TUTOR], False, False),
        ([], False, True),
    ],
)
def test_a_week_with_gaps_needs_a_reason_unless_it_is_medical(
    week: list[Share], has_medical_reason: bool, needs_reason: bool
) -> None:
    assert needs_full_time_reason(week, has_medical_reason) is needs_reason


@given(shares)
def test_each_session_is_unowned_owned_once_or_a_clash(week: list[Share]) -> None:
    owned_once = sum(len(owned.settings) == 1 for owned in whole_week(week))
    assert owned_once + len(unowned_sessions(week)) + len(clashing_sessions(week)) == 10


@pytest.mark.parametrize(
    ("starts", "ends", "usual"),
    [
        (time(9, 0), time(15, 0), True),
        (time(8, 45), time(15, 30), True),
        (time(9, 30), time(15, 0), False),
        (time(9, 0), time(14, 30), False),
    ],
)
def test_a_usual_day_covers_nine_to_three(starts: time, ends: time, usual: bool) -> None:
    assert is_usual_day(starts, ends) is usual
