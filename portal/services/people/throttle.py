"""Counts what is tried too often, by a hash of who or where, over the last 15 minutes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from portal.domain.errors import TooManyAttemptsError
from portal.models import SignInAttempt

WINDOW = timedelta(minutes=15)


def throttle_key(kind: str, value: str) -> str:
    return hashlib.sha256(f"{kind}:{value.lower()}".encode()).hexdigest()


def is_over_limit(session: Session, limits: Mapping[str, int], at: datetime) -> bool:
    """Whether one of these keys was counted as often as its limit, or more."""
    counts = session.execute(
        select(SignInAttempt.key, func.count())
        .where(SignInAttempt.key.in_(limits), SignInAttempt.at > at - WINDOW)
        .group_by(SignInAttempt.key)
    )
    return any(count >= limits[key] for key, count in counts)


def count_attempt(session: Session, keys: Iterable[str], at: datetime) -> None:
    session.add_all([SignInAttempt(key=key, at=at) for key in keys])


def count_or_refuse(session: Session, limits: Mapping[str, int], at: datetime) -> None:
    """Count one more attempt under each key. Raises TooManyAttemptsError, and counts nothing then."""
    if is_over_limit(session, limits, at):
        raise TooManyAttemptsError("Too many attempts")
    count_attempt(session, limits, at)


def forget_attempts(session: Session, key: str) -> None:
    session.execute(delete(SignInAttempt).where(SignInAttempt.key == key))
