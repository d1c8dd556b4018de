"""Changes to the outbox: claim messages to send, note how it went, try failed ones again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.domain.errors import ConflictError
from portal.models import Message

ATTEMPTS = 8
LEASE = timedelta(minutes=10)
"""How long a claimed message is left alone; after it, whoever claimed it must have stopped."""

_WAIT_MINUTES = (1, 5, 15, 60, 120, 240, 480)
_SECRET_KEYS = ("link:",)
"""Messages that hold a link to sign in with are emptied as soon as they are sent."""


def claim_due(session: Session, at: datetime, most: int = 5) -> Sequence[Message]:
    """Take messages that are due; nobody else is given them until the lease is over.

    The caller has begun to write (db.begin_writing), and commits before sending.
    """
    _give_up_on_unending(session, at)
    messages = session.scalars(
        select(Message)
        .where(
            Message.sent_at.is_(None),
            Message.failed_at.is_(None),
            Message.withdrawn_at.is_(None),
            Message.not_before <= at,
        )
        .order_by(Message.not_before, Message.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    ).all()
    for message in messages:
        message.attempts += 1
        message.not_before = at + LEASE
    return messages


def _give_up_on_unending(session: Session, at: datetime) -> None:
    """A message that ended its sender each time was never noted as failed: it fails here."""
    session.execute(
        update(Message)
        .where(
            Message.sent_at.is_(None),
            Message.failed_at.is_(None),
            Message.not_before <= at,
            Message.attempts >= ATTEMPTS,
        )
        .values(failed_at=at, last_error="The worker stopped each time that it tried to send it")
    )


def note_sent(message: Message, at: datetime) -> None:
    message.sent_at = at
    message.last_error = ""
    if message.once_key.startswith(_SECRET_KEYS):
        message.body = ""


def note_withdrawn(message: Message, at: datetime) -> None:
    """It is not sent: what it says is not true any more."""
    message.withdrawn_at = at


def note_failure(message: Message, why: str, is_final: bool, at: datetime) -> None:
    """Try again later, or give up after the last attempt or when it is no use."""
    message.last_error = why
    if is_final or message.attempts >= ATTEMPTS:
        message.failed_at = at
        return
    message.not_before = at + timedelta(minutes=_WAIT_MINUTES[message.attempts - 1])


def retry(message: Message, at: datetime) -> None:
    """Send a failed message again, from the first attempt on. Raises ConflictError."""
    if message.failed_at is None or message.sent_at is not None:
        raise ConflictError("This message has not failed")
    if not message.body:
        raise ConflictError("This message is too old: its text has been deleted")
    message.failed_at = None
    message.attempts = 0
    message.not_before = at
