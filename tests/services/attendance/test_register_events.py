"""A session in which somebody was marked was held: it is not cancelled afterwards."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain.attendance.seen import Seen
from portal.domain.errors import ConflictError
from portal.models import Message, Register, RegisterEvent, RegisterState
from portal.services.attendance.emails.not_received_emails import is_still_true
from portal.services.attendance.register_events import NewEvent, record_event
from portal.services.door import open_door
from tests.build import THIS_MORNING, Build
from tests.conftest import NOW
from tests.services.attendance.conftest import Pair


def event_of(session: Session, pair: Pair, state: RegisterState, reason: str = "") -> None:
    provider_id = pair.placement.provider_id
    staff = pair.staff
    event = NewEvent(uuid4(), THIS_MORNING, state, reason, NOW, staff.user_id, staff.position)
    record_event(session, provider_id, event, open_door(session, provider_id), NOW)


def test_a_session_with_a_mark_cannot_be_cancelled(
    build: Build, session: Session, pair: Pair
) -> None:
    build.mark(pair.placement, pair.staff, Seen.NOT_HERE)

    with pytest.raises(ConflictError, match="There are marks in this session"):
        event_of(session, pair, RegisterState.CANCELLED, "Snow")

    assert session.scalars(select(Register.state)).one() is RegisterState.OPEN
    assert session.scalar(select(func.count()).select_from(RegisterEvent)) == 0


def test_a_session_whose_marks_were_cleared_can_be_cancelled(
    build: Build, session: Session, pair: Pair
) -> None:
    build.mark(pair.placement, pair.staff, Seen.HERE)
    build.mark(pair.placement, pair.staff, Seen.UNMARKED, base_version=1)

    event_of(session, pair, RegisterState.CANCELLED, "Snow")

    assert session.scalars(select(Register.state)).one() is RegisterState.CANCELLED


def test_to_open_a_register_again_tells_nobody(session: Session, pair: Pair) -> None:
    event_of(session, pair, RegisterState.FINISHED)
    before = session.scalar(select(func.count()).select_from(Message))

    event_of(session, pair, RegisterState.OPEN)

    assert before == 1
    assert session.scalar(select(func.count()).select_from(Message)) == before
    assert session.scalars(select(Register.state)).one() is RegisterState.OPEN


def test_an_email_about_a_session_that_is_cancelled_since_is_no_longer_true(
    session: Session, pair: Pair
) -> None:
    event_of(session, pair, RegisterState.FINISHED)
    [message] = session.scalars(select(Message)).all()
    assert is_still_true(session, message)

    event_of(session, pair, RegisterState.CANCELLED, "Snow")

    assert not is_still_true(session, message)
