"""A mark of a phone that amends a finished register: stored, and asked why (SI 2024/208, reg. 6)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.attendance.seen import Seen
from portal.models import Attention, CurrentMark, Mark
from tests.build import Build
from tests.conftest import NOW
from tests.offline.conftest import Farm

BEFORE, AFTER = NOW - timedelta(minutes=3), NOW + timedelta(minutes=1)


@pytest.fixture
def finished(farm: Farm, build: Build) -> Farm:
    """Amelia is here, Callum was left unmarked, and the lead has finished the register."""
    build.mark(farm.pupils[0], farm.staff, Seen.HERE)
    build.finish(farm.provider, farm.lead)
    return farm


def stands(session: Session) -> tuple[Seen, Attention, bool]:
    mark = session.scalars(
        select(CurrentMark).order_by(CurrentMark.change_number.desc()).limit(1)
    ).one()
    return mark.seen, mark.attention, mark.is_conflict


def test_a_change_without_a_reason_is_kept_and_waits(finished: Farm, session: Session) -> None:
    change = finished.phone.mark(
        finished.pupils[0].id, "late", arrived="09:40", base_version=1, at=AFTER
    )

    result = finished.phone.result(change)

    assert result["status"] == "late"
    assert "already finished. Say why" in result["errors"][0]["message"]
    assert stands(session) == (Seen.HERE, Attention.AFTER_FINISH, False)
    assert session.scalars(select(Mark.seen).where(Mark.awaits_reason)).all() == [Seen.LATE]

    said = finished.phone.mark(
        finished.pupils[0].id, "late", arrived="09:40", base_version=2, at=AFTER, reason="taxi"
    )
    assert finished.phone.result(said)["status"] == "applied"
    assert stands(session) == (Seen.LATE, Attention.NONE, False)


@pytest.mark.parametrize(
    ("seen", "base_version", "at", "heard", "status"),
    [
        ("not_here", 1, BEFORE, "", "applied"),  # made before somebody else finished
        ("not_here", 0, AFTER, "", "conflict"),  # had not seen the entry: both stand
        ("here", 1, AFTER, "mum rang", "applied"),  # words change no entry
        ("unmarked", 1, AFTER, "", "late"),  # an entry taken out is amended too
    ],
)
def test_what_is_an_amendment(
    finished: Farm, seen: str, base_version: int, at: object, heard: str, status: str
) -> None:
    op = finished.phone.mark(
        finished.pupils[0].id,
        seen,
        base_version=base_version,
        at=at,  # type: ignore[arg-type]
        heard=heard,
    )

    assert finished.phone.result(op)["status"] == status


def test_the_first_entry_of_a_pupil_who_was_left_out_needs_no_reason(finished: Farm) -> None:
    op = finished.phone.mark(finished.pupils[1].id, "here", at=AFTER)

    assert finished.phone.result(op)["status"] == "applied"


def test_opening_the_register_again_is_no_way_round(finished: Farm) -> None:
    phone = finished.phone
    phone.send(phone.op("register.reopen", "2026-11-24-am", {}, at=AFTER))

    change = phone.mark(finished.pupils[0].id, "not_here", base_version=1, at=AFTER)

    assert phone.result(change)["status"] == "late"


def test_a_mark_after_the_finish_in_one_batch_meets_it(farm: Farm) -> None:
    phone, pupil = farm.phone, farm.pupils[0].id
    moments = [NOW + timedelta(seconds=each) for each in range(3)]
    ops = [
        phone.mark(pupil, "here", at=moments[0]),
        phone.op("register.finish", "2026-11-24-am", {"unmarked": []}, at=moments[1]),
        phone.mark(pupil, "not_here", at=moments[2]),
    ]

    results = {each["op_id"]: each["status"] for each in phone.send(*ops)["results"]}

    assert [results[op["op_id"]] for op in ops] == ["applied", "applied", "late"]
