"""Rows of registers, marks and current marks: read and written with as few questions as can be.

The statements are made once, because a phone's ten marks should cost little more than ten rows.
What is written is written behind the provider's door. What was read stays true for as long as nobody
else opens it, which the provider's change number tells.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, bindparam, insert, select, tuple_, update

from portal.database.prepared import AnyRow, Later, Prepared
from portal.domain.attendance.awaiting import DecisionState
from portal.domain.calendar.sessions import SessionKey
from portal.models import CurrentMark, Decision, Mark, Register, RegisterState

MarkKey = tuple[int, UUID]  # register, placement

_MARK: Table = Mark.__table__  # type: ignore[assignment]
_CURRENT: Table = CurrentMark.__table__  # type: ignore[assignment]
_REGISTER: Table = Register.__table__  # type: ignore[assignment]
_DECISION: Table = Decision.__table__  # type: ignore[assignment]

_FIND_REGISTERS = Prepared(
    select(_REGISTER.c.id, _REGISTER.c.day, _REGISTER.c.half).where(
        _REGISTER.c.provider_id == bindparam("provider"),
        tuple_(_REGISTER.c.day, _REGISTER.c.half).in_(bindparam("keys", expanding=True)),
    )
)
_MAKE_REGISTER = Prepared(insert(_REGISTER).returning(_REGISTER.c.id))
_READ_LOGS = Prepared(
    select(_MARK)
    .where(
        tuple_(_MARK.c.register_id, _MARK.c.placement_id).in_(
            bindparam("mark_keys", expanding=True)
        )
    )
    .order_by(_MARK.c.version)
)
_READ_CURRENT = Prepared(
    select(_CURRENT).where(
        tuple_(_CURRENT.c.register_id, _CURRENT.c.placement_id).in_(
            bindparam("mark_keys", expanding=True)
        )
    )
)
_READ_DECISIONS = Prepared(
    select(
        _DECISION.c.placement_id,
        _DECISION.c.day,
        _DECISION.c.half,
        _DECISION.c.code,
        _DECISION.c.mark_version,
    )
    .where(
        _DECISION.c.placement_id.in_(bindparam("placements", expanding=True)),
        tuple_(_DECISION.c.day, _DECISION.c.half).in_(bindparam("keys", expanding=True)),
    )
    .order_by(_DECISION.c.id)
)
_ADD_MARKS = Prepared(insert(_MARK))
_ADD_CURRENT = Prepared(insert(_CURRENT))
_CHANGED = [
    c.name for c in _CURRENT.c if c.name not in ("register_id", "placement_id", "exported_at")
]
_CHANGE_CURRENT = Prepared(
    update(_CURRENT)
    .where(
        _CURRENT.c.register_id == bindparam("its_register"),
        _CURRENT.c.placement_id == bindparam("its_placement"),
    )
    .values({name: bindparam(name) for name in _CHANGED})
)


def ask_registers(
    connection: Connection, provider_id: int, keys: Iterable[SessionKey]
) -> Later[dict[SessionKey, int]]:
    """The numbers of the registers that there are of these sessions."""
    wanted = [(key.day, key.half) for key in sorted(set(keys))]
    if not wanted:
        return dict
    rows = _FIND_REGISTERS.ask(connection, provider=provider_id, keys=wanted)
    return lambda: {SessionKey(row.day, row.half): row.id for row in rows()}


def with_made_registers(
    connection: Connection,
    provider_id: int,
    found: Mapping[SessionKey, int],
    keys: Iterable[SessionKey],
    at: datetime,
) -> dict[SessionKey, int]:
    """The numbers of the registers of these sessions; those not among the found ones are made."""
    made = {
        key: _make_register(connection, provider_id, key, at)
        for key in sorted(set(keys) - found.keys())
    }
    return {**found, **made}


def _make_register(connection: Connection, provider_id: int, key: SessionKey, at: datetime) -> int:
    row = _MAKE_REGISTER.one(
        connection,
        provider_id=provider_id,
        day=key.day,
        half=key.half,
        state=RegisterState.OPEN,
        opened_at=at,
        change_number=0,
    )
    return int(row.id)


def ask_logs(connection: Connection, mark_keys: Sequence[MarkKey]) -> Later[list[AnyRow]]:
    """The marks of these pupils and sessions, oldest version first."""
    return _READ_LOGS.ask(connection, mark_keys=mark_keys) if mark_keys else list


def ask_current(
    connection: Connection, mark_keys: Sequence[MarkKey]
) -> Later[dict[MarkKey, AnyRow]]:
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


def add_marks(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    _ADD_MARKS.run(connection, *rows)


def add_current(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    _ADD_CURRENT.run(connection, *rows)


def change_current(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Write what stands now over what stood; when it was exported stays as it is."""
    changed = (
        {name: row[name] for name in _CHANGED}
        | {"its_register": row["register_id"], "its_placement": row["placement_id"]}
        for row in rows
    )
    _CHANGE_CURRENT.run(connection, *changed)
