"""What a changed weekly pattern leaves of the old one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.calendar.sessions import Half
from portal.features.imports.placements.pattern_change import (
    PatternChange,
    SlotState,
    change_pattern,
)
from portal.features.imports.reading.week_pattern import WeeklySession

PLACEMENT = uuid4()
FIRST = date(2026, 9, 7)
WEEKS = st.frozensets(st.tuples(st.integers(0, 4), st.sampled_from(Half)), min_size=1)
CHANGES = st.lists(st.tuples(st.integers(0, 60), WEEKS), max_size=6)


def applied(slots: list[SlotState], change: PatternChange) -> list[SlotState]:
    """The slots as the database holds them afterwards."""
    numbers = count(1 + max((slot.id for slot in slots), default=0))
    last_day = change.first_day - timedelta(days=1)
    kept = [
        replace(slot, valid_to=last_day) if slot.id in change.ended else slot
        for slot in slots
        if slot.id not in change.dropped
    ]
    begun = [
        SlotState(next(numbers), PLACEMENT, weekday, half, site_id, change.first_day, None)
        for (weekday, half), site_id in change.begun
    ]
    return kept + begun


def expected_on(slots: list[SlotState], day: date) -> list[WeeklySession]:
    return sorted(
        slot.session
        for slot in slots
        if slot.valid_from <= day and (slot.valid_to is None or day <= slot.valid_to)
    )


@given(CHANGES)
def test_from_its_day_on_the_pattern_is_the_new_one_and_before_it_the_old(
    changes: list[tuple[int, frozenset[WeeklySession]]],
) -> None:
    slots: list[SlotState] = []
    for days, wanted in changes:
        first_day = FIRST + timedelta(days=days)
        before = {number: expected_on(slots, FIRST + timedelta(number)) for number in range(days)}

        slots = applied(slots, change_pattern(slots, wanted, None, first_day))

        for number in range(days):
            assert expected_on(slots, FIRST + timedelta(number)) == before[number]
        for number in (days, days + 1, 90):
            assert expected_on(slots, FIRST + timedelta(number)) == sorted(wanted)
        assert all(slot.valid_to is None or slot.valid_to >= slot.valid_from for slot in slots)
        assert len({(slot.session, slot.valid_from) for slot in slots}) == len(slots)


@given(CHANGES, WEEKS, st.integers(60, 90))
def test_the_pattern_that_holds_already_changes_nothing(
    changes: list[tuple[int, frozenset[WeeklySession]]],
    last: frozenset[WeeklySession],
    later: int,
) -> None:
    slots: list[SlotState] = []
    for days, wanted in [*changes, (60, last)]:
        first_day = FIRST + timedelta(days=days)
        slots = applied(slots, change_pattern(slots, wanted, None, first_day))

    change = change_pattern(slots, last, None, FIRST + timedelta(days=later))

    assert change.is_empty
