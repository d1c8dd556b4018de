"""School terms of any year, after the pattern that Oxfordshire published for 2026 to 2027."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from portal.domain.calendar.school_year import Term

_MONDAY, _FRIDAY = 0, 4
_WEEK = timedelta(days=7)
_LATEST_SPRING_END = 5  # April


def terms_of_school_year(first_year: int, bank_holidays: Iterable[date]) -> list[Term]:
    """The six terms of the school year that starts in September of `first_year`."""
    year = first_year + 1
    october_break = _last(_MONDAY, date(first_year, 10, 31))
    february_break = _first(_MONDAY, date(year, 2, 1)) + 2 * _WEEK
    spring_end = _spring_end(_good_friday(year, bank_holidays))
    summer_start = _last(_MONDAY, spring_end) + 3 * _WEEK
    may_break = _last(_MONDAY, date(year, 5, 31))
    days = [
        (_weekday_from(date(first_year, 9, 2)), _friday_before(october_break)),
        (october_break + _WEEK, _last(_FRIDAY, date(first_year, 12, 20))),
        (_weekday_from(date(year, 1, 4)), _friday_before(february_break)),
        (february_break + _WEEK, spring_end),
        (summer_start, _friday_before(may_break)),
        (may_break + _WEEK, _weekday_to(date(year, 7, 21))),
    ]
    return [Term(first, last, f"Term {number}") for number, (first, last) in enumerate(days, 1)]


def _spring_end(good_friday: date) -> date:
    """The day before Good Friday in March; otherwise a Friday at least a week before it."""
    if good_friday.month == 3:
        return good_friday - timedelta(days=1)
    latest = date(good_friday.year, 4, _LATEST_SPRING_END)
    return _last(_FRIDAY, min(good_friday - _WEEK, latest))


def _good_friday(year: int, bank_holidays: Iterable[date]) -> date:
    spring = (day for day in sorted(bank_holidays) if day.year == year and day.month in (3, 4))
    return next(day for day in spring if day.weekday() == _FRIDAY)


def _friday_before(monday: date) -> date:
    return monday - timedelta(days=3)


def _first(weekday: int, day: date) -> date:
    """The first such weekday on or after the day."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def _last(weekday: int, day: date) -> date:
    """The last such weekday on or before the day."""
    return day - timedelta(days=(day.weekday() - weekday) % 7)


def _weekday_from(day: date) -> date:
    return day if day.weekday() <= _FRIDAY else _first(_MONDAY, day)


def _weekday_to(day: date) -> date:
    return day if day.weekday() <= _FRIDAY else _last(_FRIDAY, day)
