"""Compulsory school age."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.calendar.school_age import (
    birthday,
    ends_compulsory_school_age,
    is_leaving_date_arguable,
    is_of_compulsory_school_age,
    must_take_part_until,
    school_leaving_date,
    starts_compulsory_school_age,
)

births = st.dates(date(1995, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("born", "starts"),
    [
        (date(2021, 8, 31), date(2026, 8, 31)),
        (date(2021, 9, 1), date(2026, 12, 31)),
        (date(2021, 12, 31), date(2026, 12, 31)),
        (date(2022, 1, 1), date(2027, 3, 31)),
        (date(2022, 4, 1), date(2027, 8, 31)),
        (date(2020, 2, 29), date(2025, 3, 31)),
    ],
)
def test_it_starts_on_the_prescribed_day_on_or_after_the_fifth_birthday(
    born: date, starts: date
) -> None:
    assert starts_compulsory_school_age(born) == starts


@pytest.mark.parametrize(
    ("born", "ends"),
    [
        (date(2011, 3, 15), date(2027, 6, 25)),
        (date(2011, 8, 30), date(2027, 6, 25)),
        (date(2011, 8, 31), date(2027, 6, 25)),
        (date(2011, 9, 10), date(2028, 6, 30)),
        (date(2012, 2, 29), date(2028, 6, 30)),
    ],
)
def test_it_ends_on_the_leaving_date_of_the_school_year_of_the_sixteenth_birthday(
    born: date, ends: date
) -> None:
    assert ends_compulsory_school_age(born) == ends


@pytest.mark.parametrize(
    ("year", "day"), [(2026, 26), (2027, 25), (2028, 30), (2029, 29), (2030, 28), (2031, 27)]
)
def test_the_school_leaving_date_is_the_last_friday_in_june(year: int, day: int) -> None:
    assert school_leaving_date(year) == date(year, 6, day)


@given(births)
def test_a_pupil_is_of_age_on_the_first_and_last_day_and_not_outside(born: date) -> None:
    first, last = starts_compulsory_school_age(born), ends_compulsory_school_age(born)
    assert is_of_compulsory_school_age(born, first)
    assert is_of_compulsory_school_age(born, last)
    assert not is_of_compulsory_school_age(born, first - timedelta(days=1))
    assert not is_of_compulsory_school_age(born, last + timedelta(days=1))


@given(births)
def test_it_starts_within_five_months_of_the_birthday_and_ends_on_a_friday_in_june(
    born: date,
) -> None:
    wait = starts_compulsory_school_age(born) - birthday(born, 5)
    assert timedelta(0) <= wait < timedelta(days=153)
    last = ends_compulsory_school_age(born)
    assert (last.month, last.weekday()) == (6, 4)
    assert (last + timedelta(days=7)).month == 7


@pytest.mark.parametrize(
    ("born", "arguable"),
    [
        (date(2011, 8, 31), False),
        (date(2011, 9, 1), True),
        (date(2011, 9, 7), True),
        (date(2011, 9, 8), False),
    ],
)
def test_a_birthday_in_the_first_week_of_september_is_for_a_person_to_check(
    born: date, arguable: bool
) -> None:
    assert is_leaving_date_arguable(born) is arguable


def test_a_leap_day_birthday_falls_on_the_first_of_march_in_other_years() -> None:
    assert birthday(date(2012, 2, 29), 16) == date(2028, 2, 29)
    assert must_take_part_until(date(2012, 2, 29)) == date(2030, 3, 1)
