"""Notices that the server's data have gone back: a phone knows of more than the server does.

A backup put back by hand, or a standby that lagged, forgets marks that it has confirmed. The epoch
then changes, so that every phone offers again what it sent, and administrators are told.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access import audit_log
from portal.access.audit_log import AuditAction
from portal.database.db import begin_writing
from portal.models import Role, ServerFact
from portal.offline.phone import SigningPhone
from portal.services.council.epoch import EPOCH, NOTICED, begin_epoch, note_that_it_went_back
from portal.services.mail import addresses
from portal.services.mail.outbox import Email, officers_of, write

ONE_NOTICE = timedelta(hours=1)
"""An older app does not say which epoch its cursor is of: what it knows counts once in this time."""


def epoch_after(session: Session, phone: SigningPhone, said: str | None, at: datetime) -> str:
    """The server's epoch, now that this phone has proved that it knows more than we do.

    `said` is the epoch that the phone's knowledge is of: of an earlier one it proves nothing.
    """
    if said is not None and said != phone.epoch:
        return phone.epoch
    begin_writing(session)
    if said is None and _was_noticed(session, at):
        return phone.epoch
    epoch = begin_epoch(session, after=phone.epoch)
    if epoch is None:  # another phone was first
        return session.scalars(select(ServerFact.value).where(ServerFact.name == EPOCH)).one()
    note_that_it_went_back(session, at)
    audit_log.add(session, None, audit_log.Entry(AuditAction.SERVER_WENT_BACK), at)
    write(session, _emails(session, epoch), at)
    return epoch


def _was_noticed(session: Session, at: datetime) -> bool:
    noticed = session.scalar(select(ServerFact.value).where(ServerFact.name == NOTICED))
    return noticed is not None and at - datetime.fromisoformat(noticed) < ONE_NOTICE


def _emails(session: Session, epoch: str) -> Iterator[Email]:
    for user_id, address in officers_of(session, [Role.ADMINISTRATOR]):
        yield Email(
            f"went-back:{epoch}:{user_id}",
            address,
            "The portal’s records have gone back in time",
            "A phone knows of changes that the portal does not: its database was put back from a"
            " backup, or a standby took over that lagged behind.\n\n"
            "Phones send again what they sent in the last 30 days. What was entered on pages since"
            " the backup is gone: decisions, placements, applications and uploads must be checked"
            " and entered again.\n\n"
            "If nobody put a backup back, ask whoever runs the server what happened.\n\n"
            f"{addresses.start()}\n",
        )
