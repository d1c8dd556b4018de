"""Dates, times, numbers and money as people in England read them."""

from __future__ import annotations

from datetime import date, datetime, time

from flask import Flask

from portal.clock import in_london
from portal.domain.attendance.statistics import percent
from portal.domain.calendar.school_year import year_group, year_group_words
from portal.domain.checklists.answer_words import answer_words
from portal.domain.evidence.insurance import pounds


def long_day(day: date) -> str:
    """Tuesday 24 November"""
    return f"{day:%A} {day.day} {day:%B}"


def short_day(day: date) -> str:
    """Tue 24 Nov"""
    return f"{day:%a} {day.day} {day:%b}"


def full_day(day: date) -> str:
    """24 November 2026"""
    return f"{day.day} {day:%B} {day.year}"


def clock_time(moment: datetime | time) -> str:
    """9:41"""
    local = in_london(moment).time() if isinstance(moment, datetime) else moment
    return f"{local.hour}:{local.minute:02d}"


def day_and_time(moment: datetime) -> str:
    """24 November 2026 at 9:41"""
    local = in_london(moment)
    return f"{full_day(local.date())} at {clock_time(moment)}"


def year_words(born: date, day: date) -> str:
    """Year 10"""
    return year_group_words(year_group(born, day))


def counted(number: int, one: str, many: str | None = None) -> str:
    """1 pupil, 2 pupils"""
    return f"{number} {one if number == 1 else (many or one + 's')}"


def sentence(text: str) -> str:
    """The text with its first letter as a capital; names keep theirs."""
    return text[:1].upper() + text[1:]


_FILTERS = (
    long_day,
    short_day,
    full_day,
    clock_time,
    day_and_time,
    year_words,
    counted,
    sentence,
    percent,
    pounds,
)


def init_app(app: Flask) -> None:
    app.add_template_global(answer_words)
    for words in _FILTERS:
        app.add_template_filter(words)
