"""Rows of registers, marks and current marks: read and written with as few questions as can be.

The statements are made once, because a phone's ten marks should cost little more than ten rows.
What is written is written behind the provider's door. What was read stays true for as long as nobody
else opens it, which the provider's change number tells.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    ScalarSelect,
    Table,
    bindparam,
    func,
    insert,
    select,
    tuple_,
    update,
)
from sqlalchemy.orm import InstrumentedAttribute

from portal.database.prepared import Later, Prepared, PreparedChange
from portal.database.rows import columns_for, values_of
from portal.domain.attendance.awaiting import DecisionState
from portal.domain.attendance.mark_log import MarkValue
from portal.domain.calendar.sessions import Half, SessionKey
from portal.models import (
    Attention,
    CurrentMark,
    Decision,
    Mark,
    Register,
    RegisterEvent,
    RegisterState,
)

MarkKey = tuple[int, UUID]  # register, placement

_MARK: Table = Mark.__table__  # type: ignore[assignment]
_CURRENT: Table = CurrentMark.__table__  # type: ignore[assignment]
_REGISTER: Table = Register.__table__  # type: ignore[assignment]
_DECISION: Table = Decision.__table__  # type: ignore[assignment]


class RegisterRow(NamedTuple):
    """A register by its session, and when it was first finished, opened again since or not."""

    id: int
    day: date
    half: Half
    first_finished_at: datetime | None


class MadeRegister(NamedTuple):
    """The number of a register that was just made."""

    id: int


class LogRow(NamedTuple):
    """A row of the log of marks, as it is read and written."""

    id: UUID
    register_id: int
    placement_id: UUID
    version: int
    base_version: int
    source: str
    seq: int
    value: MarkValue
    reason: str
    captured_at: datetime
    received_at: datetime
    by_id: int
    position: str
    awaits_reason: bool
    clock_is_doubtful: bool
    sha256: str | None


class CurrentRow(NamedTuple):
    """What stands for one pupil in one session, as it is read and written."""

    register_id: int
    placement_id: UUID
    provider_id: int
    day: date
    half: Half
    version: int
    value: MarkValue
    is_conflict: bool
    code: str
    awaits_decision: bool
    attention: Attention
    exported_at: datetime | None
    captured_at: datetime
    by_id: int
    change_number: int


class DecisionRow(NamedTuple):
    """What was decided on a pupil's session, and on which version of the mark."""

    placement_id: UUID
    day: date
    half: Half
    code: str
    mark_version: int


def first_finished(
    register_id: ColumnElement[int] | InstrumentedAttribute[int],
) -> ScalarSelect[datetime]:
    """When a register was first finished, whether it was opened again since or not."""
    return (
        select(func.min(RegisterEvent.at))
        .where(
            RegisterEvent.register_id == register_id,
            RegisterEvent.state == RegisterState.FINISHED,
        )
        .scalar_subquery()
    )


_FIRST_FINISHED = first_finished(_REGISTER.c.id).label("first_finished_at")
_FIND_REGISTERS = Prepared(
    RegisterRow,
    select(*columns_for(RegisterRow, _REGISTER, _FIRST_FINISHED)).where(
        _REGISTER.c.provider_id == bindparam("provider"),
        tuple_(_REGISTER.c.day, _REGISTER.c.half).in_(bindparam("keys", expanding=True)),
    ),
)
_MAKE_REGISTER = Prepared(MadeRegister, insert(_REGISTER).returning(_REGISTER.c.id))
_READ_LOGS = Prepared(
    LogRow,
    select(*columns_for(LogRow, _MARK))
    .where(
        tuple_(_MARK.c.register_id, _MARK.c.placement_id).in_(
            bindparam("mark_keys", expanding=True)
        )
    )
    .order_by(_MARK.c.version),
)
_READ_CURRENT = Prepared(
    CurrentRow,
    select(*columns_for(CurrentRow, _CURRENT)).where(
        tuple_(_CURRENT.c.register_id, _CURRENT.c.placement_id).in_(
            bindparam("mark_keys", expanding=True)
        )
    ),
)
_READ_DECISIONS = Prepared(
    DecisionRow,
    select(*columns_for(DecisionRow, _DECISION))
    .where(
        _DECISION.c.placement_id.in_(bindparam("placements", expanding=True)),
        tuple_(_DECISION.c.day, _DECISION.c.half).in_(bindparam("keys", expanding=True)),
    )
    .order_by(_DECISION.c.id),
)
_ADD_MARKS = PreparedChange(insert(_MARK))
_ADD_CURRENT = PreparedChange(insert(_CURRENT))
_NOT_CHANGED = ("register_id", "placement_id", "exported_at")
_CHANGE_CURRENT = PreparedChange(
    update(_CURRENT)
    .where(
        _CURRENT.c.register_id == bindparam("its_register"),
        _CURRENT.c.placement_id == bindparam("its_placement"),
    )
    .values(
        {
            column: bindparam(column.key)
            for column in columns_for(CurrentRow, _CURRENT)
            if column.key not in _NOT_CHANGED
        }
    )
)


def ask_registers(
    connection: Connection, provider_id: int, keys: Iterable[SessionKey]
) -> Later[dict[SessionKey, RegisterRow]]:
    """The registers that there are of these sessions."""
    wanted = [(key.day, key.half) for key in sorted(set(keys))]
    if not wanted:
        return dict
    rows = _FIND_REGISTERS.ask(connection, provider=provider_id, keys=wanted)
    return lambda: {SessionKey(row.day, row.half): row for row in rows()}


def with_made_registers(
    connection: Connection,
    provider_id: int,
    found: Mapping[SessionKey, RegisterRow],
    keys: Iterable[SessionKey],
    at: datetime,
) -> dict[SessionKey, RegisterRow]:
    """The registers of these sessions; those not among the found ones are made."""
    made = {
        key: _make_register(connection, provider_id, key, at)
        for key in sorted(set(keys) - found.keys())
    }
    return {**found, **made}


def _make_register(
    connection: Connection, provider_id: int, key: SessionKey, at: datetime
) -> RegisterRow:
    made = _MAKE_REGISTER.one(
        connection,
        provider_id=provider_id,
        day=key.day,
        half=key.half,
        state=RegisterState.OPEN,
        opened_at=at,
        change_number=0,
    )
    return RegisterRow(made.id, key.day, key.half, None)


def ask_logs(connection: Connection, mark_keys: Sequence[MarkKey]) -> Later[list[LogRow]]:
    """The marks of these pupils and sessions, oldest version first."""
    return _READ_LOGS.ask(connection, mark_keys=mark_keys) if mark_keys else list


def ask_current(
    connection: Connection, mark_keys: Sequence[MarkKey]
) -> Later[dict[MarkKey, CurrentRow]]:
    """What stands for these pupils and sessions."""
    if not mark_keys:
        return dict
    rows = _READ_CURRENT.ask(connection, mark_keys=mark_keys)
    return lambda: {(row.register_id, row.placement_id): row for row in rows()}


def ask_decisions(
    connection: Connection, wanted: Collection[tuple[UUID, SessionKey]]
) -> Later[dict[tuple[UUID, SessionKey], DecisionState]]:
    """The decision that counts for each pupil's session; an undone one counts as none.

    Those of the same pupils in the other sessions come with them: a batch is of few sessions.
    """
    if not wanted:
        return dict
    placements = list({placement for placement, _ in wanted})
    keys = [(key.day, key.half) for key in sorted({key for _, key in wanted})]
    rows = _READ_DECISIONS.ask(connection, placements=placements, keys=keys)
    return lambda: {
        (row.placement_id, SessionKey(row.day, row.half)): DecisionState(row.code, row.mark_version)
        for row in rows()
    }


def add_marks(connection: Connection, rows: Iterable[LogRow]) -> None:
    _ADD_MARKS.run(connection, *map(values_of, rows))


def add_current(connection: Connection, rows: Iterable[CurrentRow]) -> None:
    _ADD_CURRENT.run(connection, *map(values_of, rows))


def change_current(connection: Connection, rows: Iterable[CurrentRow]) -> None:
    """Write what stands now over what stood; when it was exported stays as it is."""
    changed = []
    for row in rows:
        values = values_of(row)
        for name in _NOT_CHANGED:
            del values[name]
        changed.append(
            values | {"its_register": row.register_id, "its_placement": row.placement_id}
        )
    _CHANGE_CURRENT.run(connection, *changed)
