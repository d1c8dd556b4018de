"""The pupils, placements and slots that the portal holds already, for one batch of a placement file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from portal.adapters.csv_files.reader import Row
from portal.features.imports.placements.pattern_change import SlotState
from portal.models import CurrentMark, Placement, PlacementReason, PlacementSlot, Pupil


@dataclass(frozen=True)
class PupilFact:
    id: UUID
    name: str
    born_on: date
    home_school_id: int | None


@dataclass(frozen=True)
class PlacementState:
    """Named and typed as the columns of Placement."""

    id: UUID
    reference: str | None
    pupil_id: UUID
    provider_id: int
    commissioner_id: int
    starts_on: date
    ends_on: date | None
    reason: PlacementReason


@dataclass(frozen=True)
class MarkedDays:
    first: date
    last: date


_PLACEMENT = tuple(getattr(Placement, name) for name in PlacementState.__dataclass_fields__)
_SLOT = tuple(getattr(PlacementSlot, name) for name in SlotState.__dataclass_fields__)


class KnownPlacements:
    """What the database holds of the pupils and references in these rows."""

    def __init__(self, session: Session, rows: Sequence[Row]) -> None:
        self._session = session
        self._read_pupils([row["pupil"] for row in rows])
        references = [row["reference"] for row in rows]
        found = session.execute(select(*_PLACEMENT).where(Placement.reference.in_(references)))
        self._placements = {row.reference: PlacementState(*row) for row in found}
        ids = [placement.id for placement in self._placements.values()]
        self._slots: dict[UUID, list[SlotState]] = {}
        for row in session.execute(
            select(*_SLOT).where(PlacementSlot.placement_id.in_(ids)).order_by(PlacementSlot.id)
        ):
            self._slots.setdefault(row.placement_id, []).append(SlotState(*row))
        self._marked = self._read_marked(ids)

    def _read_pupils(self, names: Sequence[str]) -> None:
        upns = [_as_upn(name) for name in names]
        rows = self._session.execute(
            select(
                Pupil.upn,
                Pupil.reference,
                Pupil.id,
                Pupil.first_name,
                Pupil.last_name,
                Pupil.born_on,
                Pupil.home_school_id,
            ).where(or_(Pupil.upn.in_(upns), Pupil.reference.in_(names)))
        )
        self._by_upn: dict[str | None, PupilFact] = {}
        self._by_reference: dict[str | None, PupilFact] = {}
        for upn, reference, number, first_name, last_name, born_on, home_school_id in rows:
            fact = PupilFact(number, f"{first_name} {last_name}", born_on, home_school_id)
            self._by_upn[upn] = fact
            self._by_reference[reference] = fact

    def _read_marked(self, ids: Sequence[UUID]) -> dict[UUID, MarkedDays]:
        rows = self._session.execute(
            select(CurrentMark.placement_id, func.min(CurrentMark.day), func.max(CurrentMark.day))
            .where(CurrentMark.placement_id.in_(ids))
            .group_by(CurrentMark.placement_id)
        )
        return {number: MarkedDays(first, last) for number, first, last in rows}

    def pupil(self, text: str) -> PupilFact | None:
        """By UPN, else by reference."""
        return self._by_upn.get(_as_upn(text)) or self._by_reference.get(text)

    def placement(self, reference: str) -> PlacementState | None:
        return self._placements.get(reference)

    def slots(self, placement: PlacementState | None) -> Sequence[SlotState]:
        return self._slots.get(placement.id, []) if placement else []

    def marked_days(self, placement: PlacementState | None) -> MarkedDays | None:
        """The first and last day with a mark, if there is one."""
        return self._marked.get(placement.id) if placement else None


def _as_upn(text: str) -> str:
    return "".join(text.split()).upper()
