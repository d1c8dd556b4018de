"""When a document runs out, when to remind of it, and what has lapsed.

A document holds up to and including its last day. The periods are in `evidence_rules`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from portal.domain.calendar.day_words import full_day, months_after
from portal.domain.calendar.school_year import first_day_of_school_year, last_day_of_school_year
from portal.domain.errors import InvalidError
from portal.domain.evidence.kinds import EvidenceGroup, EvidenceKind, evidence_rule

REMIND_DAYS_BEFORE: Final = (60, 30, 7)
REMIND_DAYS_WORDS: Final = "{}, {} and {}".format(*REMIND_DAYS_BEFORE)


class EvidenceStatus(StrEnum):
    """How a document stands today."""

    CURRENT = "current"
    EXPIRING = "expiring"
    LAPSED = "lapsed"
    MISSING = "missing"

    @property
    def words(self) -> str:
        return _STANDING_WORDS[self]

    @property
    def is_in_force(self) -> bool:
        """Whether the document still counts today."""
        return self in (EvidenceStatus.CURRENT, EvidenceStatus.EXPIRING)


_STANDING_WORDS: Final = {
    EvidenceStatus.CURRENT: "Up to date",
    EvidenceStatus.EXPIRING: "Runs out soon",
    EvidenceStatus.LAPSED: "Has run out",
    EvidenceStatus.MISSING: "Missing",
}


def default_end(kind: EvidenceKind, issued_on: date) -> date | None:
    """The last day of a document that names no end of its own; None where it does not run out."""
    rule = evidence_rule(kind)
    if rule.ends_each_september:
        return last_day_of_school_year(issued_on)
    if rule.life_months is None:
        return None
    anniversary = months_after(issued_on, rule.life_months)
    is_period_of_cover = rule.group is EvidenceGroup.INSURANCE
    return anniversary - timedelta(days=1) if is_period_of_cover else anniversary


def expires_on(kind: EvidenceKind, issued_on: date | None, given: date | None) -> date | None:
    """The last day on which a document counts; None where it does not run out.

    `given` is the end, or the date of the next review, that the document itself names. Raises
    InvalidError where a date is missing or the two do not fit together.
    """
    rule = evidence_rule(kind)
    if issued_on is None and rule.needs_issue_date:
        raise InvalidError.of("issued_on", "Enter the date of issue")
    if given is None and rule.needs_expiry:
        raise InvalidError.of("expires_on", "Enter the date on which the cover ends")
    if issued_on is None:
        return given
    if given is not None and given < issued_on:
        raise InvalidError.of("expires_on", "The end must not be before the date of issue")
    longest = default_end(kind, issued_on)
    if given is None or longest is None:
        return given or longest
    is_cut = rule.is_longest_life or rule.ends_each_september
    return min(given, longest) if is_cut else given


def check_issue_date(issued_on: date, today: date) -> date:
    """A date of issue that is not still to come. Raises InvalidError."""
    if issued_on > today:
        raise InvalidError.of("issued_on", "The date of issue must be today or in the past")
    return issued_on


def status_on(today: date, ends_on: date | None, is_held: bool = True) -> EvidenceStatus:
    """How a document stands; one without an end holds for good."""
    if not is_held:
        return EvidenceStatus.MISSING
    if ends_on is None:
        return EvidenceStatus.CURRENT
    days_left = (ends_on - today).days
    if days_left < 0:
        return EvidenceStatus.LAPSED
    return (
        EvidenceStatus.EXPIRING if days_left <= max(REMIND_DAYS_BEFORE) else EvidenceStatus.CURRENT
    )


def reminders_due(ends_on: date, today: date) -> frozenset[int]:
    """Which of the reminders, named by their days before the end, are due by today.

    Empty once the document has run out: then the lapse itself is told.
    """
    days_left = (ends_on - today).days
    if days_left < 0:
        return frozenset()
    return frozenset(days for days in REMIND_DAYS_BEFORE if days_left <= days)


def reminder_to_send(ends_on: date, today: date, sent: Collection[int]) -> int | None:
    """The one reminder to send today: never two at once, and none for an earlier one missed."""
    nearest = min(reminders_due(ends_on, today), default=None)
    return None if nearest is None or nearest in sent else nearest


@dataclass(frozen=True)
class Lapse:
    """A document that a provider must have and does not, or does no longer."""

    kind: EvidenceKind
    status: EvidenceStatus
    ended_on: date | None

    @property
    def words(self) -> str:
        if self.ended_on is None:
            return f"{self.kind.words}: missing"
        return f"{self.kind.words}: ran out on {full_day(self.ended_on)}"


def what_lapsed(
    held: Mapping[EvidenceKind, date | None], needed: Iterable[EvidenceKind], today: date
) -> list[Lapse]:
    """What is needed and does not hold today, from the last day of each document held."""
    lapses = []
    for kind in needed:
        status = status_on(today, held.get(kind), is_held=kind in held)
        if not status.is_in_force:
            lapses.append(Lapse(kind, status, held.get(kind)))
    return lapses


def guidance_edition(day: date) -> int:
    """The year of the edition of Keeping children safe in education in force on a day.

    The Department for Education issues it anew each September.
    """
    return first_day_of_school_year(day).year


def has_read_part_one(read_on: date | None, today: date) -> bool:
    """Whether a "has read Part one" declaration is for the edition in force today."""
    return (
        read_on is not None
        and read_on <= today
        and guidance_edition(read_on) == guidance_edition(today)
    )
