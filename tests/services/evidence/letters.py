"""The e-mails that wait to be sent."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import (
    Message,
)


def letters(session: Session) -> list[Message]:
    return list(session.scalars(select(Message).order_by(Message.id)))
