"""What the pages of the single central record show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from portal.domain.evidence.single_central_record import (
    Gap,
    RecordedCheck,
    StaffCheckKind,
    has_first_aider,
    needed_checks,
)
from portal.models import StaffCheck, StaffMember
from portal.services.people.staff_record import gaps_of, people_on, recorded_person


@dataclass(frozen=True)
class PersonRow:
    """Somebody who works there, and what is missing."""

    member: StaffMember
    gaps: tuple[Gap, ...]


@dataclass(frozen=True)
class CheckRow:
    """One kind of check of a person: whether it is needed, what is wrong, and each that was made."""

    kind: StaffCheckKind
    is_needed: bool
    gap: Gap | None
    checks: tuple[StaffCheck, ...]


def people_with_gaps(session: Session, provider_id: int, today: date) -> list[PersonRow]:
    return [
        PersonRow(member, tuple(gaps_of(member, today)))
        for member in people_on(session, provider_id, today)
    ]


def count_with_gaps(session: Session, provider_id: int, today: date) -> int:
    return sum(bool(row.gaps) for row in people_with_gaps(session, provider_id, today))


def others(session: Session, provider_id: int, today: date) -> Sequence[StaffMember]:
    """People who have left, or who are still to come, the newest first."""
    here = {member.id for member in people_on(session, provider_id, today)}
    members = session.scalars(
        select(StaffMember)
        .options(selectinload(StaffMember.checks))
        .where(StaffMember.provider_id == provider_id)
        .order_by(StaffMember.started_on.desc(), StaffMember.name, StaffMember.id)
    )
    return [member for member in members if member.id not in here]


def is_without_first_aider(rows: Sequence[PersonRow], today: date) -> bool:
    checks = [
        RecordedCheck(StaffCheckKind(check.kind), check.checked_on)
        for row in rows
        for check in row.member.checks
    ]
    return bool(rows) and not has_first_aider(checks, today)


def checks_of(member: StaffMember, today: date) -> list[CheckRow]:
    """Every kind of check in the order of the record, the needed ones first."""
    needed = needed_checks(recorded_person(member))
    gaps = {gap.kind: gap for gap in gaps_of(member, today)}
    newest_first = sorted(member.checks, key=lambda check: check.checked_on, reverse=True)
    rows = [
        CheckRow(
            kind,
            kind in needed,
            gaps.get(kind),
            tuple(check for check in newest_first if check.kind == kind),
        )
        for kind in StaffCheckKind
    ]
    return sorted(rows, key=lambda row: not row.is_needed)
