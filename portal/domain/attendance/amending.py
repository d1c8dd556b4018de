"""Amending an entry of a register: when a change is one, and when it must say why.

The School Attendance (Pupil Registration) (England) Regulations 2024 (SI 2024/208), regulation 6, in
force from 19 August 2024: an amendment keeps the original entry, the amended entry, the reason, the
date, and the name and position of the person who made it.

Until a register is first finished it is being taken: a mark, its undo and another mark are one
sitting, and the original entry is what stands at its end. From then on each change of an entry is
an amendment, also after the register was opened again. The first entry of a pupil who was left
unmarked changes nothing and needs no reason. Words that are added change no entry.

A mark that was made before somebody else finished, and that arrives afterwards, was made while the
register was taken: it is no amendment. That holds only for a time that is not in doubt. A mark whose
maker had not seen the entry that stands replaces nothing, both stand, and the choice is the amendment.
What the school has taken into its own register waits for a reason in any case.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from typing import assert_never
from uuid import UUID

from portal.domain.attendance.seen import Seen

Facts = tuple[Seen, time | None, time | None]


class WaitsFor(StrEnum):
    """Why a change waits for a reason before it counts."""

    NOTHING = ""
    AFTER_EXPORT = "after_export"
    AFTER_FINISH = "after_finish"

    @property
    def words(self) -> str:
        """What the person who made the change is asked."""
        match self:
            case WaitsFor.AFTER_EXPORT:
                return "The school has already used this register. Say why the mark changes."
            case WaitsFor.AFTER_FINISH:
                return "This register is already finished. Say why the mark changes."
            case WaitsFor.NOTHING:
                return ""
            case _:
                assert_never(self)


class EntryKind(StrEnum):
    """What one row of the log is in the register."""

    IN_SITTING = "in_sitting"
    ORIGINAL = "original"
    AMENDMENT = "amendment"


@dataclass(frozen=True)
class Change:
    """A mark that is about to be added, and what it meets."""

    facts: Facts
    reason: str
    standing: frozenset[Facts]
    replaced: frozenset[Facts]
    """Those of the standing that would no longer stand."""


def what_it_waits_for(change: Change, *, is_finished: bool, is_sent: bool) -> WaitsFor:
    """Whether the change must say why before it counts. `is_sent`: the school has the session."""
    if change.reason:
        return WaitsFor.NOTHING
    if is_sent and change.facts not in change.standing:
        return WaitsFor.AFTER_EXPORT
    entries = {facts for facts in change.replaced if facts[0] is not Seen.UNMARKED}
    if is_finished and entries - {change.facts}:
        return WaitsFor.AFTER_FINISH
    return WaitsFor.NOTHING


def is_after(
    captured_at: datetime, received_at: datetime, clock_is_doubtful: bool, ended_at: datetime | None
) -> bool:
    """Whether a mark was made after this moment; one of a doubtful time was made when it came."""
    made_at = received_at if clock_is_doubtful else captured_at
    return ended_at is not None and made_at >= ended_at


@dataclass(frozen=True)
class Entry:
    """A row of a pupil's log as a statement needs it."""

    id: UUID
    captured_at: datetime
    received_at: datetime
    clock_is_doubtful: bool
    reason: str
    awaits_reason: bool

    def is_later(self, ended_at: datetime | None) -> bool:
        """Whether it came after the sitting; at the very moment of its end, where it says why."""
        if self.captured_at == ended_at and not self.reason:
            return self.awaits_reason
        after = is_after(self.captured_at, self.received_at, self.clock_is_doubtful, ended_at)
        return after or self.awaits_reason


def kinds_of(log: Sequence[Entry], ended_at: Iterable[datetime | None]) -> Mapping[UUID, EntryKind]:
    """What each row of one pupil's log is; `log` in the order of its versions.

    The sitting ended when the register was first finished or handed to the school.
    """
    end = min((moment for moment in ended_at if moment is not None), default=None)
    later = {entry.id for entry in log if entry.is_later(end)}
    sitting = [entry.id for entry in log if entry.id not in later]
    original = sitting[-1] if sitting else log[0].id if log else None
    return {
        entry.id: EntryKind.ORIGINAL
        if entry.id == original
        else EntryKind.AMENDMENT
        if entry.id in later
        else EntryKind.IN_SITTING
        for entry in log
    }
