"""Reads a date as people and other systems write it: 24/11/2026, 24-11-2026 or 2026-11-24."""

from __future__ import annotations

import re
from datetime import date

_DAY_FIRST = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d+)", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_FORM = "Write the date like 24/11/2026"


def parse_day(text: str, first_year: int, last_year: int) -> date:
    """The date. Raises ValueError with words for the person who typed it."""
    year, month, day = _numbers(text)
    if not first_year <= year <= last_year:
        raise ValueError(f"The year must be from {first_year} to {last_year}")
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError("There is no such day: check the day and the month") from None


def _numbers(text: str) -> tuple[int, int, int]:
    if found := _YEAR_FIRST.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    found = _DAY_FIRST.fullmatch(text)
    if found is None:
        raise ValueError(_FORM)
    if len(found[4]) != 4:
        raise ValueError(f"{_FORM}, with the year in four figures")
    return int(found[4]), int(found[3]), int(found[1])
