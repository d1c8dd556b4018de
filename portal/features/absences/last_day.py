"""One email on the morning of the last day on which an absence may stay unexplained."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.permissions import Permission
from portal.clock import in_london
from portal.domain.attendance.clocks import n_deadline
from portal.domain.attendance.seen import Seen
from portal.models import CurrentMark, Placement, Pupil
from portal.services.calendar.calendars import Calendars
from portal.services.mail.outbox import Email, people_who_hold, write

_FROM = time(7, 0)
_LOOKS_BACK = timedelta(days=70)
"""Longer than the summer holiday and five school days together."""


def remind_of_last_day(session: Session, at: datetime) -> None:
    """Write to everyone who may decide one of these absences, once a day."""
    local = in_london(at)
    if local.time() < _FROM:
        return
    counts = _absences_on_their_last_day(session, local.date())
    people = people_who_hold(session, counts, Permission.ABSENCE_DECIDE)
    emails = (
        mail
        for organisation_id, count in counts.items()
        for mail in _emails(local.date(), organisation_id, count, people)
    )
    write(session, emails, at)


def _absences_on_their_last_day(session: Session, today: date) -> Counter[int]:
    """How many, by the organisation that decides each."""
    rows = session.execute(
        select(CurrentMark.day, Placement.commissioner_id, Pupil.home_school_id)
        .join(Placement, Placement.id == CurrentMark.placement_id)
        .join(Pupil, Pupil.id == Placement.pupil_id)
        .where(
            CurrentMark.awaits_decision,
            CurrentMark.seen == Seen.NOT_HERE,
            CurrentMark.day.between(today - _LOOKS_BACK, today),
        )
    ).all()
    schools = {row.home_school_id for row in rows if row.home_school_id is not None}
    calendars = Calendars(session, schools)
    counts: Counter[int] = Counter()
    for row in rows:
        if n_deadline(row.day, calendars.of(row.home_school_id)) == today:
            counts.update([row.home_school_id or row.commissioner_id])
    return counts


def _emails(
    today: date, organisation_id: int, count: int, people: dict[int, list[tuple[int, str]]]
) -> Iterator[Email]:
    absences = "One absence is" if count == 1 else f"{count} absences are"
    for user_id, email in people.get(organisation_id, []):
        yield Email(
            once_key=f"last-day:{today.isoformat()}:{organisation_id}:{user_id}",
            to=email,
            subject="Last day to find the reason for an absence",
            body=f"{absences} still without a reason, and today is the last of the five school"
            " days in which to find it. After today the code becomes O.\n\n"
            "Sign in to the alternative provision portal and open “Absences”.",
        )
