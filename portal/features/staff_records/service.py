"""Changes to the single central record."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.errors import InvalidError
from portal.domain.evidence.single_central_record import StaffCheckKind
from portal.domain.text.identifiers import check_dbs_certificate_number
from portal.models import StaffCheck, StaffMember


@dataclass(frozen=True)
class PersonDetails:
    """What the record says of a person, apart from the checks. `agency` is empty for own staff."""

    name: str
    role: str
    started_on: date
    ended_on: date | None = None
    is_regulated_activity: bool = True
    is_manager: bool = False
    teaches: bool = False
    lived_abroad: bool = False
    works_with_under_eights: bool = False
    agency: str = ""


@dataclass(frozen=True)
class NewCheck:
    """A check that was made. `number` is that of a DBS certificate."""

    kind: StaffCheckKind
    checked_on: date
    seen_by: str
    number: str = ""
    note: str = ""


def add_person(session: Session, provider_id: int, details: PersonDetails) -> StaffMember:
    """Raises InvalidError where the last day is before the first."""
    _check_days(details)
    member = StaffMember(id=uuid4(), provider_id=provider_id, **asdict(details))
    session.add(member)
    session.flush()
    return member


def change_person(session: Session, member: StaffMember, details: PersonDetails) -> bool:
    """Change what the record says of a person; whether anything is different. Raises InvalidError."""
    _check_days(details)
    before = {name: getattr(member, name) for name in asdict(details)}
    for name, value in asdict(details).items():
        setattr(member, name, value)
    session.flush()
    return before != asdict(details)


def _check_days(details: PersonDetails) -> None:
    if details.ended_on is not None and details.ended_on < details.started_on:
        raise InvalidError.of("ended_on", "The last day must not be before the first")


def checked(check: NewCheck, today: date) -> NewCheck:
    """The check with its number in one form. Raises InvalidError for a day that is to come."""
    if check.checked_on > today:
        raise InvalidError.of("checked_on", "The day must be today or in the past")
    if not check.kind.has_number:
        return NewCheck(check.kind, check.checked_on, check.seen_by, "", check.note)
    try:
        number = check_dbs_certificate_number(check.number)
    except InvalidError as error:
        raise InvalidError.of("number", error.errors[0].message) from None
    return NewCheck(check.kind, check.checked_on, check.seen_by, number, check.note)


def record_check(
    session: Session, member: StaffMember, given: NewCheck, by_id: int, at: datetime, today: date
) -> bool:
    """Add a check; one of the same kind and day is put right. Whether anything is different.

    Raises InvalidError.
    """
    check = checked(given, today)
    known = session.scalar(
        select(StaffCheck).where(
            StaffCheck.staff_member_id == member.id,
            StaffCheck.kind == check.kind,
            StaffCheck.checked_on == check.checked_on,
        )
    )
    said = {"seen_by": check.seen_by, "number": check.number, "note": check.note}
    if known is None:
        known = StaffCheck(
            staff_member_id=member.id, kind=check.kind.value, checked_on=check.checked_on
        )
        session.add(known)
    elif said == {name: getattr(known, name) for name in said}:
        return False
    for name, value in said.items():
        setattr(known, name, value)
    known.recorded_by_id, known.recorded_at = by_id, at
    session.flush()
    return True


def remove_check(session: Session, check: StaffCheck) -> None:
    session.delete(check)
    session.flush()
