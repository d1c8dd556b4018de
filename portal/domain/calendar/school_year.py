"""School years, year groups, and the days on which a school is open.

A school day is a day on which the school meets (Education Act 1996, section 579). Schools differ
by their staff training days, so each school has its own calendar.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

FIRST_MONTH = 9
_DAY = timedelta(days=1)
_AUGUST = 8
_RECEPTION_AGE = 5


def first_day_of_school_year(day: date) -> date:
    """The 1 September on or before the day."""
    year = day.year if day.month >= FIRST_MONTH else day.year - 1
    return date(year, FIRST_MONTH, 1)


def last_day_of_school_year(day: date) -> date:
    """The 31 August on or after the day."""
    return date(first_day_of_school_year(day).year + 1, FIRST_MONTH - 1, 31)


def school_year_of_term(first_day: date) -> date:
    """The first of the August in which the school year of a term, or of a day near it, may begin.

    A school year begins with the first school term that begins after July (Education Act 1996,
    section 579), so a term that begins on 26 August belongs to the year that it begins.
    """
    year = first_day.year if first_day.month >= _AUGUST else first_day.year - 1
    return date(year, _AUGUST, 1)


def school_year_words(day: date) -> str:
    """For people: "2026 to 2027", for a day of a term."""
    first = school_year_of_term(day).year
    return f"{first} to {first + 1}"


def year_group(born: date, day: date) -> str:
    """The year group that a pupil's age gives: "N1", "N2", "R", "1" to "14", or "X" outside these.

    A school may teach a pupil in another year group, so what the school says comes first. These
    are the codes of the school census.
    """
    age_reached = last_day_of_school_year(day).year - last_day_of_school_year(born).year
    match age_reached - _RECEPTION_AGE:
        case -2:
            return "N1"
        case -1:
            return "N2"
        case 0:
            return "R"
        case number if 1 <= number <= 14:
            return str(number)
        case _:
            return "X"


def year_group_words(code: str) -> str:
    """For people: "Year 9", "Reception", "Nursery"."""
    match code:
        case "R":
            return "Reception"
        case "N1" | "N2":
            return "Nursery"
        case "X":
            return "No year group"
        case _:
            return f"Year {code}"


@dataclass(frozen=True, order=True)
class Term:
    """One of the six terms (half-terms) of a school year; both days are included."""

    first_day: date
    last_day: date
    name: str = ""

    def __contains__(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True)
class SchoolCalendar:
    """When one school is open: its terms, less closed days and bank holidays, plus extra open
    days.
    """

    terms: tuple[Term, ...]
    closed_days: frozenset[date] = field(default_factory=frozenset)
    extra_open_days: frozenset[date] = field(default_factory=frozenset)
    bank_holidays: frozenset[date] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        object.__setattr__(self, "terms", tuple(sorted(self.terms)))

    def with_overrides(self, closed: Iterable[date], extra_open: Iterable[date]) -> SchoolCalendar:
        """This calendar with one school's own training days and extra days."""
        closed_here, open_here = frozenset(closed), frozenset(extra_open)
        return replace(
            self,
            closed_days=(self.closed_days - open_here) | closed_here,
            extra_open_days=(self.extra_open_days - closed_here) | open_here,
        )

    def is_school_day(self, day: date) -> bool:
        """Whether the school is open; False for days whose terms are not known."""
        if day in self.extra_open_days:
            return True
        return _is_weekday(day) and not self._is_shut(day) and self.term_of(day) is not None

    def covers(self, day: date) -> bool:
        """Whether the day lies within the terms and holidays that are known."""
        return bool(self.terms) and self.terms[0].first_day <= day <= self.terms[-1].last_day

    def term_of(self, day: date) -> Term | None:
        return next((term for term in self.terms if day in term), None)

    def first_day_of_year(self, day: date) -> date:
        """The day on which the school year of the day began: its first term that begins after July.

        Education Act 1996, section 579. The 1 September where the terms of that time are not known.
        """
        starts: dict[date, date] = {}
        for term in self.terms:
            if term.first_day.month >= _AUGUST:
                starts.setdefault(school_year_of_term(term.first_day), term.first_day)
        year = school_year_of_term(day)
        if day < starts.get(year, first_day_of_school_year(day)):
            year = date(year.year - 1, _AUGUST, 1)
        return starts.get(year, first_day_of_school_year(min(day, date(year.year + 1, _AUGUST, 1))))

    def term_after(self, day: date) -> Term | None:
        """The first term that starts after the day."""
        return next((term for term in self.terms if term.first_day > day), None)

    def school_days_between(self, first: date, last: date) -> tuple[date, ...]:
        """The school days from first to last, both included."""
        days = (first + _DAY * number for number in range((last - first).days + 1))
        return tuple(day for day in days if self.counts(day))

    def school_days_after(self, day: date, count: int) -> date:
        """The day that is `count` school days after the day, which itself does not count."""
        return self._step(day, count, _DAY)

    def school_days_before(self, day: date, count: int) -> date:
        """The day that is `count` school days before the day, which itself does not count."""
        return self._step(day, count, -_DAY)

    def next_school_day(self, day: date) -> date:
        """The first school day after the day."""
        return self.school_days_after(day, 1)

    def school_day_from(self, day: date) -> date:
        """The day itself if it is a school day, otherwise the next one."""
        return day if self.counts(day) else self.next_school_day(day)

    def counts(self, day: date) -> bool:
        """Whether the day counts in a clock.

        Where no term dates are known, weekdays outside August count, so that a clock shown to a
        person may end too early but does not end too late.
        """
        if self.is_school_day(day):
            return True
        return (
            not self.covers(day)
            and _is_weekday(day)
            and not self._is_shut(day)
            and day.month != _AUGUST
        )

    def _is_shut(self, day: date) -> bool:
        return day in self.closed_days or day in self.bank_holidays

    def _step(self, day: date, count: int, step: timedelta) -> date:
        for _ in range(count):
            day += step
            while not self.counts(day):
                day += step
        return day


def _is_weekday(day: date) -> bool:
    return day.weekday() < 5
