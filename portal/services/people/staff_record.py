"""The people of a provider with their checks, what is missing, and the written confirmation of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.domain.evidence.single_central_record import (
    Gap,
    RecordedCheck,
    RecordedPerson,
    StaffCheckKind,
    gaps,
)
from portal.models import StaffConfirmation, StaffMember


def people_on(session: Session, provider_id: int, day: date) -> Sequence[StaffMember]:
    """Everyone who works there on a day, by name, with the checks."""
    return session.scalars(_people([provider_id], day)).all()


def _people(provider_ids: Iterable[int], day: date) -> Select[StaffMember]:
    return (
        select(StaffMember)
        .options(selectinload(StaffMember.checks))
        .where(
            StaffMember.provider_id.in_(set(provider_ids)),
            StaffMember.started_on <= day,
            or_(StaffMember.ended_on.is_(None), StaffMember.ended_on >= day),
        )
        .order_by(StaffMember.name, StaffMember.id)
    )


def gaps_of(member: StaffMember, today: date) -> list[Gap]:
    """What is missing or too old for one person."""
    checks = [RecordedCheck(StaffCheckKind(each.kind), each.checked_on) for each in member.checks]
    return gaps(recorded_person(member), checks, today)


def recorded_person(member: StaffMember) -> RecordedPerson:
    return RecordedPerson(
        started_on=member.started_on,
        ended_on=member.ended_on,
        is_regulated_activity=member.is_regulated_activity,
        is_manager=member.is_manager,
        teaches=member.teaches,
        lived_abroad=member.lived_abroad,
        works_with_under_eights=member.works_with_under_eights,
        is_from_agency=bool(member.agency),
    )


def issue_confirmation(
    session: Session, provider_id: int, by_id: int, position: str, at: datetime, today: date
) -> StaffConfirmation:
    """Write down who works there today, and whether all checks of each are done."""
    people: list[dict[str, Any]] = [
        {
            "id": str(member.id),
            "name": member.name,
            "role": member.role,
            "is_complete": not gaps_of(member, today),
        }
        for member in people_on(session, provider_id, today)
    ]
    confirmation = StaffConfirmation(
        provider_id=provider_id,
        issued_by_id=by_id,
        position=position,
        issued_at=at,
        people=people,
    )
    session.add(confirmation)
    session.flush()
    return confirmation


def latest_confirmations(
    session: Session, provider_ids: Iterable[int]
) -> dict[int, StaffConfirmation]:
    """The confirmation that stands, by provider."""
    rows = session.scalars(
        select(StaffConfirmation)
        .options(joinedload(StaffConfirmation.issued_by))
        .where(StaffConfirmation.provider_id.in_(set(provider_ids)))
        .order_by(StaffConfirmation.id)
    )
    return {row.provider_id: row for row in rows}


Confirmations = Mapping[int, StaffConfirmation]
"""By provider."""


def to_confirm_again(
    session: Session, provider_ids: Collection[int], confirmations: Confirmations, today: date
) -> frozenset[int]:
    """The providers whose confirmation says no longer what is so, or who have confirmed nothing yet.

    Somebody has joined or left since, or a check was made or has run out.
    """
    working: dict[int, dict[str, bool]] = {each: {} for each in provider_ids}
    for member in session.scalars(_people(provider_ids, today)):
        working[member.provider_id][str(member.id)] = not gaps_of(member, today)
    return frozenset(
        provider_id
        for provider_id, people in working.items()
        if people != _confirmed(confirmations.get(provider_id))
    )


def _confirmed(confirmation: StaffConfirmation | None) -> dict[str, bool]:
    """Whom it names, and whether all checks of each were made."""
    people = confirmation.people if confirmation else []
    return {person["id"]: person["is_complete"] for person in people}
