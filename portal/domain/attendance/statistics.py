"""Possible sessions, attendance and absence rates, lateness, and the penalty notice threshold.

Counted as the Department for Education counts: "Pupil attendance in schools", methodology, school
years from 2024 to 2025 on. Codes that are no possible attendance (D, Q, X, Y1 to Y7) and codes
that are not collected (Z, #) are outside every rate.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from fractions import Fraction
from typing import Final

from portal.domain.attendance.codes import StatisticalClass, statistical_class_of
from portal.domain.calendar.school_year import SchoolCalendar
from portal.domain.calendar.sessions import SessionKey

PERSISTENT_ABSENCE: Final = Fraction(10, 100)
SEVERE_ABSENCE: Final = Fraction(50, 100)

PENALTY_SESSIONS: Final = 10
PENALTY_SCHOOL_WEEKS: Final = 10
"""Working together to improve school attendance: national framework, from 19 August 2024."""

SUPPRESSED: Final = "c"


@dataclass(frozen=True)
class Tally:
    """How many sessions of each statistical class; from one pupil's week up to all of England."""

    attending: int = 0
    approved_educational_activity: int = 0
    authorised: int = 0
    unauthorised: int = 0
    not_a_possible_attendance: int = 0
    not_collected: int = 0

    @classmethod
    def of(cls, counts: Mapping[str, int]) -> Tally:
        """Tally numbers of sessions by code. Raises InvalidError for an unknown code."""
        totals = dict.fromkeys(StatisticalClass, 0)
        for letter, count in counts.items():
            totals[statistical_class_of(letter)] += count
        return cls(**{counted.value: total for counted, total in totals.items()})

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.attending + other.attending,
            self.approved_educational_activity + other.approved_educational_activity,
            self.authorised + other.authorised,
            self.unauthorised + other.unauthorised,
            self.not_a_possible_attendance + other.not_a_possible_attendance,
            self.not_collected + other.not_collected,
        )

    @property
    def attended(self) -> int:
        """Sessions at school, or in an approved educational activity elsewhere."""
        return self.attending + self.approved_educational_activity

    @property
    def absent(self) -> int:
        return self.authorised + self.unauthorised

    @property
    def possible(self) -> int:
        return self.attended + self.absent

    @property
    def attendance_rate(self) -> Fraction | None:
        """From 0 to 1; None where no session was possible."""
        return self._share(self.attended)

    @property
    def absence_rate(self) -> Fraction | None:
        return self._share(self.absent)

    @property
    def authorised_absence_rate(self) -> Fraction | None:
        return self._share(self.authorised)

    @property
    def unauthorised_absence_rate(self) -> Fraction | None:
        return self._share(self.unauthorised)

    @property
    def is_persistently_absent(self) -> bool:
        """Missed at least 10% of the pupil's own possible sessions, for whatever reason."""
        return self._missed_at_least(PERSISTENT_ABSENCE)

    @property
    def is_severely_absent(self) -> bool:
        """Missed at least 50% of the pupil's own possible sessions, for whatever reason."""
        return self._missed_at_least(SEVERE_ABSENCE)

    def _share(self, count: int) -> Fraction | None:
        return Fraction(count, self.possible) if self.possible else None

    def _missed_at_least(self, threshold: Fraction) -> bool:
        return self.absence_rate is not None and self.absence_rate >= threshold


def percent(rate: Fraction | None) -> str:
    """For people: "92.9%", or "no sessions"; a half is rounded up."""
    if rate is None:
        return "no sessions"
    tenths = (rate * 1000 + Fraction(1, 2)).__floor__()
    return f"{tenths // 10}.{tenths % 10}%"


def parse_published_count(text: str) -> int | None:
    """A count in a published statistics file; None where a small number is hidden as "c"."""
    return None if text == SUPPRESSED else int(text)


def minutes_late(opened: time, arrived: time, closed: time | None = None) -> int:
    """Whole minutes between the start of the session and the arrival; 0 for an early arrival.

    Never more than the session lasts: nobody is late beyond its end.
    """
    last = arrived if closed is None else min(arrived, closed)
    return max(0, _minutes(last) - _minutes(opened))


def is_outside(opened: time, closed: time, moment: time | None) -> bool:
    """Whether a time that was given for a mark is in doubt, because the session was not on."""
    return moment is not None and not opened <= moment <= closed


def minutes_missed_at_end(left: time, closed: time) -> int:
    """Whole minutes between leaving and the end of the session; 0 for a pupil who stayed."""
    return max(0, _minutes(closed) - _minutes(left))


@dataclass(frozen=True)
class PenaltyThreshold:
    """Unauthorised sessions in the ten school weeks up to a day. To show: the council decides."""

    first_day: date
    sessions: int
    threshold: int = PENALTY_SESSIONS
    weeks: int = PENALTY_SCHOOL_WEEKS

    @property
    def is_reached(self) -> bool:
        return self.sessions >= self.threshold


def penalty_threshold(
    unauthorised: Iterable[SessionKey], today: date, calendar: SchoolCalendar
) -> PenaltyThreshold:
    """Count a pupil's unauthorised sessions in the ten school weeks that end with today's.

    A school week is a week, Monday to Sunday, with at least one school day.
    """
    first_day = _start_of_school_weeks(today, calendar)
    return PenaltyThreshold(
        first_day, len({key for key in unauthorised if first_day <= key.day <= today})
    )


def _start_of_school_weeks(today: date, calendar: SchoolCalendar) -> date:
    monday = today - timedelta(days=today.weekday())
    found = 0
    while True:
        found += bool(calendar.school_days_between(monday, monday + timedelta(days=6)))
        if found == PENALTY_SCHOOL_WEEKS:
            return monday
        monday -= timedelta(weeks=1)


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute
