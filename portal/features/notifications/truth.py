"""Whether an email is still true at the moment of sending: a pupil may have been marked meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from portal.models import Message
from portal.services.attendance.emails import absence_emails, not_received_emails

_CHECKS: Final[dict[str, Callable[[Session, Message], bool]]] = {
    absence_emails.ABSENCE: absence_emails.is_still_true,
    not_received_emails.NOT_RECEIVED: not_received_emails.is_still_true,
}
"""By what the once_key begins with. An email of any other kind stays true."""


def is_still_true(session: Session, message: Message) -> bool:
    """Whether what the email says is so now."""
    check = _CHECKS.get(_kind(message))
    return check is None or check(session, message)


def put_right_if_overtaken(session: Session, message: Message, at: datetime) -> None:
    """Write the correction of an email that stopped being true while it was handed over."""
    if _kind(message) == absence_emails.ABSENCE:
        absence_emails.put_right_if_overtaken(session, message, at)


def _kind(message: Message) -> str:
    return message.once_key.partition(":")[0]
