"""Writes to the log of marks as a phone or a page would, with ids that are the same every time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from sqlalchemy.orm import Session

from portal.demo.days.sittings import PupilSession, Sitting, opens_at
from portal.demo.world.day import DemoDay, fixed_id
from portal.demo.world.organisations import Organisations, Person
from portal.domain.attendance.mark_log import MarkValue
from portal.models import RegisterState
from portal.services.attendance.marks import NewMark, record_marks
from portal.services.attendance.register_events import NewEvent, record_event
from portal.services.door import open_door


@dataclass(frozen=True)
class Seeing:
    """What somebody saw at one place, and when they wrote it down.

    Without a `by`, the first person of the provider, on the provider's phone. A `base_version` of
    None says that they knew what stood.
    """

    pupil_session: PupilSession
    value: MarkValue
    at: datetime
    by: Person | None = None
    source: str = ""
    base_version: int | None = None
    reason: str = ""


class DemoLog:
    def __init__(self, session: Session, county: Organisations, day: DemoDay) -> None:
        self._session = session
        self._county = county
        self._day = day
        self._seq = count(1)

    def record(self, provider: str, seeings: list[Seeing], received_at: datetime) -> None:
        """Add marks, as they came in together at one moment."""
        provider_id = self._county.providers[provider].id
        marks = [self._new_mark(provider, seeing) for seeing in seeings]
        number = open_door(self._session, provider_id)
        record_marks(self._session, provider_id, marks, number, received_at)

    def _new_mark(self, provider: str, seeing: Seeing) -> NewMark:
        by = seeing.by or self._county.people[provider][0]
        seq = next(self._seq)
        return NewMark(
            id=fixed_id("mark", self._day.today, provider, seeing.pupil_session.key, seq),
            key=seeing.pupil_session.key,
            placement_id=seeing.pupil_session.placement_id,
            value=seeing.value,
            base_version=seeing.base_version,
            source=seeing.source or str(fixed_id("phone", provider)),
            seq=seq,
            captured_at=seeing.at,
            by_id=by.user_id,
            position=by.position,
            reason=seeing.reason,
        )

    def close(self, sitting: Sitting, state: RegisterState, minutes: int, reason: str = "") -> None:
        """Finish or cancel a register, some minutes after it opened."""
        provider_id = self._county.providers[sitting.provider].id
        at = self.opens_at(sitting) + timedelta(minutes=minutes)
        by = self._county.people[sitting.provider][0]
        event = NewEvent(
            id=fixed_id("event", self._day.today, sitting.provider, sitting.key),
            key=sitting.key,
            state=state,
            reason=reason,
            at=at,
            by_id=by.user_id,
            position=by.position,
        )
        number = open_door(self._session, provider_id)
        record_event(self._session, provider_id, event, number, at)

    def opens_at(self, sitting: Sitting) -> datetime:
        return opens_at(self._county.providers[sitting.provider], sitting.key)
