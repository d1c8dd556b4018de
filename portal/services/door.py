"""The door of one provider (a row lock): one writer at a time changes its registers and its forms.

Each change updates the provider's row first. Its change number counts up and stays with what was
changed, so that a phone can ask for what is newer than what it has.
"""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, Table, bindparam, update
from sqlalchemy.orm import Session

from portal.database.prepared import Prepared
from portal.models import LongForm, Provider

_PROVIDER: Table = Provider.__table__  # type: ignore[assignment]


class DoorNumber(NamedTuple):
    """The provider's change number once its door is open."""

    change_number: int


_OPEN_DOOR = Prepared(
    DoorNumber,
    update(_PROVIDER)
    .where(_PROVIDER.c.id == bindparam("provider"))
    .values(change_number=_PROVIDER.c.change_number + 1)
    .returning(_PROVIDER.c.change_number),
)


def connection_of(session: Session) -> Connection:
    """The session's connection, with what the session held back written first."""
    session.flush()
    return session.connection()


def open_door(session: Session, provider_id: int) -> int:
    """Let this transaction be the only one that changes the provider's registers; the change number."""
    connection = connection_of(session)
    return _OPEN_DOOR.one(connection, provider=provider_id).change_number


def note_change(session: Session, provider_id: int) -> None:
    """Have phones hear of the provider's forms again: what may be answered or is held has changed.

    The caller has begun to write.
    """
    number = open_door(session, provider_id)
    session.execute(
        update(LongForm).where(LongForm.provider_id == provider_id).values(change_number=number)
    )
