"""A day as people in England read it, for the sentences that the rules make."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time

from portal.domain.calendar.sessions import Half

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
"""By number, as `date.weekday` counts them."""
SCHOOL_WEEKDAYS = WEEKDAYS[:5]


def full_day(day: date) -> str:
    """24 November 2026"""
    return f"{day.day} {day:%B} {day.year}"


def week_words(sessions: Iterable[tuple[int, Half]]) -> str:
    """Monday all day, Wednesday morning; "" for none. A weekday is a number, Monday is 0."""
    halves: dict[int, set[Half]] = {}
    for weekday, half in sorted(sessions):
        halves.setdefault(weekday, set()).add(half)
    if halves == {weekday: set(Half) for weekday in range(5)}:
        return "Monday to Friday, all day"
    return ", ".join(
        f"{WEEKDAYS[weekday]} {'all day' if len(those) == len(Half) else min(those).words}"
        for weekday, those in halves.items()
    )


def clock_words(moment: time) -> str:
    """9:05"""
    return f"{moment.hour}:{moment.minute:02d}"


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day where it is shorter."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    next_month = date(years + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    last = date.fromordinal(next_month.toordinal() - 1).day
    return date(years, month + 1, min(day.day, last))
