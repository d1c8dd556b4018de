"""Whom a provider expects in a school session, from placements and their weekly slots."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from portal.domain.calendar.sessions import Half, SessionKey
from portal.models import Placement, PlacementSlot, Pupil


@dataclass(frozen=True)
class Slot:
    """One weekly school session of one placement."""

    placement_id: UUID
    provider_id: int
    pupil_id: UUID
    weekday: int
    half: Half
    first_day: date
    last_day: date | None
    site_id: int | None
    position: int
    sort_name: str

    def falls_on(self, key: SessionKey) -> bool:
        return (
            self.half is key.half
            and self.weekday == key.day.weekday()
            and self.first_day <= key.day
            and (self.last_day is None or key.day <= self.last_day)
        )


def slots_between(
    session: Session, first: date, last: date, condition: ColumnElement[bool]
) -> Sequence[Slot]:
    """All slots in force at some time from first to last, of the placements that `condition` admits."""
    rows = session.execute(
        select(
            PlacementSlot.placement_id,
            Placement.provider_id,
            Placement.pupil_id,
            PlacementSlot.weekday,
            PlacementSlot.half,
            PlacementSlot.valid_from,
            PlacementSlot.valid_to,
            Placement.starts_on,
            Placement.ends_on,
            PlacementSlot.site_id,
            Placement.position,
            Pupil.first_name,
            Pupil.last_name,
        )
        .join(Placement, Placement.id == PlacementSlot.placement_id)
        .join(Pupil, Pupil.id == Placement.pupil_id)
        .where(
            condition,
            Placement.starts_on <= last,
            or_(Placement.ends_on.is_(None), Placement.ends_on >= first),
            PlacementSlot.valid_from <= last,
            or_(PlacementSlot.valid_to.is_(None), PlacementSlot.valid_to >= first),
        )
    ).all()
    slots = [
        Slot(
            placement_id=row.placement_id,
            provider_id=row.provider_id,
            pupil_id=row.pupil_id,
            weekday=row.weekday,
            half=row.half,
            first_day=max(row.valid_from, row.starts_on),
            last_day=_earlier(row.valid_to, row.ends_on),
            site_id=row.site_id,
            position=row.position,
            sort_name=f"{row.first_name} {row.last_name}".casefold(),
        )
        for row in rows
    ]
    return sorted(slots, key=lambda slot: (slot.position, slot.sort_name, str(slot.placement_id)))


def expected_in(slots: Iterable[Slot], key: SessionKey) -> list[UUID]:
    """The placements expected in a school session, in the provider's order."""
    return [slot.placement_id for slot in slots if slot.falls_on(key)]


def _earlier(one: date | None, other: date | None) -> date | None:
    if one is None or other is None:
        return one or other
    return min(one, other)
