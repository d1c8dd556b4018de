"""The log of one pupil's marks in one session, as its rows hold it and as the rules know it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from portal.domain.attendance.amending import Change, Entry, WaitsFor
from portal.domain.attendance.mark_log import LoggedMark, MarkValue, effective_marks
from portal.models import Mark
from portal.services.attendance.mark_store import LogRow, MarkKey


@dataclass
class PupilLog:
    """The log of one pupil in one session, growing as marks are added."""

    marks: list[LoggedMark] = field(default_factory=list)
    by: dict[UUID, int] = field(default_factory=dict)
    awaiting_reason: dict[UUID, WaitsFor] = field(default_factory=dict)

    @property
    def version(self) -> int:
        return max((mark.version for mark in self.marks), default=0)

    def counted(self) -> list[LoggedMark]:
        return [mark for mark in self.marks if mark.id not in self.awaiting_reason]


def logs_of(rows: Iterable[LogRow]) -> dict[MarkKey, PupilLog]:
    logs: dict[MarkKey, PupilLog] = {}
    for row in rows:
        log = logs.setdefault((row.register_id, row.placement_id), PupilLog())
        log.marks.append(logged_mark(row))
        log.by[row.id] = row.by_id
        if row.awaits_reason:
            log.awaiting_reason[row.id] = WaitsFor.AFTER_EXPORT
    return logs


class StoredMark(Protocol):
    """What a row of the log must hold for the rules, whoever read it."""

    @property
    def id(self) -> UUID: ...
    @property
    def version(self) -> int: ...
    @property
    def base_version(self) -> int: ...
    @property
    def source(self) -> str: ...
    @property
    def seq(self) -> int: ...
    @property
    def value(self) -> MarkValue: ...
    @property
    def captured_at(self) -> datetime: ...


def logged_mark(row: StoredMark) -> LoggedMark:
    """A row of the log as the rules know it."""
    return LoggedMark(
        row.id, row.version, row.base_version, row.source, row.seq, row.value, row.captured_at
    )


def entry_of(mark: Mark) -> Entry:
    """A row of the log as the rule on amending knows it."""
    return Entry(
        mark.id,
        mark.captured_at,
        mark.received_at,
        mark.clock_is_doubtful,
        mark.reason,
        mark.awaits_reason,
    )


def change_of(log: PupilLog, logged: LoggedMark, reason: str) -> Change:
    counted = log.counted()
    standing = frozenset(each.value.facts for each in effective_marks(counted))
    left = {each.value.facts for each in effective_marks([*counted, logged])}
    return Change(logged.value.facts, reason, standing, standing - left)
