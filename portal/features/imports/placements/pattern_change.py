"""What a changed weekly pattern means for the slots of a placement; the past stays as it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from portal.domain.calendar.sessions import Half
from portal.features.imports.reading.week_pattern import WeeklySession


@dataclass(frozen=True)
class SlotState:
    """Named and typed as the columns of PlacementSlot."""

    id: int
    placement_id: UUID
    weekday: int
    half: Half
    site_id: int | None
    valid_from: date
    valid_to: date | None

    @property
    def session(self) -> WeeklySession:
        return self.weekday, self.half

    def lasts_until(self, day: date) -> bool:
        return self.valid_to is None or self.valid_to >= day


@dataclass(frozen=True)
class PatternChange:
    """Ids of slots that end the day before, ids of slots that never began, and slots that begin."""

    first_day: date
    ended: tuple[int, ...] = ()
    dropped: tuple[int, ...] = ()
    begun: tuple[tuple[WeeklySession, int | None], ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.ended or self.dropped or self.begun)


def change_pattern(
    slots: Sequence[SlotState],
    wanted: frozenset[WeeklySession],
    site_id: int | None,
    first_day: date,
) -> PatternChange:
    """From the first day on, the pattern is the wanted one. A site of None leaves the sites alone."""
    held = [slot for slot in slots if slot.lasts_until(first_day)]
    stays = {
        slot.session: slot.id
        for slot in held
        if slot.session in wanted
        and slot.valid_from <= first_day
        and slot.valid_to is None
        and site_id in (None, slot.site_id)
    }
    leaving = [slot for slot in held if slot.id not in stays.values()]
    sites = {slot.session: slot.site_id for slot in held}
    return PatternChange(
        first_day,
        ended=tuple(slot.id for slot in leaving if slot.valid_from < first_day),
        dropped=tuple(slot.id for slot in leaving if slot.valid_from >= first_day),
        begun=tuple(
            (session, site_id if site_id is not None else sites.get(session))
            for session in sorted(wanted - stays.keys())
        ),
    )


def with_earlier_start(
    slots: Sequence[SlotState], old_start: date, new_start: date
) -> tuple[SlotState, ...]:
    """The slots where the placement starts earlier: those of its first day reach back."""
    if new_start >= old_start:
        return tuple(slots)
    return tuple(
        replace(slot, valid_from=new_start) if slot.valid_from == old_start else slot
        for slot in slots
    )
