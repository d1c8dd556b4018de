"""A trained safeguarding lead or deputy whenever pupils are there."""

from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.evidence.safeguarding_cover import (
    Hours,
    SafeguardingPerson,
    hours_without_cover,
    is_trained,
    training_gaps,
)

TODAY = date(2026, 11, 24)


def monday(starts: int, ends: int) -> Hours:
    return Hours(0, time(starts), time(ends))


OPEN = monday(9, 15)
LEAD = SafeguardingPerson("Ann Example", True, date(2025, 3, 10), date(2026, 3, 9), (OPEN,))
DEPUTY = SafeguardingPerson("Ben Example", False, date(2026, 9, 1))


def test_a_trained_lead_and_deputy_are_enough() -> None:
    assert training_gaps([LEAD, DEPUTY], TODAY) == []


@pytest.mark.parametrize(
    ("people", "gap"),
    [
        ([DEPUTY], "There is no designated safeguarding lead"),
        ([LEAD], "There is no deputy safeguarding lead"),
        ([LEAD, replace(DEPUTY, trained_on=None)], "Ben Example has no date of training"),
        (
            [LEAD, replace(DEPUTY, trained_on=date(2026, 12, 1))],
            "Ben Example will not be trained until 1 December 2026",
        ),
        (
            [LEAD, replace(DEPUTY, trained_on=date(2024, 11, 23))],
            "Ben Example had to renew the training by 23 November 2026",
        ),
        (
            [LEAD, replace(DEPUTY, trained_on=date(2025, 11, 23))],
            "Ben Example had to have a yearly update by 23 November 2026",
        ),
    ],
)
def test_each_gap_is_named(people: list[SafeguardingPerson], gap: str) -> None:
    assert training_gaps(people, TODAY) == [gap]


def test_without_anybody_both_are_missing() -> None:
    assert len(training_gaps([], TODAY)) == 2


@pytest.mark.parametrize(
    ("trained_on", "expected"),
    [
        (date(2024, 11, 24), True),
        (date(2024, 11, 23), False),
        (TODAY, True),
        (date(2026, 11, 25), False),
        (None, False),
    ],
)
def test_training_holds_for_two_years(trained_on: date | None, expected: bool) -> None:
    assert is_trained(replace(LEAD, trained_on=trained_on), TODAY) is expected


@pytest.mark.parametrize(
    ("covers", "gaps"),
    [
        ((OPEN,), []),
        ((), [OPEN]),
        ((monday(8, 18),), []),
        ((monday(9, 12),), [monday(12, 15)]),
        ((monday(12, 15),), [monday(9, 12)]),
        ((monday(9, 12), monday(12, 15)), []),
        ((monday(9, 11), monday(13, 15)), [monday(11, 13)]),
        ((monday(10, 11), monday(10, 14)), [monday(9, 10), monday(14, 15)]),
        ((monday(6, 8), monday(16, 18)), [OPEN]),
        ((replace(OPEN, weekday=1),), [OPEN]),
    ],
)
def test_the_hours_that_nobody_covers(covers: tuple[Hours, ...], gaps: list[Hours]) -> None:
    assert hours_without_cover([OPEN], [replace(LEAD, covers=covers)], TODAY) == gaps


def test_the_deputy_covers_what_the_lead_does_not() -> None:
    people = [replace(LEAD, covers=(monday(9, 12),)), replace(DEPUTY, covers=(monday(11, 15),))]
    assert hours_without_cover([OPEN], people, TODAY) == []


def test_somebody_whose_training_has_run_out_covers_nothing() -> None:
    untrained = replace(LEAD, trained_on=date(2024, 1, 1))
    assert hours_without_cover([OPEN], [untrained], TODAY) == [OPEN]


hours = st.builds(
    lambda start, length: monday(start, min(23, start + length)),
    st.integers(0, 22),
    st.integers(1, 12),
)


def whole_hours(stretches: list[Hours]) -> set[int]:
    return {hour for each in stretches for hour in range(each.starts.hour, each.ends.hour)}


@given(open_hours=hours, covers=st.lists(hours, max_size=5))
def test_what_is_left_is_what_is_open_and_not_covered(
    open_hours: Hours, covers: list[Hours]
) -> None:
    person = replace(LEAD, covers=tuple(covers))
    left = hours_without_cover([open_hours], [person], TODAY)
    assert whole_hours(left) == whole_hours([open_hours]) - whole_hours(covers)
