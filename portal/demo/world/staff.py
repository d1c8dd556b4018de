"""Fills the single central records of listed providers, with a gap here and there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta

from sqlalchemy.orm import Session

from portal.demo.world import tables
from portal.demo.world.day import DemoDay, moment
from portal.demo.world.organisations import Organisations, Person
from portal.domain.calendar.school_year import first_day_of_school_year
from portal.domain.evidence.single_central_record import StaffCheckKind, needed_checks
from portal.features.staff_records.service import NewCheck, PersonDetails, add_person, record_check
from portal.models import ListingStatus, StaffMember, User
from portal.services.people.staff_record import issue_confirmation, recorded_person

CONFIRMED = 2
CONFIRMED_AGAIN = -3
"""The school days, by their place among those behind today, on which providers confirm."""

_AGAIN = "hillfarm"
_TRAINING_IS = timedelta(days=150)
_BEFORE_START = timedelta(days=10)
_CHECKED_AT, _CONFIRMED_AT = time(16, 10), time(16, 40)
_TRAININGS = (
    StaffCheckKind.SAFEGUARDING_TRAINING,
    StaffCheckKind.PREVENT_TRAINING,
    StaffCheckKind.FIRST_AID,
)


def add_staff(session: Session, county: Organisations, day: DemoDay) -> None:
    """The people of each listed provider with their checks, confirmed in writing once."""
    for row in tables.staff():
        _add_person(session, row, county, day)
    for key, provider in county.providers.items():
        if provider.listing is ListingStatus.LISTED:
            _confirm(session, _lead(county, key), day.past_days[CONFIRMED])


def confirm_again(session: Session, county: Organisations, day: DemoDay) -> None:
    """One provider issues its confirmation anew, after somebody joined and somebody left."""
    _confirm(session, _lead(county, _AGAIN), day.past_days[CONFIRMED_AGAIN])


def _lead(county: Organisations, key: str) -> Person:
    return county.people[key][-1]


def _confirm(session: Session, lead: Person, on: date) -> None:
    at = moment(on, _CONFIRMED_AT)
    issue_confirmation(session, lead.organisation_id, lead.user_id, lead.position, at, on)


def _add_person(
    session: Session, row: tables.StaffRow, county: Organisations, day: DemoDay
) -> None:
    lead = _lead(county, row.provider)
    started_on = _started_on(row, day)
    gone = row.school_days_gone
    details = PersonDetails(
        name=row.name,
        role=row.role,
        started_on=started_on,
        ended_on=day.past_days[-gone] if gone else None,
        agency=row.agency,
        **dict.fromkeys(row.flags, True),
    )
    member = add_person(session, lead.organisation_id, details)
    at = moment(max(started_on, day.past_days[1]), _CHECKED_AT)
    by = session.get_one(User, lead.user_id)
    for check in _checks(member, row, by.name, day.today):
        record_check(session, member, check, by.id, at, day.today)


def _started_on(row: tables.StaffRow, day: DemoDay) -> date:
    if row.school_days_here:
        return day.past_days[-row.school_days_here]
    return day.today - timedelta(days=row.days_here or 0)


def _checks(
    member: StaffMember, row: tables.StaffRow, seen_by: str, today: date
) -> Iterator[NewCheck]:
    for kind in (*needed_checks(recorded_person(member)), *row.further):
        if kind not in row.missing:
            checked_on = _checked_on(kind, member.started_on, today)
            number = f"0099{member.started_on:%y%m%d}01" if kind.has_number else ""
            yield NewCheck(kind, checked_on, seen_by, number)


def _checked_on(kind: StaffCheckKind, started_on: date, today: date) -> date:
    """Before the first day; training and what must be done again more lately."""
    if kind is StaffCheckKind.PART_ONE_READ:
        return max(first_day_of_school_year(today), started_on)
    if kind in _TRAININGS:
        return max(today - _TRAINING_IS, started_on)
    if kind is StaffCheckKind.ENHANCED_DBS:
        return max(today - timedelta(days=700), started_on - _BEFORE_START)
    return started_on - _BEFORE_START
