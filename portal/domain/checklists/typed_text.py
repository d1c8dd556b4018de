"""Reading what people type: numbers, money, dates, times, postcodes, telephone numbers and email.

Each `read_…` returns the one written form, or None where the text is nothing of the kind.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from portal.domain.text.plain_text import clean_code, clean_line, clean_text

_POSTCODE: Final = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})")
_EMAIL: Final = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]+")
_LONGEST_EMAIL: Final = 254
_TELEPHONE: Final = re.compile(r"\+?[0-9 ()\-]+")
_MONEY: Final = re.compile(r"£?\s*([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,9})(?:\.([0-9]{2}))?")
_WHOLE: Final = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,9}")
_CLOCK: Final = re.compile(r"([0-9]{1,2})(?:[:.]([0-9]{2}))?\s*(am|pm)?")
_DAY: Final = re.compile(r"([0-9]{1,2})[ /.\-]+([0-9]{1,2}|[a-z]{3,9})[ /.\-]+([0-9]{4})")
_ISO_DAY: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_MONTHS: Final = (
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
_EARLIEST_YEAR: Final = 1900
_LATEST_YEAR: Final = 2100


def read_line(text: str) -> str:
    """One line without control characters and without spaces at the ends or doubled."""
    return clean_line(text)


def read_paragraph(text: str) -> str:
    """Several lines, with one kind of line ending and without control characters."""
    lines = (clean_text(text) or "").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def read_whole_number(text: str) -> int | None:
    text = clean_code(text)
    return int(text.replace(",", "")) if _WHOLE.fullmatch(text) else None


def read_pence(text: str) -> int | None:
    """65, 65.50, £1,250"""
    found = _MONEY.fullmatch(clean_code(text))
    return int(found[1].replace(",", "")) * 100 + int(found[2] or 0) if found else None


def read_day(text: str) -> date | None:
    """2026-11-24, 24/11/2026, 24 11 2026 or 24 November 2026"""
    text = clean_code(text).lower()
    iso = _ISO_DAY.fullmatch(text)
    if iso:
        return _day(int(iso[1]), int(iso[2]), int(iso[3]))
    found = _DAY.fullmatch(text)
    return _day(int(found[3]), _month(found[2]), int(found[1])) if found else None


def read_clock(text: str) -> str | None:
    """9, 9:00, 9.30, 2:30pm or 14:30, written 14:30"""
    found = _CLOCK.fullmatch(clean_code(text).lower())
    if not found:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half is not None and not 1 <= hour <= 12:
        return None
    if half is not None:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return f"{hour:02d}:{minute:02d}" if hour < 24 and minute < 60 else None


def read_postcode(text: str) -> str | None:
    """OX1 1ND"""
    found = _POSTCODE.fullmatch("".join(text.split()).upper())
    return f"{found[1]} {found[2]}" if found else None


def read_telephone(text: str) -> str | None:
    """As typed, with single spaces; 10 to 15 figures."""
    text = " ".join(text.split())
    is_telephone = _TELEPHONE.fullmatch(text) and 10 <= sum(map(str.isdigit, text)) <= 15
    return text if is_telephone else None


def read_email(text: str) -> str | None:
    text = clean_code(text)
    is_email = _EMAIL.fullmatch(text) and len(text) <= _LONGEST_EMAIL
    return text if is_email else None


def _month(text: str) -> int:
    """The number of a month from its number or name; 0 where there is no such month."""
    if text.isdecimal():
        return int(text)
    found = [place for place, name in enumerate(_MONTHS, start=1) if name.startswith(text)]
    return found[0] if found else 0


def _day(year: int, month: int, day: int) -> date | None:
    if not _EARLIEST_YEAR <= year <= _LATEST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
