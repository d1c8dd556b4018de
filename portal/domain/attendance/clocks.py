"""Due dates: the clock on an unexplained absence, notices, reviews, and registers not received."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from portal.domain.calendar.school_year import SchoolCalendar

N_CLOCK_SCHOOL_DAYS: Final = 5
"""Reg. 10(7) to (9) of the School Attendance (Pupil Registration) (England) Regulations 2024.

In force from 19 August 2024."""

N_CLOCK_SHORT_DAYS: Final = 3
"""From here on a list shows the clock in yellow. Ours: half of the days are gone."""

PROPOSED_CODE_AFTER_DEADLINE: Final = "O"
"""The same regulation: where the reason is still unknown, N becomes O."""

OFF_SITE_NOTICE_SCHOOL_DAYS: Final = 2
"""Education (Educational Provision for Improving Behaviour) Regulations 2010 (SI 2010/1156)."""

REVIEW_REQUEST_WEEKS: Final = 10
"""The same regulations as amended by SI 2012/2532, in force from 1 January 2013."""

NOT_RECEIVED_AFTER: Final = timedelta(minutes=30)
"""Working together to improve school attendance (2024): a register is open 30 minutes at most."""

EDUCATION_FROM_DAY_OF_EXCLUSION: Final = 6
"""Section 19(3A) of the Education Act 1996 and the regulations of 2007 (SI 2007/1870)."""

RECEIVED_AT_ONCE: Final = timedelta(minutes=2)
"""Ours: a mark that took longer waited on a phone, and its statement says when it was received."""

_SHORT_FIRST_TERM: Final = 10


def n_deadline(session_day: date, calendar: SchoolCalendar) -> date:
    """The last day on which code N may stand, by the calendar of the pupil's home school."""
    return calendar.school_days_after(session_day, N_CLOCK_SCHOOL_DAYS)


def school_days_left(session_day: date, today: date, calendar: SchoolCalendar) -> int:
    """School days still to come: 0 on the deadline itself, below 0 once it has passed."""
    deadline = n_deadline(session_day, calendar)
    if today <= deadline:
        return len(calendar.school_days_between(today + timedelta(days=1), deadline))
    return -max(1, len(calendar.school_days_between(deadline + timedelta(days=1), today)))


def n_clock_colour(days_left: int) -> str:
    """The colour of its tag: red from the last day on, yellow shortly before, "" until then."""
    if days_left <= 0:
        return "red"
    return "yellow" if days_left <= N_CLOCK_SHORT_DAYS else ""


def is_past_n_deadline(session_day: date, today: date, calendar: SchoolCalendar) -> bool:
    return today > n_deadline(session_day, calendar)


def latest_off_site_notice(first_day: date, calendar: SchoolCalendar) -> date:
    """The last day to give parents written notice of an off-site direction."""
    return calendar.school_days_before(first_day, OFF_SITE_NOTICE_SCHOOL_DAYS)


def sixth_day_of_exclusion(first_day: date, calendar: SchoolCalendar) -> date:
    """The school day from which an excluded pupil must have full-time education elsewhere."""
    first_school_day = calendar.school_day_from(first_day)
    return calendar.school_days_after(first_school_day, EDUCATION_FROM_DAY_OF_EXCLUSION - 1)


def must_hold_review_meeting(asked_on: date, last_review_on: date | None) -> bool:
    """Whether a written request must be met: unless a review was held in the last ten weeks."""
    if last_review_on is None:
        return True
    return asked_on - last_review_on > timedelta(weeks=REVIEW_REQUEST_WEEKS)


def review_due(
    started_on: date, last_reviewed_on: date | None, calendar: SchoolCalendar
) -> date | None:
    """The day by which a placement must next be reviewed; None where the term dates are not known.

    Arranging Alternative Provision (Department for Education, February 2025): at least once every
    half-term. A placement that starts in the last ten school days of a term is first reviewed in
    the next: that number is ours.
    """
    if last_reviewed_on is not None:
        return _end_of_term_after(last_reviewed_on, calendar)
    term = calendar.term_of(started_on)
    if term is None:
        return _end_of_term_after(started_on, calendar)
    days_left_in_term = len(calendar.school_days_between(started_on, term.last_day))
    is_too_soon = days_left_in_term <= _SHORT_FIRST_TERM
    return _end_of_term_after(started_on, calendar) if is_too_soon else term.last_day


def next_review_due(started_on: date, today: date, calendar: SchoolCalendar) -> date | None:
    """The first such day that has not passed, as if the reviews before it had been held."""
    due = review_due(started_on, None, calendar)
    while due is not None and due < today:
        due = review_due(started_on, due, calendar)
    return due


def not_received_at(opens_at: datetime) -> datetime:
    """When a register that nobody has sent is shown as not received."""
    return opens_at + NOT_RECEIVED_AFTER


def _end_of_term_after(day: date, calendar: SchoolCalendar) -> date | None:
    term = calendar.term_after(day)
    return term.last_day if term else None
