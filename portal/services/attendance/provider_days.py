"""A provider's days: its hours, its calendar, whom it expects in each session, and their short names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.clock import in_london
from portal.domain.calendar.school_year import SchoolCalendar
from portal.domain.calendar.session_times import (
    OpeningHours,
    marked_from,
    may_be_marked,
    session_due,
    too_early_words,
    window,
)
from portal.domain.calendar.sessions import Half, SessionKey
from portal.domain.placements.short_names import short_names
from portal.models import Placement, Provider, Pupil
from portal.services.attendance.expected import Slot, expected_in, slots_between
from portal.services.calendar.calendars import calendar_of
from portal.services.council.settings import opens_early


@dataclass(frozen=True)
class ListedPupil:
    """One placement on a provider's own list."""

    placement_id: UUID
    pupil_id: UUID
    name: str
    starts_on: date
    ends_on: date | None

    def is_placed_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


def hours_of(provider: Provider) -> OpeningHours:
    return OpeningHours(
        provider.am_opens, provider.am_closes, provider.pm_opens, provider.pm_closes
    )


class ProviderDays:
    """What a provider's registers of some days need, read once."""

    def __init__(self, session: Session, provider: Provider, now: datetime) -> None:
        self.session = session
        self.provider = provider
        self.now = now
        self.today = in_london(now).date()
        self.hours = hours_of(provider)

    @cached_property
    def calendar(self) -> SchoolCalendar:
        return calendar_of(self.session, self.provider.id)

    @cached_property
    def opens_early(self) -> timedelta:
        return opens_early(self.session)

    def may_be_marked(self, key: SessionKey) -> bool:
        """Whether the register of a session may be taken by now."""
        return may_be_marked(self.now, key, self.hours, self.opens_early)

    def too_early_words(self, key: SessionKey) -> str:
        return too_early_words(key, self.hours, self.opens_early)

    def marked_from(self, key: SessionKey) -> datetime:
        return in_london(marked_from(key, self.hours, self.opens_early))

    @cached_property
    def days(self) -> tuple[date, ...]:
        """Five school days back to five school days ahead."""
        return window(self.today, self.calendar)

    @cached_property
    def slots(self) -> list[Slot]:
        return self.slots_of(self.days[0], self.days[-1])

    def slots_of(self, first: date, last: date) -> list[Slot]:
        mine = Placement.provider_id == self.provider.id
        return list(slots_between(self.session, first, last, mine))

    def expected(self, key: SessionKey) -> list[UUID]:
        """The placements expected in a session, in the provider's order."""
        if not self.calendar.is_school_day(key.day):
            return []
        is_near = self.days[0] <= key.day <= self.days[-1]
        return expected_in(self.slots if is_near else self.slots_of(key.day, key.day), key)

    @cached_property
    def sessions(self) -> list[SessionKey]:
        """The sessions of the window, in order of time."""
        return [SessionKey(day, half) for day in self.days for half in Half]

    @cached_property
    def due(self) -> SessionKey:
        """The session whose register should be taken now."""
        day = self.calendar.school_day_from(self.today)
        has_pupils = [
            key for key in (SessionKey(day, half) for half in Half) if expected_in(self.slots, key)
        ]
        return session_due(self.now, self.calendar, self.hours, has_pupils, self.opens_early)

    @cached_property
    def pupils(self) -> dict[UUID, ListedPupil]:
        """The provider's own list: placements in force at some time of the window, by id."""
        rows = self.session.execute(
            select(
                Placement.id,
                Placement.starts_on,
                Placement.ends_on,
                Pupil.id.label("pupil_id"),
                Pupil.first_name,
                Pupil.last_name,
            )
            .join(Pupil, Pupil.id == Placement.pupil_id)
            .where(
                Placement.provider_id == self.provider.id,
                Placement.starts_on <= self.days[-1],
                or_(Placement.ends_on.is_(None), Placement.ends_on >= self.days[0]),
            )
            .order_by(Placement.position, Pupil.first_name, Pupil.last_name)
        ).all()
        names = short_names((row.id, row.first_name, row.last_name) for row in rows)
        return {
            row.id: ListedPupil(
                row.id,
                row.pupil_id,
                names[row.id],
                row.starts_on,
                row.ends_on,
            )
            for row in rows
        }

    def other_half_words(self, key: SessionKey, placement_id: UUID) -> str:
        """“not with us in the afternoon”: that a pupil is not expected in the day's other session.

        Where the pupil is then is for the school to say, and nobody is told so here.
        """
        other = SessionKey(key.day, Half.PM if key.half is Half.AM else Half.AM)
        pupil = self.pupils.get(placement_id)
        if pupil is None or placement_id in self.expected(other):
            return ""
        return f"not with us in the {other.half.words}"
