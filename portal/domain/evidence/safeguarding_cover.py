"""Is somebody trained in charge of safeguarding whenever pupils are there?

Keeping children safe in education (Department for Education, a new edition each September): a
designated safeguarding lead, deputies trained to the same level, training renewed every two years,
and one of them always available while the provider is open. "Available" may be by telephone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Final

from portal.domain.calendar.day_words import WEEKDAYS, clock_words, full_day, months_after

TRAINING_MONTHS: Final = 24
UPDATE_MONTHS: Final = 12
"""The same guidance: knowledge and skills are brought up to date at least each year."""


@dataclass(frozen=True, order=True)
class Hours:
    """A stretch of one weekday (0 is Monday)."""

    weekday: int
    starts: time
    ends: time

    @property
    def words(self) -> str:
        return f"{WEEKDAYS[self.weekday]} {clock_words(self.starts)} to {clock_words(self.ends)}"


@dataclass(frozen=True)
class SafeguardingPerson:
    """The lead or a deputy: when they were trained and updated, and when they can be reached."""

    name: str
    is_lead: bool
    trained_on: date | None
    updated_on: date | None = None
    covers: tuple[Hours, ...] = ()


def training_gaps(people: Sequence[SafeguardingPerson], today: date) -> list[str]:
    """What is missing in the people and their training, in words; empty where all is well."""
    gaps = []
    if not any(person.is_lead for person in people):
        gaps.append("There is no designated safeguarding lead")
    if all(person.is_lead for person in people):
        gaps.append("There is no deputy safeguarding lead")
    for person in people:
        gaps.extend(_training_gaps_of(person, today))
    return gaps


def is_trained(person: SafeguardingPerson, today: date) -> bool:
    """Whether the training is at most two years old."""
    return person.trained_on is not None and person.trained_on <= today <= months_after(
        person.trained_on, TRAINING_MONTHS
    )


def _training_gaps_of(person: SafeguardingPerson, today: date) -> list[str]:
    if person.trained_on is None:
        return [f"{person.name} has no date of training"]
    if person.trained_on > today:
        return [f"{person.name} will not be trained until {full_day(person.trained_on)}"]
    if not is_trained(person, today):
        ended = months_after(person.trained_on, TRAINING_MONTHS)
        return [f"{person.name} had to renew the training by {full_day(ended)}"]
    latest = max(person.trained_on, person.updated_on or person.trained_on)
    update_due = months_after(latest, UPDATE_MONTHS)
    if update_due < today:
        return [f"{person.name} had to have a yearly update by {full_day(update_due)}"]
    return []


def hours_without_cover(
    open_hours: Iterable[Hours], people: Sequence[SafeguardingPerson], today: date
) -> list[Hours]:
    """The open hours in which neither the lead nor a deputy whose training holds can be reached."""
    covered = [hours for person in people if is_trained(person, today) for hours in person.covers]
    return [gap for hours in sorted(open_hours) for gap in _uncovered(hours, covered)]


def _uncovered(hours: Hours, covered: Iterable[Hours]) -> list[Hours]:
    """What is left of the hours once every stretch of cover is taken away."""
    gaps, starts = [], hours.starts
    for cover in sorted(cover for cover in covered if cover.weekday == hours.weekday):
        if starts < cover.starts < hours.ends:
            gaps.append(Hours(hours.weekday, starts, cover.starts))
        if cover.starts < hours.ends:
            starts = max(starts, cover.ends)
    if starts < hours.ends:
        gaps.append(Hours(hours.weekday, starts, hours.ends))
    return gaps
