"""Reads a date as people and other systems write it, where the day is not in doubt.

24/11/2026, 24-11-2026, 2026-11-24, 24 November 2026, Tuesday 24th Nov 2026, 24-Nov-2026, and each of
them with a midnight that an export put behind it.
"""

from __future__ import annotations

import re
from datetime import date

from portal.domain.text.plain_text import clean_code

_WORDS = re.ASCII | re.IGNORECASE
_DAY_FIRST = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d+)", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})([/-])(\d{2})\2(\d{2})", re.ASCII)
_MIDNIGHT = re.compile(r"(?:[T ]00:00(?::00(?:\.0+)?)?Z?| 12:00(?::00)? ?AM)$", re.IGNORECASE)
_ANY_TIME = re.compile(r"[T ]\d{1,2}:\d{2}.*", re.IGNORECASE)
_WEEKDAY = re.compile(
    r"(?:mon|tues?|wed(?:nes)?|thu(?:r|rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? +", re.IGNORECASE
)
_DAY_THEN_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ .,/-]*([a-z]+)\.?[ ,/-]*(\d*)", _WORDS)
_MONTH_THEN_DAY = re.compile(r"([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d+)", _WORDS)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?", re.ASCII)
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_FORM = "Write the date like 24/11/2026"
_FOUR_FIGURES = f"{_FORM}, with the year in four figures"
_CENTURY = 2000


def parse_day(text: str, first_year: int, last_year: int, takes_short_years: bool = False) -> date:
    """The date. Raises ValueError with words for the person who typed it.

    `takes_short_years` is for dates of now, such as term dates: 02-Sep-26 is in 2026. In a date of
    birth a year in two figures is in doubt.
    """
    year, month, day = _numbers(clean_code(text), takes_short_years)
    if not first_year <= year <= last_year:
        raise ValueError(f"The year must be from {first_year} to {last_year}")
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError("There is no such day: check the day and the month") from None


def month_number(word: str) -> int:
    """1 for “January”, “Jan” or “jan”; 0 for a word that is no month."""
    plain = word.casefold()
    found = [
        number
        for number, month in enumerate(_MONTHS, 1)
        if plain in (month, month[:3]) or (plain == "sept" and number == 9)
    ]
    return found[0] if found else 0


def _numbers(text: str, takes_short_years: bool) -> tuple[int, int, int]:
    if _SERIAL.fullmatch(text):
        raise ValueError(
            "This is the number that a spreadsheet keeps for a date:"
            f" format the column as a date. {_FORM}"
        )
    plain = _MIDNIGHT.sub("", text)
    if _ANY_TIME.search(plain):
        raise ValueError(f"{_FORM}, without a time")
    if found := _YEAR_FIRST.fullmatch(plain):
        return int(found[1]), int(found[3]), int(found[4])
    if found := _DAY_FIRST.fullmatch(plain):
        return _year(found[4], takes_short_years=False), int(found[3]), int(found[1])
    return _in_words(_WEEKDAY.sub("", plain, count=1), takes_short_years)


def _in_words(text: str, takes_short_years: bool) -> tuple[int, int, int]:
    """The month is written out, so that a short year can only be the year."""
    if found := _DAY_THEN_MONTH.fullmatch(text):
        day, word, year = found.groups()
    elif found := _MONTH_THEN_DAY.fullmatch(text):
        word, day, year = found.groups()
    else:
        raise ValueError(_FORM)
    month = month_number(word)
    if not month:
        raise ValueError(_FORM)
    return _year(year, takes_short_years), month, int(day)


def _year(text: str, takes_short_years: bool) -> int:
    if len(text) == 4:
        return int(text)
    if len(text) == 2 and takes_short_years:
        return _CENTURY + int(text)
    raise ValueError(_FOUR_FIGURES)
