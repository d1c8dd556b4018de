"""Due dates, counted on a school's own calendar."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.attendance.clocks import (
    is_past_n_deadline,
    latest_off_site_notice,
    must_hold_review_meeting,
    n_clock_colour,
    n_deadline,
    next_review_due,
    not_received_at,
    review_due,
    school_days_left,
    sixth_day_of_exclusion,
)
from portal.domain.calendar.school_year import SchoolCalendar, Term

CALENDAR = SchoolCalendar(
    (
        Term(date(2026, 9, 2), date(2026, 10, 23), "Term 1"),
        Term(date(2026, 11, 2), date(2026, 12, 18), "Term 2"),
        Term(date(2027, 1, 4), date(2027, 2, 12), "Term 3"),
    )
)
INSET = date(2026, 11, 27)
OTHER_SCHOOL = CALENDAR.with_overrides(closed=[INSET], extra_open=[])


@pytest.mark.parametrize(
    ("session_day", "deadline"),
    [
        (date(2026, 11, 23), date(2026, 11, 30)),
        (date(2026, 11, 24), date(2026, 12, 1)),
        (date(2026, 10, 21), date(2026, 11, 4)),
        (date(2026, 12, 18), date(2027, 1, 8)),
    ],
)
def test_the_reason_is_due_five_school_days_after_the_session(
    session_day: date, deadline: date
) -> None:
    assert n_deadline(session_day, CALENDAR) == deadline


def test_a_training_day_of_the_home_school_gives_that_school_one_day_more() -> None:
    assert n_deadline(date(2026, 11, 24), OTHER_SCHOOL) == date(2026, 12, 2)


@pytest.mark.parametrize(
    ("today", "left"),
    [
        (date(2026, 11, 24), 5),
        (date(2026, 11, 25), 4),
        (date(2026, 11, 27), 2),
        (date(2026, 11, 28), 2),
        (date(2026, 11, 30), 1),
        (date(2026, 12, 1), 0),
        (date(2026, 12, 2), -1),
        (date(2026, 12, 3), -2),
        (date(2026, 12, 5), -3),
    ],
)
def test_days_left_reach_nought_on_the_last_day_and_go_on_below(today: date, left: int) -> None:
    assert school_days_left(date(2026, 11, 24), today, CALENDAR) == left
    assert is_past_n_deadline(date(2026, 11, 24), today, CALENDAR) is (left < 0)


def test_a_deadline_on_a_friday_has_passed_on_the_saturday() -> None:
    assert school_days_left(date(2026, 11, 20), date(2026, 11, 28), CALENDAR) == -1


@given(st.dates(date(2026, 9, 2), date(2027, 2, 12)), st.integers(0, 60))
def test_days_left_never_rise_and_pass_below_nought_with_the_deadline(
    session_day: date, later: int
) -> None:
    today = session_day + timedelta(days=later)
    left = school_days_left(session_day, today, CALENDAR)
    assert school_days_left(session_day, today + timedelta(days=1), CALENDAR) <= left
    assert (left < 0) == is_past_n_deadline(session_day, today, CALENDAR)


@pytest.mark.parametrize(
    ("first_day", "notice"),
    [
        (date(2026, 11, 26), date(2026, 11, 24)),
        (date(2026, 11, 24), date(2026, 11, 20)),
        (date(2026, 11, 2), date(2026, 10, 22)),
    ],
)
def test_parents_get_notice_two_school_days_before_an_off_site_direction(
    first_day: date, notice: date
) -> None:
    assert latest_off_site_notice(first_day, CALENDAR) == notice


@pytest.mark.parametrize(
    ("first_day", "sixth"),
    [
        (date(2026, 11, 23), date(2026, 11, 30)),
        (date(2026, 11, 21), date(2026, 11, 30)),
        (date(2026, 10, 22), date(2026, 11, 5)),
    ],
)
def test_an_excluded_pupil_has_education_from_the_sixth_school_day(
    first_day: date, sixth: date
) -> None:
    assert sixth_day_of_exclusion(first_day, CALENDAR) == sixth


@pytest.mark.parametrize(
    ("last_review", "must"),
    [
        (None, True),
        (date(2026, 9, 15), False),
        (date(2026, 9, 14), True),
        (date(2026, 11, 1), False),
    ],
)
def test_a_review_is_held_on_request_unless_there_was_one_in_the_last_ten_weeks(
    last_review: date | None, must: bool
) -> None:
    assert must_hold_review_meeting(date(2026, 11, 24), last_review) is must


@pytest.mark.parametrize(
    ("started", "reviewed", "due"),
    [
        (date(2026, 9, 2), None, date(2026, 10, 23)),
        (date(2026, 10, 9), None, date(2026, 10, 23)),
        (date(2026, 10, 12), None, date(2026, 12, 18)),
        (date(2026, 10, 27), None, date(2026, 12, 18)),
        (date(2026, 9, 2), date(2026, 10, 1), date(2026, 12, 18)),
        (date(2026, 9, 2), date(2027, 1, 20), None),
    ],
)
def test_a_placement_is_reviewed_once_in_each_half_term(
    started: date, reviewed: date | None, due: date | None
) -> None:
    assert review_due(started, reviewed, CALENDAR) == due


@pytest.mark.parametrize(
    ("today", "due"),
    [
        (date(2026, 8, 1), date(2026, 10, 23)),
        (date(2026, 10, 23), date(2026, 10, 23)),
        (date(2026, 10, 24), date(2026, 12, 18)),
        (date(2026, 12, 19), date(2027, 2, 12)),
        (date(2027, 2, 13), None),
    ],
)
def test_the_next_review_is_due_by_the_end_of_a_half_term_that_is_not_over(
    today: date, due: date | None
) -> None:
    assert next_review_due(date(2026, 9, 2), today, CALENDAR) == due


def test_a_register_is_not_received_half_an_hour_after_it_opens() -> None:
    opens = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    assert not_received_at(opens) == datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("left", "colour"), [(5, ""), (4, ""), (3, "yellow"), (1, "yellow"), (0, "red"), (-2, "red")]
)
def test_a_clock_is_yellow_for_three_days_and_red_from_the_last_on(left: int, colour: str) -> None:
    assert n_clock_colour(left) == colour
