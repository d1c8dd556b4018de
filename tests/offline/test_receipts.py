"""What the server keeps of each operation, and what it says of one that it has had before."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import Mark, Op
from tests.build import Build
from tests.offline.conftest import Farm


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
