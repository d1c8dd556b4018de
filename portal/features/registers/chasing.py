"""Emails about pupils of whom nothing has come: to the provider's people, and to those who decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from sqlalchemy import true
from sqlalchemy.orm import Session

from portal.access.permissions import Permission
from portal.services.attendance.emails.not_received_emails import not_received_emails
from portal.services.attendance.not_received import DueSession, missing_marks, reminder_key
from portal.services.mail.outbox import Email, people_who_hold, write

SECOND_REMINDER_AFTER = timedelta(minutes=90)
NO_LONGER_CHASED_AFTER = timedelta(hours=24)
"""A worker that starts after a long stop does not write about registers of last week."""


def chase_missing_registers(session: Session, at: datetime) -> None:
    """Remind the provider half an hour after opening and once more an hour later; tell each
    commissioner once. The same call again writes nothing new.
    """
    missing = [
        register
        for register in missing_marks(session, true(), at)
        if at - register.opened_at < NO_LONGER_CHASED_AFTER
    ]
    if not missing:
        return
    unfinished = [each for each in missing if not each.is_finished]
    write(session, _to_providers(session, unfinished, at), at)
    write(session, not_received_emails(session, missing), at)


def _to_providers(session: Session, missing: Iterable[DueSession], at: datetime) -> Iterator[Email]:
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
                f"{_expected(register)}, and the portal has received no mark for them.\n\n"
                "Open the app on the phone and look at “Waiting to be sent”, or take the register"
                " in the alternative provision portal.",
            )


def _expected(register: DueSession) -> str:
    count = len(register.placement_ids)
    return "One pupil is expected" if count == 1 else f"{count} pupils are expected"
