"""Tells the commissioner and the home school at once that a pupil was not seen. Names no pupil."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.permissions import Permission
from portal.domain.calendar.sessions import SessionKey
from portal.models import Placement, Provider, Pupil
from portal.services.mail.outbox import Email, people_who_hold, write


@dataclass(frozen=True)
class Absence:
    """A pupil who was just marked not here, or of whom two marks now differ."""

    placement_id: UUID
    key: SessionKey
    version: int
    is_conflict: bool


def tell_of_absences(
    session: Session, provider_id: int, absences: Sequence[Absence], at: datetime
) -> None:
    """Write one letter to each person who decides, for each absence, once."""
    if not absences:
        return
    provider = session.get_one(Provider, provider_id)
    deciders = {
        row.id: {row.commissioner_id, row.home_school_id} - {None}
        for row in session.execute(
            select(Placement.id, Placement.commissioner_id, Pupil.home_school_id)
            .join(Pupil, Pupil.id == Placement.pupil_id)
            .where(Placement.id.in_([absence.placement_id for absence in absences]))
        )
    }
    everyone = people_who_hold(
        session, {each for ids in deciders.values() for each in ids}, Permission.ABSENCE_DECIDE
    )
    emails = (
        mail
        for absence in absences
        for organisation_id in deciders[absence.placement_id]
        for mail in _emails(provider.name, absence, everyone.get(organisation_id, []))
    )
    write(session, emails, at)


def _emails(
    provider_name: str, absence: Absence, people: Sequence[tuple[int, str]]
) -> Iterator[Email]:
    event = f"{absence.placement_id}:{absence.key}:{absence.version}"
    if absence.is_conflict:
        subject = f"Two different marks at {provider_name}"
        fact = "Two people marked one of your pupils differently."
    else:
        subject = f"A pupil was not seen at {provider_name}"
        fact = "One of your pupils was expected and was not seen."
    for user_id, email in people:
        yield Email(
            once_key=f"absence:{event}:{user_id}",
            to=email,
            subject=subject,
            body=f"{absence.key.words}, {provider_name}.\n\n{fact}\n\n"
            "Sign in to the alternative provision portal to see who, and to decide the code.",
        )
