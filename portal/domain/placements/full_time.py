"""A pupil's whole week of ten sessions across every setting, and the sessions that nobody owns.

"Planning, commissioning and monitoring placements with alternative providers": all pupils must
receive full-time education in total, in one setting or more, unless their medical condition makes
that inappropriate. In most cases the day starts by 9am and ends no earlier than 3pm.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time
from typing import Final

from portal.domain.calendar.day_words import SCHOOL_WEEKDAYS
from portal.domain.calendar.sessions import Half

USUAL_START: Final = time(9, 0)
USUAL_END: Final = time(15, 0)


@dataclass(frozen=True, order=True)
class WeekSlot:
    """One session of an ordinary week; weekday 0 is Monday."""

    weekday: int
    half: Half

    @property
    def words(self) -> str:
        return f"{SCHOOL_WEEKDAYS[self.weekday]} {self.half.words}"


TEN_SESSIONS: Final = tuple(WeekSlot(weekday, half) for weekday in range(5) for half in Half)


@dataclass(frozen=True)
class Share:
    """The part of the week that one setting (a school, a provider, a tutor) answers for."""

    setting: str
    slots: frozenset[WeekSlot]


@dataclass(frozen=True)
class OwnedSlot:
    """One session and the settings that say the pupil is theirs then: none, one, or too many."""

    slot: WeekSlot
    settings: tuple[str, ...]


def whole_week(shares: Iterable[Share]) -> tuple[OwnedSlot, ...]:
    """The ten sessions of the week, in order, each with its owners."""
    known = tuple(shares)
    return tuple(
        OwnedSlot(slot, tuple(sorted(share.setting for share in known if slot in share.slots)))
        for slot in TEN_SESSIONS
    )


def unowned_sessions(shares: Iterable[Share]) -> tuple[WeekSlot, ...]:
    """The sessions in which nobody expects the pupil."""
    return tuple(owned.slot for owned in whole_week(shares) if not owned.settings)


def clashing_sessions(shares: Iterable[Share]) -> tuple[OwnedSlot, ...]:
    """The sessions in which two settings both expect the pupil."""
    return tuple(owned for owned in whole_week(shares) if len(owned.settings) > 1)


def is_full_time(shares: Iterable[Share]) -> bool:
    """Whether every session of the week has an owner."""
    return not unowned_sessions(shares)


def needs_full_time_reason(shares: Iterable[Share], has_medical_reason: bool) -> bool:
    """Whether the commissioner must still say why this pupil's week has gaps."""
    return not has_medical_reason and not is_full_time(shares)


def is_usual_day(starts: time, ends: time) -> bool:
    """Whether a day starts and ends as most must; a shorter one needs supervision agreed."""
    return starts <= USUAL_START and ends >= USUAL_END
