"""Adds what was seen to the log, and keeps the current marks, in one transaction.

Everything of one provider goes through one door: the provider's row is updated first, which lets
one writer in at a time, so versions never collide and an answer is never worked out on old data.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from portal.database.prepared import Later, together
from portal.domain.attendance.amending import WaitsFor, is_after, what_it_waits_for
from portal.domain.attendance.awaiting import DecisionState, awaits_decision
from portal.domain.attendance.mark_log import (
    LoggedMark,
    MarkValue,
    effective_marks,
    is_conflict,
    merged_values,
)
from portal.domain.attendance.seen import Seen
from portal.domain.calendar.sessions import SessionKey
from portal.models import Attention
from portal.services.attendance.emails.absence_emails import (
    Absence,
    Correction,
    put_right,
    tell_of_absences,
)
from portal.services.attendance.mark_logs import PupilLog, change_of, logs_of
from portal.services.attendance.mark_store import (
    CurrentRow,
    LogRow,
    MarkKey,
    RegisterRow,
    add_current,
    add_marks,
    ask_current,
    ask_decisions,
    ask_logs,
    ask_registers,
    change_current,
    with_made_registers,
)
from portal.services.door import connection_of

__all__ = ["MarkOutcome", "MarkStatus", "NewMark", "record_marks"]


class MarkStatus(StrEnum):
    APPLIED = "applied"
    CONFLICT = "conflict"
    LATE = "late"


@dataclass(frozen=True)
class NewMark:
    """One mark as it comes in. A `base_version` of None says: based on what stands now.

    Where two marks differ, only the mark of somebody who may settle replaces them both.
    """

    id: UUID
    key: SessionKey
    placement_id: UUID
    value: MarkValue
    base_version: int | None
    source: str
    seq: int
    captured_at: datetime
    by_id: int
    position: str
    reason: str = ""
    clock_is_doubtful: bool = False
    is_on_roster: bool = True
    may_settle: bool = True
    sha256: str | None = None
    """The hash of the operation that brought it, where a phone did."""


@dataclass(frozen=True)
class MarkOutcome:
    id: UUID
    status: MarkStatus
    version: int
    waits_for: WaitsFor = WaitsFor.NOTHING


@dataclass(frozen=True)
class Before:
    """What there is of some pupils' sessions before marks are added: used once, then read again."""

    registers: Mapping[SessionKey, RegisterRow]
    logs: Mapping[MarkKey, PupilLog]
    current: Mapping[MarkKey, CurrentRow]
    decisions: Mapping[tuple[UUID, SessionKey], DecisionState]

    def newest_version(self, placement_id: UUID, key: SessionKey) -> int:
        """The number of the newest mark of a pupil in a session; 0 where there is none."""
        register = self.registers.get(key)
        log = self.logs.get((register.id, placement_id)) if register is not None else None
        return log.version if log else 0


def ask_before(
    connection: Connection, provider_id: int, wanted: Collection[tuple[UUID, SessionKey]]
) -> Later[Before]:
    """All that adding marks of these placements in these sessions needs to know.

    It holds for as long as nobody else opens the provider's door.
    """
    registers = ask_registers(connection, provider_id, [key for _, key in wanted])
    decisions = ask_decisions(connection, wanted)

    def read() -> Before:
        found = registers()
        mark_keys = [(found[key].id, placement) for placement, key in wanted if key in found]
        if not mark_keys:
            return Before(found, {}, {}, decisions())
        with together(connection):
            logs, current = ask_logs(connection, mark_keys), ask_current(connection, mark_keys)
        return Before(found, logs_of(logs()), current(), decisions())

    return read


def record_marks(
    session: Session,
    provider_id: int,
    marks: Sequence[NewMark],
    change_number: int,
    at: datetime,
    before: Before | None = None,
) -> list[MarkOutcome]:
    """Add marks to the log in the order given; the caller has opened the door.

    Every mark is stored. One that differs from a mark its maker had not seen makes a conflict: both
    stand. One that amends an entry (domain/attendance/amending.py) waits until a reason is given.
    `before` may come from a caller who has read it already, and knows that it still holds.
    """
    if not marks:
        return []
    connection = connection_of(session)
    if before is None:
        wanted = {(mark.placement_id, mark.key) for mark in marks}
        before = ask_before(connection, provider_id, wanted)()
    registers = with_made_registers(
        connection, provider_id, before.registers, [mark.key for mark in marks], at
    )
    last = {(registers[mark.key].id, mark.placement_id): mark for mark in marks}
    logs = {mark_key: before.logs.get(mark_key) or PupilLog() for mark_key in last}
    outcomes: list[MarkOutcome] = []
    rows: list[LogRow] = []
    for mark in marks:
        register = registers[mark.key]
        log = logs[register.id, mark.placement_id]
        old = before.current.get((register.id, mark.placement_id))
        outcome, row = _add(log, old, mark, register, at)
        outcomes.append(outcome)
        rows.append(row)
    with together(connection):
        add_marks(connection, rows)
        told = _keep_current(connection, provider_id, last, logs, before, change_number)
    tell_of_absences(session, provider_id, told.absences, at)
    put_right(session, told.corrections, at)
    return outcomes


def _add(
    log: PupilLog, old: CurrentRow | None, mark: NewMark, register: RegisterRow, at: datetime
) -> tuple[MarkOutcome, LogRow]:
    version = log.version + 1
    base = log.version if mark.base_version is None else min(mark.base_version, log.version)
    if not mark.may_settle and is_conflict(log.counted()):
        base = 0
    logged = LoggedMark(mark.id, version, base, mark.source, mark.seq, mark.value, mark.captured_at)
    ended_at = register.first_finished_at
    waits_for = what_it_waits_for(
        change_of(log, logged, mark.reason),
        is_finished=is_after(mark.captured_at, at, mark.clock_is_doubtful, ended_at),
        is_sent=old is not None and old.exported_at is not None,
    )
    log.marks.append(logged)
    log.by[mark.id] = mark.by_id
    if waits_for:
        log.awaiting_reason[mark.id] = waits_for
    effective = effective_marks(log.counted())
    if waits_for or not mark.is_on_roster:
        status = MarkStatus.LATE
    elif len(effective) > 1 and any(each.value.facts == mark.value.facts for each in effective):
        status = MarkStatus.CONFLICT
    else:
        status = MarkStatus.APPLIED
    outcome = MarkOutcome(mark.id, status, version, waits_for)
    mark_key = (register.id, mark.placement_id)
    return outcome, _log_row(logged, mark, mark_key, bool(waits_for), at)


def _log_row(
    logged: LoggedMark, mark: NewMark, mark_key: MarkKey, awaiting_reason: bool, at: datetime
) -> LogRow:
    return LogRow(
        id=mark.id,
        register_id=mark_key[0],
        placement_id=mark_key[1],
        version=logged.version,
        base_version=logged.base_version,
        source=mark.source,
        seq=mark.seq,
        value=mark.value,
        reason=mark.reason,
        captured_at=mark.captured_at,
        received_at=at,
        by_id=mark.by_id,
        position=mark.position,
        awaits_reason=awaiting_reason,
        clock_is_doubtful=mark.clock_is_doubtful,
        sha256=mark.sha256,
    )


def _keep_current(
    connection: Connection,
    provider_id: int,
    last: dict[MarkKey, NewMark],
    logs: dict[MarkKey, PupilLog],
    before: Before,
    change_number: int,
) -> _ToTell:
    """Write what stands now, and find what those who decide must hear."""
    new_rows: list[CurrentRow] = []
    changed_rows: list[CurrentRow] = []
    told = _ToTell()
    for mark_key, mark in last.items():
        old = before.current.get(mark_key)
        decision = before.decisions.get((mark.placement_id, mark.key), DecisionState())
        log = logs[mark_key]
        row = _current_row(mark_key, mark, log, old, decision, provider_id, change_number)
        (changed_rows if old is not None else new_rows).append(row)
        told.note(old, row, mark.key)
    add_current(connection, new_rows)
    change_current(connection, changed_rows)
    return told


@dataclass
class _ToTell:
    """What those who decide must hear of a batch of marks."""

    absences: list[Absence] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)

    def note(self, old: CurrentRow | None, row: CurrentRow, key: SessionKey) -> None:
        """Add what has changed: only a pupil who is away now and was not, or the other way round."""
        was = (old.value.seen, old.is_conflict) if old is not None else (Seen.UNMARKED, False)
        is_now = (row.value.seen, row.is_conflict)
        if is_now == was:
            return
        placement_id, version = row.placement_id, row.version
        if _is_away(*is_now):
            self.absences.append(Absence(placement_id, key, version, row.is_conflict))
        elif _is_away(*was):
            self.corrections.append(Correction(placement_id, key, version, row.value.seen))


def _is_away(seen: Seen, is_conflict: bool) -> bool:
    return is_conflict or seen is Seen.NOT_HERE


def _current_row(
    mark_key: MarkKey,
    mark: NewMark,
    log: PupilLog,
    old: CurrentRow | None,
    decision: DecisionState,
    provider_id: int,
    change_number: int,
) -> CurrentRow:
    effective = effective_marks(log.counted())
    shown, value = effective[-1], merged_values(log.counted())[-1]
    differ = len(effective) > 1
    attention = _attention(log, mark, old)
    waits = awaits_decision(value.seen, log.version, differ, decision)
    return CurrentRow(
        register_id=mark_key[0],
        placement_id=mark_key[1],
        provider_id=provider_id,
        day=mark.key.day,
        half=mark.key.half,
        version=log.version,
        value=value,
        is_conflict=differ,
        code=decision.code,
        awaits_decision=waits or attention is not Attention.NONE,
        attention=attention,
        exported_at=old.exported_at if old is not None else None,
        captured_at=shown.captured_at,
        by_id=log.by[shown.id],
        change_number=change_number,
    )


def _attention(log: PupilLog, mark: NewMark, old: CurrentRow | None) -> Attention:
    if not mark.is_on_roster:
        return Attention.NOT_ON_ROSTER
    waits_for = log.awaiting_reason.get(log.marks[-1].id)
    if waits_for:
        return Attention(waits_for)
    before = old.attention if old is not None else Attention.NONE
    return Attention.NOT_ON_ROSTER if before is Attention.NOT_ON_ROSTER else Attention.NONE
