"""When a change of an entry is an amendment, and when it must say why."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.attendance.amending import (
    Change,
    Entry,
    EntryKind,
    Facts,
    WaitsFor,
    kinds_of,
    what_it_waits_for,
)
from portal.domain.attendance.seen import Seen

FINISHED = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
HERE: Facts = (Seen.HERE, None, None)
AWAY: Facts = (Seen.NOT_HERE, None, None)
CLEARED: Facts = (Seen.UNMARKED, None, None)
FACTS = st.sampled_from([HERE, AWAY, CLEARED])


def entry(number: int, minutes: int, reason: str = "", *, is_doubtful: bool = False) -> Entry:
    """A row made so many minutes after the register was finished, and received an hour later."""
    at = FINISHED + timedelta(minutes=minutes)
    return Entry(UUID(int=number), at, at + timedelta(hours=1), is_doubtful, reason, False)


@pytest.mark.parametrize(
    ("facts", "standing", "replaced", "finished", "sent", "waits_for"),
    [
        (AWAY, {HERE}, {HERE}, False, False, WaitsFor.NOTHING),
        (AWAY, {HERE}, {HERE}, True, False, WaitsFor.AFTER_FINISH),
        (AWAY, {HERE}, {HERE}, True, True, WaitsFor.AFTER_EXPORT),
        (AWAY, {HERE}, set(), True, False, WaitsFor.NOTHING),
        (AWAY, {HERE}, set(), False, True, WaitsFor.AFTER_EXPORT),
        (HERE, {HERE}, {HERE}, True, True, WaitsFor.NOTHING),
        (HERE, {CLEARED}, {CLEARED}, True, False, WaitsFor.NOTHING),
        (CLEARED, {HERE}, {HERE}, True, False, WaitsFor.AFTER_FINISH),
        (HERE, {HERE, AWAY}, {AWAY}, True, False, WaitsFor.AFTER_FINISH),
        (HERE, set(), set(), True, False, WaitsFor.NOTHING),
    ],
)
def test_what_a_change_waits_for(
    facts: Facts,
    standing: set[Facts],
    replaced: set[Facts],
    finished: bool,
    sent: bool,
    waits_for: WaitsFor,
) -> None:
    change = Change(facts, "", frozenset(standing), frozenset(replaced))

    assert what_it_waits_for(change, is_finished=finished, is_sent=sent) is waits_for


@given(facts=FACTS, standing=st.frozensets(FACTS), finished=st.booleans(), sent=st.booleans())
def test_a_change_that_says_why_never_waits(
    facts: Facts, standing: frozenset[Facts], finished: bool, sent: bool
) -> None:
    change = Change(facts, "wrong row", standing, standing)

    assert what_it_waits_for(change, is_finished=finished, is_sent=sent) is WaitsFor.NOTHING


@pytest.mark.parametrize(
    ("log", "kinds"),
    [
        ([], []),
        ([entry(1, -3), entry(2, -2), entry(3, -1)], ["in_sitting", "in_sitting", "original"]),
        ([entry(1, -1), entry(2, 5, "bus")], ["original", "amendment"]),
        ([entry(1, 5), entry(2, 9, "bus")], ["original", "amendment"]),
        ([entry(1, -2), entry(2, -1, is_doubtful=True)], ["original", "amendment"]),
        ([entry(1, -1), entry(2, 0)], ["in_sitting", "original"]),
        ([entry(1, -1), entry(2, 0, "bus")], ["original", "amendment"]),
    ],
)
def test_what_each_row_of_a_log_is(log: list[Entry], kinds: list[str]) -> None:
    assert [str(kind) for kind in kinds_of(log, (None, FINISHED)).values()] == kinds


@given(minutes=st.lists(st.integers(-60, 60), min_size=1, max_size=6), is_ended=st.booleans())
def test_a_log_has_one_original_and_no_amendment_before_the_end(
    minutes: list[int], is_ended: bool
) -> None:
    log = [entry(number, each) for number, each in enumerate(sorted(minutes))]

    kinds = kinds_of(log, (FINISHED if is_ended else None,))

    assert list(kinds.values()).count(EntryKind.ORIGINAL) == 1
    amended = [each for each in log if kinds[each.id] is EntryKind.AMENDMENT]
    assert all(is_ended and each.captured_at > FINISHED for each in amended)
