"""Any permutation, duplication and split of a set of operations gives the same log and register."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import CurrentMark, Mark, Register
from tests.conftest import NOW
from tests.offline.conftest import Farm
from tests.phone import Json

DAYS = count()
SAID: list[Json] = [
    {"seen": "here"},
    {"seen": "late", "arrived": "09:40"},
    {"seen": "not_here", "heard": "mum rang"},
    {"seen": "unmarked"},
]


@dataclass(frozen=True)
class Tap:
    """A mark made on one of two phones, neither of which has heard of the other's."""

    phone: int
    pupil: int
    said: int


taps = st.lists(st.builds(Tap, st.integers(0, 1), st.integers(0, 1), st.integers(0, 3)), max_size=7)


def operations(farm: Farm, made: Sequence[Tap], day: date) -> list[tuple[int, Json]]:
    """The taps as operations on that day's register, each phone's in a chain."""
    phones = (farm.phone, farm.other_phone)
    last: dict[tuple[int, int], str] = {}
    ops: list[tuple[int, Json]] = []
    for number, tap in enumerate(made):
        body: dict[str, Any] = dict(SAID[tap.said])
        op = phones[tap.phone].mark(
            farm.pupils[tap.pupil].id,
            body.pop("seen"),
            session=f"{day}-am",
            at=NOW - timedelta(minutes=50) + timedelta(seconds=number),
            prev=last.get((tap.phone, tap.pupil)),
            **body,
        )
        last[(tap.phone, tap.pupil)] = op["op_id"]
        ops.append((tap.phone, op))
    return ops


def deliver(farm: Farm, batches: Sequence[Sequence[tuple[int, Json]]]) -> None:
    """Send the batches, then send again what the server asked for again, until it holds all."""
    waiting = [list(batch) for batch in batches if batch]
    for _ in range(20):
        again: list[tuple[int, Json]] = []
        for batch in waiting:
            again += _unsettled(farm, batch)
        if not again:
            return
        waiting = [again]
    raise AssertionError("the server kept asking for the same operations")


def _unsettled(farm: Farm, batch: Sequence[tuple[int, Json]]) -> list[tuple[int, Json]]:
    left: list[tuple[int, Json]] = []
    for number, phone in enumerate((farm.phone, farm.other_phone)):
        ops = [op for who, op in batch if who == number]
        results = {r["op_id"]: r["status"] for r in phone.send(*ops)["results"]} if ops else {}
        left += [(number, op) for op in ops if results[op["op_id"]] == "retry"]
    return left


def what_is_kept(session: Session, day: date) -> tuple[list[Any], list[Any]]:
    """The log and the register of a day, without what only tells when it arrived."""
    log = session.execute(
        select(
            Mark.placement_id, Mark.seen, Mark.arrived, Mark.heard, Mark.captured_at, Mark.source
        )
        .join(Register, Register.id == Mark.register_id)
        .where(Register.day == day)
        .order_by(Mark.placement_id, Mark.captured_at)
    ).all()
    view = session.execute(
        select(
            CurrentMark.placement_id,
            CurrentMark.seen,
            CurrentMark.arrived,
            CurrentMark.heard,
            CurrentMark.is_conflict,
            CurrentMark.awaits_decision,
            CurrentMark.captured_at,
            CurrentMark.by_id,
        )
        .where(CurrentMark.day == day)
        .order_by(CurrentMark.placement_id)
    ).all()
    return [tuple(row) for row in log], [tuple(row) for row in view]


@given(made=taps, data=st.data())
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_permutation_duplication_and_split_gives_the_same_log_and_register(
    farm: Farm, session: Session, made: list[Tap], data: st.DataObject
) -> None:
    first_day = date(2026, 11, 24) - timedelta(days=2 * (next(DAYS) % 150))
    other_day = first_day - timedelta(days=1)
    deliver(farm, [operations(farm, made, first_day)])

    ops = operations(farm, made, other_day)
    twice = data.draw(st.lists(st.sampled_from(ops), max_size=4)) if ops else []
    mixed = data.draw(st.permutations([*ops, *twice]))
    cut = data.draw(st.integers(0, len(mixed)))
    deliver(farm, [mixed[:cut], mixed[cut:], ops])

    assert what_is_kept(session, first_day) == what_is_kept(session, other_day)
