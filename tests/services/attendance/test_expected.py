"""Whom a provider expects, where a weekly session and its placement end on different days."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import true
from sqlalchemy.orm import Session

from portal.domain.calendar.sessions import SessionKey
from portal.services.attendance.expected import expected_in, slots_between
from portal.services.attendance.not_received import without_mark
from tests.build import THIS_MORNING, TUESDAY, Build
from tests.services.attendance.conftest import Pair

WEEK = timedelta(days=7)


def expected_on(session: Session, day: date) -> list[UUID]:
    key = SessionKey(day, THIS_MORNING.half)
    return expected_in(slots_between(session, TUESDAY, TUESDAY + 4 * WEEK, true()), key)


@pytest.mark.parametrize(
    ("slot_ends", "placement_ends", "last_week"),
    [(1, 2, 1), (2, 1, 1), (1, None, 1), (None, 2, 2), (None, None, 4)],
)
def test_a_pupil_is_expected_until_the_earlier_of_two_ends(
    build: Build,
    session: Session,
    pair: Pair,
    slot_ends: int | None,
    placement_ends: int | None,
    last_week: int,
) -> None:
    for slot in pair.placement.slots:
        slot.valid_to = None if slot_ends is None else TUESDAY + slot_ends * WEEK
    pair.placement.ends_on = None if placement_ends is None else TUESDAY + placement_ends * WEEK
    session.commit()

    weeks = [week for week in range(5) if expected_on(session, TUESDAY + week * WEEK)]

    assert weeks == list(range(last_week + 1))


def test_of_no_session_nobody_is_without_a_mark(session: Session, pair: Pair) -> None:
    assert without_mark(session, true(), []) == []
