"""School calendars from the tables: the council's terms, a school's own, INSET days, bank holidays."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

import holidays
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.calendar.school_year import SchoolCalendar
from portal.domain.calendar.school_year import Term as TermDates
from portal.models import CalendarDay, Council, DayKind, Term


@lru_cache(maxsize=1)
def bank_holidays() -> frozenset[date]:
    """Bank holidays in England, 2020 to 2040."""
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=range(2020, 2041)))


class Calendars:
    """The calendars of several organisations, read at once."""

    def __init__(self, session: Session, organisation_ids: Iterable[int] = ()) -> None:
        council_id = session.scalar(select(Council.id)) or 0
        wanted = {council_id, *organisation_ids}
        self._council_id = council_id
        self._terms: dict[int, list[TermDates]] = {}
        self._closed: dict[int, set[date]] = {}
        self._open: dict[int, set[date]] = {}
        self._made: dict[int, SchoolCalendar] = {}
        for term in session.scalars(select(Term).where(Term.organisation_id.in_(wanted))):
            self._terms.setdefault(term.organisation_id, []).append(
                TermDates(term.starts_on, term.ends_on, term.name)
            )
        for day in session.scalars(
            select(CalendarDay).where(CalendarDay.organisation_id.in_(wanted))
        ):
            days = self._open if day.kind is DayKind.OPEN else self._closed
            days.setdefault(day.organisation_id, set()).add(day.day)

    def of(self, organisation_id: int | None) -> SchoolCalendar:
        """The calendar of a school or provider; the council's where it has none of its own."""
        key = organisation_id or self._council_id
        if key not in self._made:
            self._made[key] = self._make(key)
        return self._made[key]

    def _make(self, key: int) -> SchoolCalendar:
        own = self._terms.get(key)
        council = SchoolCalendar(
            tuple(own or self._terms.get(self._council_id, [])),
            closed_days=frozenset(self._closed.get(self._council_id, ())),
            extra_open_days=frozenset(self._open.get(self._council_id, ())),
            bank_holidays=bank_holidays(),
        )
        return council.with_overrides(self._closed.get(key, ()), self._open.get(key, ()))


def calendar_of(session: Session, organisation_id: int | None) -> SchoolCalendar:
    """One organisation's calendar."""
    ids = () if organisation_id is None else (organisation_id,)
    return Calendars(session, ids).of(organisation_id)
