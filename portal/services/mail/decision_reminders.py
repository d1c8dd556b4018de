"""Emails to officers about something that is to be decided: soon, and once it is late."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from portal.domain.calendar.day_words import full_day
from portal.domain.catalogue.non_listed import working_days_after
from portal.services.calendar.calendars import bank_holidays
from portal.services.mail.outbox import Email

WORKING_DAYS_BEFORE: Final = 5
TOLD_FOR: Final = timedelta(days=30)
"""A worker that starts after a long stop does not write about what was late a month ago."""

Person = tuple[int, str]  # user id, email


@dataclass(frozen=True)
class ToDecide:
    """`what` names it in words, `key` in the outbox."""

    key: str
    what: str
    due: date


def decision_emails(
    waiting: Iterable[ToDecide], officers: Iterable[Person], today: date
) -> Iterator[Email]:
    """To each officer, for what is due soon or late."""
    soon = working_days_after(today, WORKING_DAYS_BEFORE, bank_holidays())
    officers = list(officers)
    for each in waiting:
        if not today - TOLD_FOR <= each.due <= soon:
            continue
        is_late = each.due < today
        words = "was to be decided" if is_late else "is to be decided"
        for user_id, email in officers:
            yield Email(
                once_key=f"{each.key}:{'late' if is_late else 'soon'}:{user_id}",
                to=email,
                subject=f"{each.what} {'is late' if is_late else 'is due soon'}",
                body=f"{each.what} {words} by {full_day(each.due)}.\n\n"
                "Sign in to the alternative provision portal to go on with it.",
            )
