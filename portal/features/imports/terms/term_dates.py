"""Term dates of the council and of single schools.

For each organisation and school year that the file names, its terms take the place of those
before, and so do its INSET days: both are planned ahead. What the file does not name is shown, and
goes only where a person said so. Closed and open days are only added or
changed, because they may have been entered here on the morning that it snowed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, timedelta
from itertools import groupby, pairwise

from sqlalchemy import delete, insert, select

from portal.adapters.csv_files.fields import load_row
from portal.adapters.csv_files.reader import Row
from portal.domain.calendar.school_year import (
    SchoolCalendar,
    school_year_words,
)
from portal.domain.calendar.school_year import Term as TermDates
from portal.features.imports.reading.importer import Job, Removal
from portal.features.imports.reading.rosters import renew_all_rosters
from portal.features.imports.reading.schemas import Numbered, TermDateEntry, TermDateSchema
from portal.features.imports.reading.school_names import SchoolNames
from portal.features.imports.reading.sheets import TERM_DATES
from portal.features.imports.report import outcome_of
from portal.features.imports.terms.calendar_states import (
    DayState,
    Difference,
    Key,
    State,
    TermState,
    Wanted,
    difference,
)
from portal.models import CalendarDay, Council, DayKind, Term
from portal.services.calendar.calendars import bank_holidays, calendar_of

_SATURDAY = 5
_SEPTEMBER = 9
_LEAST_SCHOOL_DAYS = 190
_MOST_DAYS = 20_000


class TermDateImporter:
    """Keeps the rows until all are there: what is replaced depends on the whole file."""

    sheet = TERM_DATES
    preview_headings = ("Organisation", "Kind", "Name", "First day", "Last day")

    def __init__(self, job: Job) -> None:
        self._job = job
        self._schema = TermDateSchema()
        self._items: list[Numbered[TermDateEntry]] = []
        self._schools = SchoolNames(job.session)
        self._council_id: int | None = None
        self._names: dict[int, str] = {}

    def take(self, rows: Sequence[Row]) -> None:
        for row in rows:
            entry = load_row(self._schema, row, self._job.notes)
            if entry is not None:
                self._items.append(Numbered(row, entry))

    def finish(self) -> None:
        self._find_council()
        terms: dict[Key, tuple[Row, TermState]] = {}
        days: dict[Key, tuple[Row, DayState]] = {}
        for item in sorted(self._items, key=lambda each: each.entry.kind is not None):
            self._sort_in(item, terms, days)
        if len(days) > _MOST_DAYS:
            self._job.notes.file_problem(f"This file has more than {_MOST_DAYS:,} days: split it")
        self._check_terms([terms[key] for key in sorted(terms)], days)
        if self._job.notes.problem_count:
            return
        term_change = self._terms_changed(terms)
        day_change = self._days_changed(days)
        removes = bool(term_change.removed or day_change.removed)
        self._job.notes.asks = removes and self._job.removal is Removal.ASK
        if self._job.may_write:
            self._write(term_change, day_change)

    def _write(self, terms: Difference[TermState], days: Difference[DayState]) -> None:
        session, at = self._job.session, self._job.at
        if terms.gone:
            session.execute(delete(Term).where(Term.id.in_(terms.gone)))
        if terms.new:
            session.execute(insert(Term), [asdict(term) for term in terms.new])
        if days.gone:
            session.execute(delete(CalendarDay).where(CalendarDay.id.in_(days.gone)))
        if days.new:
            rows = [{**asdict(day), "created_at": at} for day in days.new]
            session.execute(insert(CalendarDay), rows)
        if terms or days:
            renew_all_rosters(session)

    def _find_council(self) -> None:
        for council_id, name in self._job.session.execute(select(Council.id, Council.name)):
            self._council_id = council_id
            self._names[council_id] = name

    def _organisation(self, item: Numbered[TermDateEntry]) -> int | None:
        """The council or school of a row; None with a note where the portal has none such."""
        text = item.entry.organisation
        if text is None:
            if self._council_id is None:
                expected = "The portal has no council yet: give the URN of a school"
                self._job.problem(item.row, "organisation", expected)
            return self._council_id
        try:
            school = self._schools.find(text)
        except ValueError as error:
            self._job.problem(item.row, "organisation", str(error))
            return None
        self._names[school.id] = school.name
        return school.id

    def _sort_in(
        self,
        item: Numbered[TermDateEntry],
        terms: dict[Key, tuple[Row, TermState]],
        days: dict[Key, tuple[Row, DayState]],
    ) -> None:
        """Put the term, or each day, of a row with the others."""
        entry = item.entry
        organisation_id = self._organisation(item)
        if organisation_id is None:
            return
        if entry.is_bank_holiday:
            self._job.notes.leave_out("because the portal knows bank holidays")
            return
        if entry.kind is None:
            term = TermState(organisation_id, entry.name, entry.start, entry.end)
            self._put(terms, item.row, term)
        else:
            weekdays = _weekdays(entry.start, entry.end)
            if not weekdays:
                self._job.problem(item.row, "start", "This is a Saturday or Sunday")
            if entry.is_holiday:
                weekdays = self._within_terms(organisation_id, weekdays, terms)
            for day in weekdays:
                state = DayState(organisation_id, day, entry.kind, entry.name)
                self._put(days, item.row, state)

    def _within_terms(
        self, organisation_id: int, days: list[date], terms: Wanted[TermState]
    ) -> list[date]:
        """The days of a holiday on which a term would otherwise be open; all if no term is given."""
        own = [term for _, term in terms.values() if term.organisation_id == organisation_id]
        kept = [
            day
            for day in days
            if not own or any(term.starts_on <= day <= term.ends_on for term in own)
        ]
        if not kept:
            self._job.notes.leave_out("because they lie between terms, when no school is open")
        return kept

    def _put(self, states: dict[Key, tuple[Row, State]], row: Row, state: State) -> None:
        if state.key in states:
            expected = f"Row {states[state.key][0].number} has {state.key[1]:%d/%m/%Y} already"
            self._job.problem(row, "start", expected)
        states[state.key] = (row, state)

    def _check_terms(self, terms: Sequence[tuple[Row, TermState]], days: Wanted[DayState]) -> None:
        """`terms` by organisation, in the order of their first days."""
        for row, term in terms:
            if term.ends_on >= date(term.year[1].year + 1, _SEPTEMBER, 1):
                expected = "A term lies within one school year: it ends by 31 August"
                self._job.problem(row, "end", expected)
        for (_, first), (row, second) in pairwise(terms):
            is_same = first.organisation_id == second.organisation_id
            if is_same and second.starts_on <= first.ends_on:
                self._job.problem(row, "start", f"This is before the end of {first.name}")
        for year, group in groupby(terms, key=lambda pair: pair[1].year):
            self._check_length(year, [term for _, term in group], days)

    def _check_length(self, year: Key, terms: Sequence[TermState], days: Wanted[DayState]) -> None:
        """A school meets on 190 days (Education (School Day and School Year) Regulations 1999)."""
        dates = tuple(TermDates(term.starts_on, term.ends_on) for term in terms)
        known = calendar_of(self._job.session, year[0])
        own = {key[1]: state.kind for key, (_, state) in days.items() if key[0] == year[0]}
        calendar = SchoolCalendar(
            dates, known.closed_days, known.extra_open_days, bank_holidays()
        ).with_overrides(
            (day for day, kind in own.items() if kind is not DayKind.OPEN),
            (day for day, kind in own.items() if kind is DayKind.OPEN),
        )
        count = sum(calendar.is_school_day(day) for d in dates for day in _weekdays(*_span(d)))
        if count < _LEAST_SCHOOL_DAYS:
            advice = (
                f"The terms of {self._names[year[0]]} for {school_year_words(year[1])} have"
                f" {count} school days; a school must be open on {_LEAST_SCHOOL_DAYS}"
            )
            self._job.notes.warning(0, "", "", advice)

    def _terms_changed(self, terms: Wanted[TermState]) -> Difference[TermState]:
        years = {term.year for _, term in terms.values()}
        columns = (Term.organisation_id, Term.name, Term.starts_on, Term.ends_on)
        organisations = Term.organisation_id.in_({year[0] for year in years})
        found = self._job.session.execute(select(Term.id, *columns).where(organisations))
        all_held = {row[0]: TermState(*row[1:]) for row in found}
        held = {number: term for number, term in all_held.items() if term.year in years}
        held = self._without_kept(held, terms)
        self._check_kept(all_held, held, terms)
        change = difference(held, terms)
        self._note(held, terms, change)
        return change

    def _days_changed(self, days: Wanted[DayState]) -> Difference[DayState]:
        inset_years = {day.year for _, day in days.values() if day.kind is DayKind.INSET}
        columns = (CalendarDay.organisation_id, CalendarDay.day, CalendarDay.kind, CalendarDay.note)
        organisations = CalendarDay.organisation_id.in_({key[0] for key in days})
        found = self._job.session.execute(select(CalendarDay.id, *columns).where(organisations))
        all_held = {row[0]: DayState(*row[1:]) for row in found}
        held = {
            number: day
            for number, day in all_held.items()
            if day.key in days or (day.kind is DayKind.INSET and day.year in inset_years)
        }
        held = self._without_kept(held, days)
        change = difference(held, days)
        self._note(held, days, change)
        return change

    def _without_kept(self, held: Mapping[int, State], wanted: Wanted[State]) -> dict[int, State]:
        """What the file speaks of; with what it leaves out, unless that is to be kept."""
        if self._job.removal is not Removal.KEEP:
            return dict(held)
        return {number: state for number, state in held.items() if state.key in wanted}

    def _check_kept(
        self,
        all_held: Mapping[int, TermState],
        replaced: Mapping[int, TermState],
        wanted: Wanted[TermState],
    ) -> None:
        """A term that is kept must not overlap a new one, of whichever school year it is."""
        for number, kept in all_held.items():
            over = [(row, term) for row, term in wanted.values() if _overlap(kept, term)]
            if not over or kept.key in wanted:
                continue
            if number not in replaced:
                expected = f"This overlaps {kept.name}, which the portal has and keeps"
                self._job.problem(over[0][0], "start", expected)
            else:
                self._job.notes.must_remove = True

    def _note(
        self, held: Mapping[int, State], wanted: Wanted[State], change: Difference[State]
    ) -> None:
        before = {each.key: each for each in held.values()}
        for key, (row, after) in wanted.items():
            cells = (self._names[key[0]], *after.cells)
            self._job.notes.add(row.number, outcome_of(before.get(key), after), cells)
        for removed in change.removed:
            self._job.notes.remove((self._names[removed.organisation_id], *removed.cells))


def _overlap(one: TermState, other: TermState) -> bool:
    return (
        one.organisation_id == other.organisation_id
        and one.starts_on <= other.ends_on
        and other.starts_on <= one.ends_on
    )


def _span(dates: TermDates) -> tuple[date, date]:
    return dates.first_day, dates.last_day


def _weekdays(first: date, last: date) -> list[date]:
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [day for day in days if day.weekday() < _SATURDAY]
