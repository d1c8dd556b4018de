"""A decision that will not do is refused at the last door too, whatever page or file it came by."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain.attendance.seen import Seen
from portal.domain.errors import ConflictError, InvalidError
from portal.models import Decision
from portal.services.attendance.decisions import (
    TAKEN_BACK,
    NewDecision,
    decide,
    last_decisions_of,
)
from tests.build import THIS_MORNING, Build
from tests.conftest import NOW
from tests.services.attendance.conftest import Pair


def choose(session: Session, pair: Pair, code: str, version: int, **more: Any) -> Decision:
    new = NewDecision(pair.placement, THIS_MORNING, code, mark_version=version, **more)
    return decide(session, new, pair.office, NOW)


def test_two_different_marks_come_before_any_code(
    build: Build, session: Session, pair: Pair
) -> None:
    build.mark(pair.placement, pair.staff, Seen.HERE, base_version=0, source="phone a")
    build.mark(pair.placement, pair.staff, Seen.NOT_HERE, base_version=0, source="phone b")

    with pytest.raises(ConflictError, match="choose one of them first"):
        choose(session, pair, "I", 2)
    assert session.scalar(select(func.count()).select_from(Decision)) == 0


@pytest.mark.parametrize("code", ["/", "ZZ", "B"])
def test_a_code_that_is_not_for_an_absence_is_refused(
    build: Build, session: Session, pair: Pair, code: str
) -> None:
    build.mark(pair.placement, pair.staff, Seen.NOT_HERE)

    with pytest.raises(InvalidError) as caught:
        choose(session, pair, code, 1, words="Off site")

    assert [error.field for error in caught.value.errors] == ["code"]


@pytest.mark.parametrize("code", ["M", TAKEN_BACK])
def test_a_final_code_changes_only_with_a_reason(
    build: Build, session: Session, pair: Pair, code: str
) -> None:
    build.mark(pair.placement, pair.staff, Seen.NOT_HERE)
    first = choose(session, pair, "I", 1)

    with pytest.raises(InvalidError) as caught:
        choose(session, pair, code, 1, last_id=first.id)

    assert [error.field for error in caught.value.errors] == ["reason"]
    second = choose(session, pair, code, 1, last_id=first.id, reason="The school office rang")
    assert second.replaces_id == first.id


def test_a_code_that_is_not_yet_known_gives_way_without_a_reason(
    build: Build, session: Session, pair: Pair
) -> None:
    build.mark(pair.placement, pair.staff, Seen.NOT_HERE)
    first = choose(session, pair, "N", 1)

    assert choose(session, pair, "I", 1, last_id=first.id).replaces_id == first.id


def test_of_no_session_there_is_no_decision(session: Session) -> None:
    assert last_decisions_of(session, []) == {}
