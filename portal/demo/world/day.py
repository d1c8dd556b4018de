"""The day that the demonstration is made for, and the days of registers behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from random import Random
from uuid import NAMESPACE_URL, UUID, uuid5

from portal.clock import LONDON, in_london
from portal.demo.world.terms import terms_of_school_year
from portal.domain.calendar.school_year import SchoolCalendar, first_day_of_school_year
from portal.services.calendar.calendars import bank_holidays

DAYS_BEHIND = 30
"""School days with registers behind today: about half a term."""


@dataclass(frozen=True)
class DemoDay:
    """`now` has a time zone. Registers before it are there; later ones are still to be taken."""

    now: datetime

    @cached_property
    def today(self) -> date:
        return in_london(self.now).date()

    @cached_property
    def calendar(self) -> SchoolCalendar:
        """The council's calendar of last school year, this one and the next."""
        this_year = first_day_of_school_year(self.today).year
        terms = [
            term
            for year in (this_year - 1, this_year, this_year + 1)
            for term in terms_of_school_year(year, bank_holidays())
        ]
        return SchoolCalendar(tuple(terms), bank_holidays=bank_holidays())

    @cached_property
    def register_day(self) -> date:
        """Today, or the next school day: the registers that visitors take."""
        return self.calendar.school_day_from(self.today)

    @cached_property
    def past_days(self) -> tuple[date, ...]:
        """The school days with registers, oldest first, without the register day."""
        first = self.calendar.school_days_before(self.register_day, DAYS_BEHIND)
        return self.calendar.school_days_between(first, self.register_day)[:-1]

    @property
    def words(self) -> str:
        """What the start says about the day; empty on a school day."""
        if self.register_day == self.today:
            return ""
        return (
            f"Today, {_long(self.today)}, is a day without school: "
            f"the demonstration shows the registers of {_long(self.register_day)}."
        )

    def chance(self, *names: object) -> Random:
        """Chance that falls the same way for the same day and names."""
        return Random(":".join([self.today.isoformat(), *map(str, names)]))  # noqa: S311


def fixed_id(*names: object) -> UUID:
    """The same id for the same names, so that two demonstrations of one day are alike."""
    return uuid5(NAMESPACE_URL, ":".join(["portal-demo", *map(str, names)]))


def moment(day: date, at: time) -> datetime:
    """A clock time in England as a moment."""
    return datetime.combine(day, at, LONDON)


def _long(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"
