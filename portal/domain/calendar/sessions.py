"""The morning or afternoon of one day: a school session, and its name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

EARLIEST_YEAR = 2000
LATEST_YEAR = 2100

_KEY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})-(am|pm)")


class Half(StrEnum):
    """The two sessions of a school day."""

    AM = "am"
    PM = "pm"

    @property
    def words(self) -> str:
        return "morning" if self is Half.AM else "afternoon"


@dataclass(frozen=True, order=True)
class SessionKey:
    """One school session, written "2026-11-24-am"; keys sort in the order of time."""

    day: date
    half: Half

    def __str__(self) -> str:
        return f"{self.day.isoformat()}-{self.half}"

    @classmethod
    def parse(cls, text: str) -> SessionKey:
        """Read "2026-11-24-am" and nothing looser. Raises ValueError."""
        found = _KEY.fullmatch(text)
        if found is None:
            raise ValueError("A session is written like 2026-11-24-am")
        year, month, day, half = found.groups()
        if not EARLIEST_YEAR <= int(year) <= LATEST_YEAR:
            raise ValueError(f"The year must be from {EARLIEST_YEAR} to {LATEST_YEAR}")
        return cls(date(int(year), int(month), int(day)), Half(half))

    @property
    def words(self) -> str:
        """For people: "Tuesday 24 November, morning"."""
        return f"{self.day:%A} {self.day.day} {self.day:%B}, {self.half.words}"
