"""What the page of messages shows: never a body."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, UnaryExpression, func, select
from sqlalchemy.orm import Session

from portal.models import Message

MOST_SHOWN = 100


@dataclass(frozen=True)
class Listed:
    id: int
    to: str
    subject: str
    created_at: datetime
    not_before: datetime
    attempts: int
    last_error: str
    may_be_retried: bool


def failed(session: Session) -> Sequence[Listed]:
    """Messages given up, newest first."""
    return _listed(session, Message.failed_at.is_not(None), Message.failed_at.desc())


def waiting(session: Session) -> Sequence[Listed]:
    """Messages still to be sent, the next one first."""
    return _listed(session, is_waiting(), Message.not_before.asc())


def is_waiting() -> ColumnElement[bool]:
    return Message.sent_at.is_(None) & Message.failed_at.is_(None) & Message.withdrawn_at.is_(None)


def count_failed(session: Session) -> int:
    """For the number beside the link."""
    return session.scalar(select(func.count()).where(Message.failed_at.is_not(None))) or 0


def _listed(
    session: Session, condition: ColumnElement[bool], order: UnaryExpression[Any]
) -> Sequence[Listed]:
    rows = session.execute(
        select(
            Message.id,
            Message.to,
            Message.subject,
            Message.created_at,
            Message.not_before,
            Message.attempts,
            Message.last_error,
            (Message.body != "").label("may_be_retried"),
        )
        .where(condition)
        .order_by(order, Message.id)
        .limit(MOST_SHOWN)
    )
    return [Listed(**row._mapping) for row in rows]
