"""School years, year groups and school days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.calendar.school_year import (
    SchoolCalendar,
    Term,
    first_day_of_school_year,
    last_day_of_school_year,
    school_year_words,
    year_group,
    year_group_words,
)

TERMS_2026 = (
    Term(date(2027, 6, 7), date(2027, 7, 21), "Term 6"),
    Term(date(2026, 9, 2), date(2026, 10, 23), "Term 1"),
    Term(date(2026, 11, 2), date(2026, 12, 18), "Term 2"),
    Term(date(2027, 1, 4), date(2027, 2, 12), "Term 3"),
    Term(date(2027, 2, 22), date(2027, 3, 25), "Term 4"),
    Term(date(2027, 4, 12), date(2027, 5, 28), "Term 5"),
)
MAY_DAY = date(2027, 5, 3)
INSET = date(2026, 11, 27)
CALENDAR = SchoolCalendar(
    TERMS_2026, closed_days=frozenset({INSET}), bank_holidays=frozenset({MAY_DAY})
)
DAYS = st.dates(date(2026, 6, 1), date(2027, 9, 30))


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2026, 8, 31), date(2025, 9, 1), date(2026, 8, 31)),
        (date(2026, 9, 1), date(2026, 9, 1), date(2027, 8, 31)),
        (date(2027, 1, 1), date(2026, 9, 1), date(2027, 8, 31)),
    ],
)
def test_ages_are_counted_from_september_to_august(day: date, first: date, last: date) -> None:
    assert first_day_of_school_year(day) == first
    assert last_day_of_school_year(day) == last


@pytest.mark.parametrize(
    ("first_day", "words"),
    [
        (date(2026, 7, 20), "2025 to 2026"),
        (date(2026, 8, 26), "2026 to 2027"),
        (date(2027, 1, 4), "2026 to 2027"),
    ],
)
def test_a_term_that_begins_after_july_begins_a_school_year(first_day: date, words: str) -> None:
    assert school_year_words(first_day) == words


def test_a_school_year_begins_with_its_first_term_after_july() -> None:
    early = Term(date(2026, 8, 26), date(2026, 10, 16), "Autumn 1")
    calendar = SchoolCalendar((early, *TERMS_2026[2:]))

    assert calendar.first_day_of_year(date(2026, 8, 25)) == date(2025, 9, 1)
    assert calendar.first_day_of_year(date(2026, 8, 26)) == date(2026, 8, 26)
    assert calendar.first_day_of_year(date(2027, 6, 1)) == date(2026, 8, 26)
    assert CALENDAR.first_day_of_year(date(2026, 9, 1)) == date(2025, 9, 1)
    assert CALENDAR.first_day_of_year(date(2027, 6, 1)) == date(2026, 9, 2)
    assert SchoolCalendar(()).first_day_of_year(date(2026, 11, 24)) == date(2026, 9, 1)


@pytest.mark.parametrize(
    ("born", "group"),
    [
        (date(2021, 9, 1), "R"),
        (date(2022, 8, 31), "R"),
        (date(2021, 8, 31), "1"),
        (date(2022, 9, 1), "N2"),
        (date(2023, 9, 1), "N1"),
        (date(2024, 9, 1), "X"),
        (date(2012, 11, 24), "9"),
        (date(2010, 9, 1), "11"),
        (date(2010, 8, 31), "12"),
        (date(2012, 2, 29), "10"),
        (date(2007, 9, 1), "14"),
        (date(2007, 8, 31), "X"),
    ],
)
def test_the_year_group_follows_from_the_school_year_of_birth(born: date, group: str) -> None:
    assert year_group(born, date(2026, 11, 24)) == group


@pytest.mark.parametrize(
    ("code", "words"),
    [("R", "Reception"), ("N1", "Nursery"), ("9", "Year 9"), ("X", "No year group")],
)
def test_a_year_group_has_words(code: str, words: str) -> None:
    assert year_group_words(code) == words


@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        (date(2026, 11, 24), True),
        (date(2026, 11, 28), False),
        (INSET, False),
        (MAY_DAY, False),
        (date(2026, 10, 27), False),
        (date(2026, 9, 2), True),
        (date(2026, 9, 1), False),
        (date(2026, 12, 18), True),
        (date(2026, 12, 21), False),
        (date(2027, 7, 22), False),
        (date(2028, 1, 18), False),
    ],
)
def test_a_school_is_open_on_weekdays_of_its_terms_that_are_not_closed(
    day: date, is_open: bool
) -> None:
    assert CALENDAR.is_school_day(day) is is_open


def test_a_school_overrides_the_county_in_both_directions() -> None:
    saturday, monday = date(2026, 11, 28), date(2026, 11, 30)
    school = CALENDAR.with_overrides(closed=[monday], extra_open=[INSET, saturday])
    assert school.is_school_day(INSET)
    assert school.is_school_day(saturday)
    assert not school.is_school_day(monday)
    assert not CALENDAR.is_school_day(INSET)


def test_a_day_opened_by_the_county_can_be_closed_by_the_school() -> None:
    saturday = date(2026, 11, 28)
    county = SchoolCalendar(TERMS_2026, extra_open_days=frozenset({saturday}))
    assert not county.with_overrides(closed=[saturday], extra_open=[]).is_school_day(saturday)


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 11, 24), 0, date(2026, 11, 24)),
        (date(2026, 11, 24), 1, date(2026, 11, 25)),
        (date(2026, 11, 26), 1, date(2026, 11, 30)),
        (date(2026, 10, 22), 2, date(2026, 11, 2)),
        (date(2026, 12, 18), 1, date(2027, 1, 4)),
        (date(2027, 4, 30), 1, date(2027, 5, 4)),
    ],
)
def test_counting_forward_skips_every_day_without_school(
    day: date, count: int, expected: date
) -> None:
    assert CALENDAR.school_days_after(day, count) == expected


def test_counting_back_skips_every_day_without_school() -> None:
    assert CALENDAR.school_days_before(date(2026, 11, 30), 2) == date(2026, 11, 25)


def test_past_the_known_terms_weekdays_outside_august_count() -> None:
    assert CALENDAR.school_days_after(date(2027, 7, 30), 2) == date(2027, 9, 2)
    assert not CALENDAR.covers(date(2027, 9, 2))


def test_a_calendar_without_terms_still_ends_a_count() -> None:
    assert SchoolCalendar(()).school_days_after(date(2026, 7, 31), 1) == date(2026, 9, 1)


def test_a_school_day_is_its_own_next_when_counted_from() -> None:
    assert CALENDAR.school_day_from(date(2026, 11, 24)) == date(2026, 11, 24)
    assert CALENDAR.school_day_from(date(2026, 10, 24)) == date(2026, 11, 2)
    assert CALENDAR.next_school_day(date(2026, 11, 24)) == date(2026, 11, 25)


def test_half_terms_are_in_order_however_they_were_given() -> None:
    assert [term.name for term in CALENDAR.terms] == [f"Term {number}" for number in range(1, 7)]
    found = CALENDAR.term_of(date(2026, 11, 24))
    following = CALENDAR.term_after(date(2026, 11, 24))
    assert found is not None
    assert following is not None
    assert (found.name, following.name) == ("Term 2", "Term 3")
    assert CALENDAR.term_of(date(2026, 10, 27)) is None
    assert CALENDAR.term_after(date(2027, 7, 1)) is None


@given(DAYS, st.integers(1, 30))
def test_counting_forward_and_listing_the_days_agree(day: date, count: int) -> None:
    last = CALENDAR.school_days_after(day, count)
    listed = CALENDAR.school_days_between(day + timedelta(days=1), last)
    assert len(listed) == count
    assert listed[-1] == last


@given(DAYS, st.integers(1, 30))
def test_counting_back_undoes_counting_forward(day: date, count: int) -> None:
    start = CALENDAR.school_day_from(day)
    assert CALENDAR.school_days_before(CALENDAR.school_days_after(start, count), count) == start


@given(DAYS, DAYS)
def test_days_between_are_none_when_the_days_are_the_wrong_way_round(one: date, two: date) -> None:
    first, last = max(one, two) + timedelta(days=1), min(one, two)
    assert CALENDAR.school_days_between(first, last) == ()
