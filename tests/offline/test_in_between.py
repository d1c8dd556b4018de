"""A batch is prepared before its turn to write: what others do in between must count all the same."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.actor import actor_of
from portal.database.db import begin_writing
from portal.domain.attendance.seen import Seen
from portal.features.placements import export
from portal.models import Attention, CurrentMark, Mark, Role
from portal.offline.sync import apply
from tests.build import THIS_MORNING, Build
from tests.conftest import NOW
from tests.offline.conftest import Farm

Act = Callable[[Session], object]


@pytest.fixture
def in_between(monkeypatch: pytest.MonkeyPatch) -> Callable[[Act], None]:
    """Have somebody do something once, after the next batch is prepared and before its turn."""

    def once(act: Act) -> None:
        waiting = [act]

        def act_and_begin(session: Session) -> None:
            while waiting:
                waiting.pop()(session)
            begin_writing(session)

        monkeypatch.setattr(apply, "begin_writing", act_and_begin)

    return once


def test_a_mark_that_differs_is_seen(
    farm: Farm, session: Session, in_between: Callable[[Act], None]
) -> None:
    amelia = farm.pupils[0]
    in_between(lambda other: Build(other, NOW).mark(amelia, farm.lead, Seen.NOT_HERE))

    result = farm.phone.result(farm.phone.mark(amelia.id))

    assert (result["status"], result["version"]) == ("conflict", 2)
    assert session.scalars(select(CurrentMark.is_conflict)).one()


def test_the_same_operation_is_not_carried_out_twice(
    farm: Farm, session: Session, in_between: Callable[[Act], None]
) -> None:
    op = farm.phone.mark(farm.pupils[0].id)
    in_between(lambda _: farm.phone.send(op))

    assert farm.phone.result(op)["status"] == "duplicate"
    assert len(session.scalars(select(Mark.id)).all()) == 1


def test_a_mark_is_held_where_the_office_has_just_taken_the_session(
    farm: Farm, build: Build, session: Session, in_between: Callable[[Act], None]
) -> None:
    amelia = farm.pupils[0]
    build.mark(amelia, farm.staff, Seen.HERE)
    office = actor_of(build.member(farm.school, Role.ATTENDANCE_OFFICER))
    day = THIS_MORNING.day
    taken = []

    def take(other: Session) -> None:
        taken.extend(export.hand_over(other, office, day, day, NOW))
        other.commit()

    in_between(take)

    result = farm.phone.result(farm.phone.mark(amelia.id, "not_here", base_version=1))

    assert [row.observed for row in taken if row.observed != "no mark"] == ["here"]
    assert result["status"] == "late"
    current = session.scalars(select(CurrentMark)).one()
    assert (current.seen, current.attention) == (Seen.HERE, Attention.AFTER_EXPORT)


def test_a_register_that_somebody_has_just_begun_is_the_same_register(
    farm: Farm, session: Session, in_between: Callable[[Act], None]
) -> None:
    in_between(lambda other: Build(other, NOW).mark(farm.pupils[1], farm.lead))

    farm.phone.send(*(farm.phone.mark(pupil.id) for pupil in farm.pupils))

    assert len(set(session.scalars(select(Mark.register_id)))) == 1
    assert len(session.scalars(select(Mark.id)).all()) == 4
