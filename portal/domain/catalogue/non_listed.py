"""A provider that is not listed: the clocks of its desk-top review, and what each outcome means.

Oxfordshire's "Planning, Commissioning and Monitoring Placements with Alternative Providers" has it
reported to the Virtual AP Headteacher and reviewed at the desk: processes, insurances and systems.
The days are the council's own and may be set. Keeping children safe in education leaves the placing
school responsible for its pupil whatever the outcome.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from portal.domain.calendar.day_words import full_day


@dataclass(frozen=True)
class ReviewDays:
    """How many working days each step of a review may take."""

    to_answer: int = 10
    chase_after: tuple[int, ...] = (5, 10)
    to_decide: int = 20


REVIEW_DAYS: Final = ReviewDays()


@dataclass(frozen=True)
class ReviewDates:
    """The days of one review, counted from the day on which the questions were sent."""

    answer_by: date
    chase_on: tuple[date, ...]
    decide_by: date


def review_dates(
    sent_on: date, bank_holidays: Collection[date] = (), days: ReviewDays = REVIEW_DAYS
) -> ReviewDates:
    def after(count: int) -> date:
        return working_days_after(sent_on, count, bank_holidays)

    return ReviewDates(
        answer_by=after(days.to_answer),
        chase_on=tuple(after(count) for count in days.chase_after),
        decide_by=after(days.to_decide),
    )


def working_days_after(day: date, count: int, bank_holidays: Collection[date] = ()) -> date:
    """The day that is `count` working days after the day, which itself does not count."""
    while count:
        day += timedelta(days=1)
        if day.weekday() < 5 and day not in bank_holidays:
            count -= 1
    return day


def working_days_left(today: date, last: date, bank_holidays: Collection[date] = ()) -> int:
    """Working days still to come: 0 on the last day itself, below 0 once it has passed."""
    if last < today:
        return -max(1, working_days_left(last, today, bank_holidays))
    days = (today + timedelta(days=count) for count in range(1, (last - today).days + 1))
    return sum(day.weekday() < 5 and day not in bank_holidays for day in days)


def days_left_words(left: int) -> str:
    """What `working_days_left` found, as a reader is told it."""
    if left == 0:
        return "Last day today"
    days = "1 working day" if abs(left) == 1 else f"{abs(left)} working days"
    return f"{days} left" if left > 0 else f"{days} late"


def chase_to_send(dates: ReviewDates, today: date, last_sent: int, is_answered: bool) -> int | None:
    """Which chasing letter is due: 1 for the first. None once the provider has answered.

    `last_sent` is the number of the last that went, 0 before any. After a pause of the sender only
    the newest is sent.
    """
    due = sum(day <= today for day in dates.chase_on)
    return due if due > last_sent and not is_answered else None


class Outcome(StrEnum):
    """What the council decided."""

    MAY_BE_USED = "may_be_used"
    MAY_BE_USED_WITH_CONDITIONS = "may_be_used_with_conditions"
    MUST_NOT_BE_USED = "must_not_be_used"

    @property
    def words(self) -> str:
        return _OUTCOME_WORDS[self]

    @property
    def needs_end(self) -> bool:
        """Whether the decision must say until which day it holds."""
        return self is not Outcome.MUST_NOT_BE_USED

    @property
    def needs_conditions(self) -> bool:
        return self is Outcome.MAY_BE_USED_WITH_CONDITIONS


_OUTCOME_WORDS: Final = {
    Outcome.MAY_BE_USED: "May be used",
    Outcome.MAY_BE_USED_WITH_CONDITIONS: "May be used with conditions",
    Outcome.MUST_NOT_BE_USED: "Must not be used",
}


def outcome_words(outcome: Outcome, until_on: date | None, today: date) -> str:
    """The outcome as every commissioner reads it, with its last day."""
    if until_on is None or not outcome.needs_end:
        return outcome.words
    if has_ended(outcome, until_on, today):
        return f"Ended on {full_day(until_on)}: must not be used now"
    if outcome is Outcome.MAY_BE_USED:
        return f"May be used until {full_day(until_on)}"
    return f"May be used until {full_day(until_on)}, with conditions"


def is_in_force(outcome: Outcome, until_on: date | None, today: date) -> bool:
    """Whether the outcome lets a commissioner use the provider today."""
    return outcome.needs_end and until_on is not None and today <= until_on


def has_ended(outcome: Outcome, until_on: date | None, today: date) -> bool:
    """Whether the provider might be used once, and the last day of that has passed."""
    return outcome.needs_end and until_on is not None and until_on < today


def what_to_do(
    outcome: Outcome, until_on: date | None, has_pupils: bool, today: date
) -> tuple[str, ...]:
    """What a commissioner must do about this outcome, one sentence for each step."""
    if outcome is Outcome.MUST_NOT_BE_USED:
        return _STOP if has_pupils else _DO_NOT_START
    if has_ended(outcome, until_on, today):
        return (*(_STOP if has_pupils else _DO_NOT_START), _REPORT_AGAIN)
    steps = [*_OWN_CHECKS]
    if outcome.needs_conditions:
        steps.insert(0, "Read the conditions, and agree with the provider who meets each and when")
    if until_on is not None:
        steps.append(
            f"Do not use the provider after {full_day(until_on)} unless the council decides again"
        )
    return tuple(steps)


_OWN_CHECKS: Final = (
    "Make your own checks too: you stay responsible for the pupil’s safety and education",
    "Get the provider’s written confirmation that its staff have been checked",
    "Visit before the pupil starts, and review the placement at least every half-term",
    "Tell the Virtual AP Headteacher at once if anything changes or worries you",
)
_STOP: Final = (
    "Do not send pupils to this provider from today",
    "Arrange other education for each pupil, full-time where they have a right to it",
    "Tell each pupil’s parents, and the pupil’s social worker where there is one, today",
    "Tell the council’s special educational needs team about each pupil with an EHC plan",
    "Write to the Virtual AP Headteacher when every pupil has left, and where each has gone",
)
_DO_NOT_START: Final = (
    "Do not start any placement with this provider",
    "Choose a provider from the catalogue, or ask the council’s officers for help",
)
_REPORT_AGAIN: Final = (
    "If you mean to use the provider again, report it again: the council then reviews it anew"
)
