"""What stands in one pupil's marks for one session, whatever order the marks arrived in.

Marks are never altered. A later mark replaces an earlier one only where whoever made it had seen
the earlier one, or made both. Otherwise both stand, and a person chooses.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time
from uuid import UUID

from portal.domain.attendance.seen import Seen


@dataclass(frozen=True)
class MarkValue:
    """What was seen of a pupil, what was heard about them, and what was done about it at once."""

    seen: Seen
    arrived: time | None = None
    left: time | None = None
    heard: str = ""
    action: str = ""

    @property
    def facts(self) -> tuple[Seen, time | None, time | None]:
        """The part that two people can disagree about; their words only add to each other."""
        return self.seen, self.arrived, self.left


@dataclass(frozen=True)
class LoggedMark:
    """One entry of the log.

    `version` is its place in the pupil's log, as the server counted. `base_version` is the newest
    version that its maker had seen, 0 for none. `source` is a phone or "web:<user id>", and `seq`
    counts up within a source.
    """

    id: UUID
    version: int
    base_version: int
    source: str
    seq: int
    value: MarkValue
    captured_at: datetime

    @property
    def seen_up_to(self) -> int:
        """The base version; nobody can have seen a mark newer than their own."""
        return min(self.base_version, self.version - 1)


def effective_marks(marks: Iterable[LoggedMark]) -> list[LoggedMark]:
    """The marks that nothing replaces, one for each different thing seen, oldest first."""
    firsts: dict[tuple[Seen, time | None, time | None], LoggedMark] = {}
    for mark in _unreplaced(marks):
        firsts.setdefault(mark.value.facts, mark)
    return list(firsts.values())


def is_conflict(marks: Iterable[LoggedMark]) -> bool:
    """Whether two different marks stand, so that a person has to choose."""
    return len(effective_marks(marks)) > 1


def merged_values(marks: Iterable[LoggedMark]) -> list[MarkValue]:
    """The value of each standing mark, in their order, with the newest words of its equals."""
    merged: dict[tuple[Seen, time | None, time | None], MarkValue] = {}
    for mark in _unreplaced(marks):
        value = mark.value
        before = merged.setdefault(value.facts, value)
        if before is not value:
            merged[value.facts] = replace(
                before, heard=value.heard or before.heard, action=value.action or before.action
            )
    return list(merged.values())


def _unreplaced(marks: Iterable[LoggedMark]) -> list[LoggedMark]:
    """Marks that no other mark replaces, oldest first.

    Should a faulty phone send marks that replace each other in a circle, all of them stand: it is
    better to ask a person than to lose every mark.
    """
    log = list(marks)
    if len(log) < 2:
        return log
    log.sort(key=lambda mark: (mark.captured_at, mark.id, mark.version))
    return [mark for mark in log if not any(_replaces(other, mark) for other in log)] or log


def _replaces(later: LoggedMark, earlier: LoggedMark) -> bool:
    if later.source == earlier.source and later.seq != earlier.seq:
        return later.seq > earlier.seq
    return later.seen_up_to >= earlier.version
