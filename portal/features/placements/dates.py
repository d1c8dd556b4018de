"""When a placement is: its week, its next review, and by when the parents had to be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from portal.domain.attendance.clocks import latest_off_site_notice, next_review_due
from portal.domain.calendar.day_words import week_words
from portal.domain.calendar.school_year import SchoolCalendar
from portal.models import OrganisationKind, Placement, PlacementReason
from portal.services.calendar.calendars import Calendars


def weekly_sessions(placement: Placement, today: date) -> str:
    """The week in words, as it is now or, before the placement starts, as it will be."""
    day = max(today, placement.starts_on)
    return week_words(
        (slot.weekday, slot.half)
        for slot in placement.slots
        if slot.valid_from <= day and (slot.valid_to is None or day <= slot.valid_to)
    )


@dataclass(frozen=True)
class PlacementDates:
    """`review_due` is None where the placement ends first, or the term dates are not known.

    `notice_by` is the last day for the written notice to parents; None where none is asked for, or
    where the term dates before the placement are not known.
    """

    review_due: date | None
    notice_by: date | None


def dates_of(
    session: Session, placements: Sequence[Placement], today: date
) -> dict[UUID, PlacementDates]:
    """The dates of each placement, on the days of the pupil's home school, else of the council.

    The placements come with their pupils and commissioners.
    """
    schools = {placement.pupil.home_school_id for placement in placements}
    calendars = Calendars(session, {school for school in schools if school})
    return {
        placement.id: _dates(placement, today, calendars.of(placement.pupil.home_school_id))
        for placement in placements
    }


def _dates(placement: Placement, today: date, calendar: SchoolCalendar) -> PlacementDates:
    review = next_review_due(placement.starts_on, today, calendar)
    if review and placement.ends_on and placement.ends_on < review:
        review = None
    notice = latest_off_site_notice(placement.starts_on, calendar)
    is_shown = _is_off_site_direction(placement) and calendar.covers(notice)
    return PlacementDates(review, notice if is_shown else None)


def _is_off_site_direction(placement: Placement) -> bool:
    """A school sends its own pupil elsewhere to improve behaviour (Education Act 2002, section 29A)."""
    return (
        placement.commissioner.kind is OrganisationKind.SCHOOL
        and placement.commissioner_id == placement.pupil.home_school_id
        and placement.reason is PlacementReason.OFF_SITE_BEHAVIOUR
    )
