"""Emails about registers that have not come: to the provider's people, and to the commissioners."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from portal.access.permissions import Permission
from portal.models import Placement, Pupil
from portal.services.attendance.not_received import MissingRegister, missing_registers, reminder_key
from portal.services.mail.outbox import Email, people_who_hold, write

SECOND_REMINDER_AFTER = timedelta(minutes=90)
NO_LONGER_CHASED_AFTER = timedelta(hours=24)
"""A worker that starts after a long stop does not write about registers of last week."""

_People = dict[int, list[tuple[int, str]]]


def chase_missing_registers(session: Session, at: datetime) -> None:
    """Remind the provider half an hour after opening and once more an hour later; tell each
    commissioner once. The same call again writes nothing new.
    """
    missing = [
        register
        for register in missing_registers(session, true(), at)
        if at - register.opened_at < NO_LONGER_CHASED_AFTER
    ]
    if not missing:
        return
    write(session, _to_providers(session, missing, at), at)
    write(session, _to_commissioners(session, missing), at)


def _to_providers(
    session: Session, missing: Iterable[MissingRegister], at: datetime
) -> Iterator[Email]:
    people = people_who_hold(
        session, {register.provider_id for register in missing}, Permission.REGISTER_TAKE
    )
    for register in missing:
        is_second = at - register.opened_at >= SECOND_REMINDER_AFTER
        number = 2 if is_second else 1
        for user_id, email in people.get(register.provider_id, []):
            yield Email(
                once_key=reminder_key(register.provider_id, register.key, number, user_id),
                to=email,
                subject=f"The register has {'still ' if is_second else ''}not arrived",
                body=f"{register.key.words}, {register.provider_name}.\n\n"
                f"{_expected(register)}, and the portal has received no mark.\n\n"
                "Open the app on the phone and look at “Waiting to be sent”, or take the register"
                " in the alternative provision portal.",
            )


def _to_commissioners(session: Session, missing: list[MissingRegister]) -> Iterator[Email]:
    deciders = _deciders(session, missing)
    everyone = {each for ids in deciders.values() for each in ids}
    people = people_who_hold(session, everyone, Permission.ABSENCE_DECIDE)
    for register in missing:
        concerned = {each for id in register.placement_ids for each in deciders[id]}
        for organisation_id in sorted(concerned):
            yield from _to_one(register, organisation_id, people)


def _to_one(register: MissingRegister, organisation_id: int, people: _People) -> Iterator[Email]:
    telephone = f" Telephone: {register.telephone}." if register.telephone else ""
    start = f"not-received:{register.provider_id}:{register.key}:commissioner"
    for user_id, email in people.get(organisation_id, []):
        yield Email(
            once_key=f"{start}:{organisation_id}:{user_id}",
            to=email,
            subject=f"No register from {register.provider_name}",
            body=f"{register.key.words}, {register.provider_name}.\n\n"
            "Some of your pupils were expected, and half an hour after it opened the portal has"
            f" received no register. The provider has been reminded.{telephone}\n\n"
            "Sign in to the alternative provision portal to see who was expected.",
        )


def _deciders(session: Session, missing: Iterable[MissingRegister]) -> dict[UUID, set[int]]:
    """By placement: its commissioner, and the pupil's home school."""
    ids = {id for register in missing for id in register.placement_ids}
    rows = session.execute(
        select(Placement.id, Placement.commissioner_id, Pupil.home_school_id)
        .join(Pupil, Pupil.id == Placement.pupil_id)
        .where(Placement.id.in_(ids))
    )
    return {row.id: {row.commissioner_id, row.home_school_id} - {None} for row in rows}


def _expected(register: MissingRegister) -> str:
    count = len(register.placement_ids)
    return "One pupil was expected" if count == 1 else f"{count} pupils were expected"
