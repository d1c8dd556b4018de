"""Reads a weekly pattern as an office types it: “mon am+pm, wed am”, “Monday all day”, “Mon to Fri AM”."""

from __future__ import annotations

import re
from collections.abc import Iterable

from portal.domain.calendar.day_words import SCHOOL_WEEKDAYS
from portal.domain.calendar.sessions import Half

WeeklySession = tuple[int, Half]
"""A weekday (Monday is 0) and a half of it."""

_BOTH = frozenset(Half)
_DAYS = {
    "mon": (0,),
    "monday": (0,),
    "mondays": (0,),
    "tue": (1,),
    "tues": (1,),
    "tuesday": (1,),
    "tuesdays": (1,),
    "wed": (2,),
    "weds": (2,),
    "wednesday": (2,),
    "wednesdays": (2,),
    "thu": (3,),
    "thur": (3,),
    "thurs": (3,),
    "thursday": (3,),
    "thursdays": (3,),
    "fri": (4,),
    "friday": (4,),
    "fridays": (4,),
    "daily": (0, 1, 2, 3, 4),
    "weekdays": (0, 1, 2, 3, 4),
    "everyday": (0, 1, 2, 3, 4),
}
_HALVES = {
    "am": frozenset({Half.AM}),
    "morning": frozenset({Half.AM}),
    "mornings": frozenset({Half.AM}),
    "pm": frozenset({Half.PM}),
    "afternoon": frozenset({Half.PM}),
    "afternoons": frozenset({Half.PM}),
    "ampm": _BOTH,
    "allday": _BOTH,
}
_WEEKEND = {"sat", "saturday", "saturdays", "sun", "sunday", "sundays"}
_JOINERS = {"and", "+", "&", "/", "(", ")", ":"}
_ENDS = {",", ";"}
_RANGES = {"-", "–", "to"}
_PHRASES = (
    (re.compile(r"\b([ap])\.\s?m\b\.?"), r"\1m"),
    (re.compile(r"\b(all|full|whole)[ -]?day\b"), "allday"),
    (re.compile(r"\bevery[ -]?day\b"), "everyday"),
    (re.compile(r"\b([a-z]{3,}?)(am|pm)\b"), r"\1 \2"),
)
_TOKEN = re.compile(r"[^\W\d_]+|[^\w\s.]|\d+")


def parse_week(text: str) -> frozenset[WeeklySession]:
    """The sessions of the week. Raises ValueError with words for the person who typed it."""
    entry = _Entry()
    for token in _tokens(text):
        entry.read(token)
    entry.finish()
    if not entry.sessions:
        raise ValueError("Give the days, each with am, pm or all day: mon am+pm, wed am")
    return frozenset(entry.sessions)


def week_words(sessions: Iterable[WeeklySession]) -> str:
    """For people, and for a file: "mon am+pm, wed am"."""
    halves: dict[int, list[str]] = {}
    for weekday, half in sorted(sessions):
        halves.setdefault(weekday, []).append(half.value)
    return ", ".join(f"{_short(weekday)} {'+'.join(each)}" for weekday, each in halves.items())


def _tokens(text: str) -> list[str]:
    plain = text.casefold()
    for phrase, word in _PHRASES:
        plain = phrase.sub(word, plain)
    return _TOKEN.findall(plain)


class _Entry:
    """Some days and the halves that hold for all of them; the next day after a half starts anew."""

    def __init__(self) -> None:
        self.sessions: set[WeeklySession] = set()
        self._days: list[int] = []
        self._halves: set[Half] = set()
        self._is_range = False

    def read(self, token: str) -> None:
        if token in _DAYS:
            self._add_days(_DAYS[token])
        elif token in _HALVES:
            self._add_halves(token)
        elif token in _ENDS:
            self.finish()
        elif token in _RANGES:
            self._is_range = bool(self._days)
        elif token in _WEEKEND:
            raise ValueError("Sessions are on Monday to Friday")
        elif token not in _JOINERS:
            raise ValueError(f"“{token}” is not a day, am, pm or all day")

    def finish(self) -> None:
        """Take the days with their halves, and begin afresh."""
        if self._days and not self._halves:
            raise ValueError(f"Say am, pm or all day after {SCHOOL_WEEKDAYS[self._days[-1]]}")
        self.sessions |= {(day, half) for day in self._days for half in self._halves}
        self._days, self._halves, self._is_range = [], set(), False

    def _add_days(self, days: tuple[int, ...]) -> None:
        if self._halves and self._is_range:
            raise ValueError("Write a span of days before am or pm: mon to wed am")
        if self._halves:
            self.finish()
        if self._is_range:
            if days[0] <= self._days[-1]:
                raise ValueError("Write a span of days from the earlier to the later: mon to fri")
            days = tuple(range(self._days[-1], days[0] + 1))
        self._days.extend(days)
        self._is_range = False

    def _add_halves(self, token: str) -> None:
        """A hyphen between a day and “am” means nothing: “mon-am”."""
        if not self._days:
            raise ValueError(f"Write the day before “{token}”: mon am")
        self._halves |= _HALVES[token]
        self._is_range = False


def _short(weekday: int) -> str:
    return SCHOOL_WEEKDAYS[weekday][:3].lower()
