"""What the server keeps of each operation, and what it says of one that it has had before."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.attendance.seen import Seen
from portal.models import CurrentMark, Mark, Op
from tests.build import Build
from tests.offline.conftest import Farm


@pytest.mark.parametrize(
    ("epoch", "status"),
    [("of before the restore", "conflict"), (None, "applied")],
)
def test_a_base_of_another_epoch_counts_as_nothing_seen(
    farm: Farm, build: Build, session: Session, epoch: str | None, status: str
) -> None:
    pupil = farm.pupils[0]
    build.mark(pupil, farm.lead, Seen.NOT_HERE, heard="nobody came")
    again = farm.phone.mark(pupil.id, "late", arrived="09:30", base_version=1) | {"epoch": epoch}

    result = farm.phone.result(again)

    assert result["status"] == status
    both = [Seen.NOT_HERE, Seen.LATE]
    assert list(session.scalars(select(Mark.seen).order_by(Mark.version))) == both
    assert session.scalars(select(CurrentMark.is_conflict)).one() is (status == "conflict")


def test_a_base_of_this_epoch_is_what_was_seen(farm: Farm, build: Build, session: Session) -> None:
    pupil = farm.pupils[0]
    build.mark(pupil, farm.lead, Seen.NOT_HERE)
    epoch = farm.phone.send()["server_epoch"]
    change = farm.phone.mark(pupil.id, "late", arrived="09:30", base_version=1)

    assert farm.phone.result(change | {"epoch": epoch})["status"] == "applied"


def test_a_restored_server_says_which_receipts_it_does_not_know(farm: Farm) -> None:
    kept = farm.phone.mark(farm.pupils[0].id)
    lost = farm.phone.mark(farm.pupils[1].id)
    farm.phone.send(kept)

    refused = farm.phone.mark(farm.pupils[0].id) | {"kind": "mark.paint"}
    finished = farm.phone.op("register.finish", "2026-11-24-am", {"unmarked": []})
    farm.phone.send(refused, finished)

    answer = farm.phone.send(
        receipts=[each["op_id"] for each in (kept, lost, refused, finished)],
    )

    assert answer["unknown"] == [lost["op_id"]]


def test_a_mark_that_was_taken_as_it_came_is_its_own_receipt(farm: Farm, session: Session) -> None:
    plain = farm.phone.mark(farm.pupils[0].id)
    farm.phone.send(plain)
    differing = farm.other_phone.mark(farm.pupils[0].id, seen="not_here")

    assert farm.other_phone.result(differing)["status"] == "conflict"
    assert list(session.scalars(select(Op.id))) == [UUID(differing["op_id"])]
    for phone, op, version in ((farm.phone, plain, 1), (farm.other_phone, differing, 2)):
        again = phone.result(op)
        assert (again["status"], again["version"]) == ("duplicate", version)


def test_the_number_of_a_mark_made_on_a_page_cannot_be_used_again(
    farm: Farm, build: Build, session: Session
) -> None:
    made = build.mark(farm.pupils[0], farm.staff)

    result = farm.phone.result(farm.phone.mark(farm.pupils[1].id) | {"op_id": str(made.id)})

    assert result["errors"][0]["message"].startswith("OP_ID_REUSED")
    assert session.scalars(select(Mark.id)).all() == [made.id]
