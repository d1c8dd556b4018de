"""A pupil's week of ten sessions across every setting: who is responsible, and what was seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session, joinedload

from portal.clock import today
from portal.domain.attendance.seen import Seen
from portal.domain.calendar.sessions import Half, SessionKey
from portal.models import CurrentMark, Decision, Placement, Provider, Pupil
from portal.services.attendance.decisions import decisions_without_mark
from portal.services.attendance.expected import Slot, slots_between
from portal.services.attendance.standing_codes import StandingCodes
from portal.services.calendar.calendars import Calendars


class CellKind(StrEnum):
    """How a session shows; the value ends the name of its style."""

    SEEN = "seen"
    LATE = "late"
    ABSENT = "absent"
    DIFFER = "differ"
    ELSEWHERE = "elsewhere"
    EXPECTED = "expected"
    CLOSED = "closed"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Cell:
    """One session of the week: a letter for the eye, words for everyone."""

    key: SessionKey
    kind: CellKind
    letter: str
    words: str
    slot: Slot | None = None
    mark: CurrentMark | None = None


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


class Weeks:
    """The weeks of several pupils from one Monday, read with a fixed number of questions.

    `condition` on Placement narrows what is shown, for a provider to its own placements; codes are
    the commissioner's, and a provider sees none.
    """

    def __init__(
        self,
        session: Session,
        pupils: Sequence[Pupil],
        monday: date,
        condition: ColumnElement[bool] | None = None,
        with_codes: bool = True,
    ) -> None:
        self.monday = monday
        self._with_codes = with_codes
        self._ids = [pupil.id for pupil in pupils]
        self._pupils = {pupil.id: pupil for pupil in pupils}
        friday = monday + timedelta(days=4)
        shown: ColumnElement[bool] = Placement.pupil_id.in_(self._ids)
        if condition is not None:
            shown = and_(shown, condition)
        self._slots = slots_between(session, monday, friday, shown)
        schools = {pupil.home_school_id for pupil in pupils if pupil.home_school_id}
        providers = {slot.provider_id for slot in self._slots}
        self._calendars = Calendars(session, schools | providers)
        self._marks = _marks(session, shown, monday, friday)
        self._standing = StandingCodes(session, {slot.placement_id for slot in self._slots})
        self._names = _provider_names(session, providers)
        self._decided = _decided(session, shown, monday, friday) if with_codes else {}

    def of(self, pupil_id: UUID) -> list[Cell]:
        """The ten sessions, Monday morning to Friday afternoon."""
        days = (self.monday + timedelta(days=number) for number in range(5))
        return [self.cell(pupil_id, SessionKey(day, half)) for day in days for half in Half]

    def cell(self, pupil_id: UUID, key: SessionKey) -> Cell:
        marks = [mark for mark in self._marks.get(pupil_id, []) if _key_of(mark) == key]
        slot = next((s for s in self._slots if s.pupil_id == pupil_id and s.falls_on(key)), None)
        shown = [mark for mark in marks if mark.seen is not Seen.UNMARKED]
        if shown:
            return self._marked(key, slot, shown[0])
        if (pupil_id, key) in self._decided:
            decision, provider = self._decided[(pupil_id, key)]
            words = f"code {decision.code}, no mark from {provider.name}"
            return Cell(key, CellKind.ABSENT, decision.code, words, slot)
        if slot is not None and self._calendars.of(slot.provider_id).is_school_day(key.day):
            words = f"expected at {self._names[slot.provider_id]}"
            return Cell(key, CellKind.EXPECTED, "", words, slot)
        return self._elsewhere(self._pupils[pupil_id], key)

    def _marked(self, key: SessionKey, slot: Slot | None, mark: CurrentMark) -> Cell:
        where = f"at {self._names.get(mark.provider_id, 'a provider')}{_times(mark)}"
        if mark.is_conflict:
            return Cell(key, CellKind.DIFFER, "!", f"two different marks {where}", slot, mark)
        if mark.seen is Seen.NOT_HERE:
            code = mark.code if self._with_codes else ""
            letter = code or "?"
            words = (
                f"code {code}"
                if code
                else ("not seen, no code yet" if self._with_codes else "not seen")
            )
            return Cell(key, CellKind.ABSENT, letter, f"{words}, {where}", slot, mark)
        standing = self._standing.on(mark.placement_id, key.day)
        letter = (mark.code or (standing.code if standing else "✓")) if self._with_codes else "✓"
        if mark.seen is Seen.LATE:
            return Cell(key, CellKind.LATE, f"{letter}*", f"late {where}", slot, mark)
        return Cell(key, CellKind.SEEN, letter, f"seen {where}", slot, mark)

    def _elsewhere(self, pupil: Pupil, key: SessionKey) -> Cell:
        if pupil.home_school_id is None:
            if not self._calendars.of(None).is_school_day(key.day):
                return Cell(key, CellKind.CLOSED, "#", "no school")
            return Cell(key, CellKind.NOBODY, "–", "nobody is responsible")
        if not self._calendars.of(pupil.home_school_id).is_school_day(key.day):
            return Cell(key, CellKind.CLOSED, "#", "school closed")
        return Cell(key, CellKind.ELSEWHERE, "·", "not with a provider")


def _times(mark: CurrentMark) -> str:
    """When the pupil came and left, which stays beside the code."""
    came = f", came {mark.arrived.hour}:{mark.arrived:%M}" if mark.arrived else ""
    left = f", left {mark.left.hour}:{mark.left:%M}" if mark.left else ""
    return came + left


def _key_of(mark: CurrentMark) -> SessionKey:
    return SessionKey(mark.day, mark.half)


def _marks(
    session: Session, condition: ColumnElement[bool], first: date, last: date
) -> dict[UUID, list[CurrentMark]]:
    rows = session.execute(
        select(CurrentMark, Placement.pupil_id)
        .join(Placement, Placement.id == CurrentMark.placement_id)
        .options(joinedload(CurrentMark.by))
        .where(condition, CurrentMark.day.between(first, min(last, today())))
    )
    found: dict[UUID, list[CurrentMark]] = {}
    for mark, pupil_id in rows:
        found.setdefault(pupil_id, []).append(mark)
    return found


def _decided(
    session: Session, condition: ColumnElement[bool], first: date, last: date
) -> dict[tuple[UUID, SessionKey], tuple[Decision, Provider]]:
    """What was decided where the provider has told nothing."""
    return {
        (placement.pupil_id, SessionKey(decision.day, decision.half)): (
            decision,
            placement.provider,
        )
        for decision, placement in decisions_without_mark(session, condition, first, last)
    }


def _provider_names(session: Session, provider_ids: Iterable[int]) -> dict[int, str]:
    rows = session.execute(
        select(Provider.id, Provider.name).where(Provider.id.in_(set(provider_ids)))
    )
    return {row.id: row.name for row in rows}
