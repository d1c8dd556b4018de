"""Clears out what is no longer needed. The logs themselves are kept: the law asks for six years."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, Delete, Update, delete, null, or_, text, update
from sqlalchemy.orm import Session

from portal.access.actor import LONGEST_SIGN_IN
from portal.database.db import is_sqlite
from portal.models import EndedSignIn, Message, OneTimeLink, Op, OpStatus, SentForm, SignInAttempt

ATTEMPTS_KEPT = timedelta(days=1)
SENT_FORMS_KEPT = timedelta(days=1)
LINKS_KEPT = timedelta(days=30)
BODIES_KEPT = timedelta(days=30)
REJECTED_KEPT = timedelta(days=396)
"""Thirteen months: as long as the server accepts what an old phone sends."""


@dataclass(frozen=True)
class Cleaned:
    """How many rows were deleted or emptied."""

    attempts: int
    links: int
    bodies: int
    rejected: int
    sign_ins: int
    sent_forms: int


def clean(session: Session, at: datetime) -> Cleaned:
    """Delete or empty what is past its time; the caller has begun to write, and commits."""
    return Cleaned(
        attempts=_count(
            session, delete(SignInAttempt).where(SignInAttempt.at < at - ATTEMPTS_KEPT)
        ),
        links=_count(session, _old_links(at)),
        bodies=_count(session, _old_bodies(at)),
        rejected=_count(session, _old_rejected(at)),
        sign_ins=_count(
            session, delete(EndedSignIn).where(EndedSignIn.ended_at < at - LONGEST_SIGN_IN)
        ),
        sent_forms=_count(session, delete(SentForm).where(SentForm.sent_at < at - SENT_FORMS_KEPT)),
    )


def refresh_statistics(session: Session) -> None:
    """Let SQLite look at its tables again, so that it picks the right index. PostgreSQL does so itself."""
    if is_sqlite(session):
        session.execute(text("PRAGMA analysis_limit = 1000"))
        session.execute(text("ANALYZE"))


def _old_links(at: datetime) -> Delete:
    before = at - LINKS_KEPT
    return delete(OneTimeLink).where(
        or_(OneTimeLink.used_at < before, OneTimeLink.expires_at < before)
    )


def _old_bodies(at: datetime) -> Update:
    before = at - BODIES_KEPT
    return (
        update(Message)
        .where(
            or_(
                Message.sent_at < before,
                Message.failed_at < before,
                Message.withdrawn_at < before,
            ),
            Message.body != "",
        )
        .values(body="")
    )


def _old_rejected(at: datetime) -> Update:
    """What a phone sent and we rejected. The phone itself keeps it until a person has dealt with it."""
    return (
        update(Op)
        .where(
            Op.status == OpStatus.REJECTED,
            Op.received_at < at - REJECTED_KEPT,
            Op.payload.is_not(null()),
        )
        .values(payload=null())
    )


def _count(session: Session, statement: Delete | Update) -> int:
    result = session.execute(statement, execution_options={"synchronize_session": False})
    return cast("CursorResult[Any]", result).rowcount
