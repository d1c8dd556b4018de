"""Finishing, cancelling and opening a register again. Each event is kept; the register shows the last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import assert_never
from uuid import UUID

from sqlalchemy import Connection, Table, bindparam, insert, select, update
from sqlalchemy.orm import Session

from portal.domain.attendance.seen import Seen
from portal.domain.calendar.sessions import SessionKey
from portal.domain.errors import ConflictError
from portal.models import CurrentMark, Register, RegisterEvent, RegisterState
from portal.services.attendance.emails.not_received_emails import (
    tell_of_cancelled,
    tell_of_finished,
)
from portal.services.attendance.mark_store import ask_registers, with_made_registers
from portal.services.door import connection_of

_REGISTER: Table = Register.__table__  # type: ignore[assignment]


_ANY_MARK = select(CurrentMark.placement_id).where(
    CurrentMark.register_id == bindparam("register"), CurrentMark.seen != Seen.UNMARKED
)


@dataclass(frozen=True)
class NewEvent:
    id: UUID
    key: SessionKey
    state: RegisterState
    reason: str
    at: datetime
    by_id: int
    position: str
    unmarked_count: int = 0


def record_event(
    session: Session, provider_id: int, event: NewEvent, change_number: int, received_at: datetime
) -> None:
    """Add the event; the newest by its own time is what the register shows.

    Raises ConflictError where a session is to be cancelled in which somebody was marked: it was held.
    The caller has opened the door (services.door.open_door).
    """
    connection = connection_of(session)
    found = ask_registers(connection, provider_id, [event.key])()
    registers = with_made_registers(connection, provider_id, found, [event.key], received_at)
    register_id = registers[event.key].id
    if event.state is RegisterState.CANCELLED and _has_marks(connection, register_id):
        raise ConflictError(
            "There are marks in this session, so it cannot be cancelled. Mark the other pupils, or"
            " clear the marks first if they are wrong."
        )
    session.execute(
        insert(RegisterEvent).values(
            id=event.id,
            register_id=register_id,
            state=event.state,
            reason=event.reason,
            at=event.at,
            received_at=received_at,
            by_id=event.by_id,
            position=event.position,
            unmarked_count=event.unmarked_count,
            change_number=change_number,
        )
    )
    newest = session.execute(
        select(RegisterEvent.id, RegisterEvent.state, RegisterEvent.at)
        .where(RegisterEvent.register_id == register_id)
        .order_by(
            RegisterEvent.at.desc(), RegisterEvent.change_number.desc(), RegisterEvent.id.desc()
        )
        .limit(1)
    ).one()
    session.execute(
        update(_REGISTER)
        .where(_REGISTER.c.id == register_id)
        .values(
            state=newest.state,
            finished_at=newest.at if newest.state is RegisterState.FINISHED else None,
            change_number=change_number,
        )
    )
    if newest.id == event.id:
        _tell(session, provider_id, event, received_at)


def _has_marks(connection: Connection, register_id: int) -> bool:
    return connection.execute(_ANY_MARK.limit(1), {"register": register_id}).first() is not None


def _tell(session: Session, provider_id: int, event: NewEvent, at: datetime) -> None:
    """Those who decide hear at once of pupils without a mark, and of a session that is not held."""
    match event.state:
        case RegisterState.FINISHED:
            tell_of_finished(session, provider_id, event.key, at)
        case RegisterState.CANCELLED:
            tell_of_cancelled(session, provider_id, event.key, event.id, event.reason, at)
        case RegisterState.OPEN:
            pass
        case _:
            assert_never(event.state)
