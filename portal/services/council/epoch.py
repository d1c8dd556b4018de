"""The server's epoch: it changes when the data have gone back, and phones then offer again."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.models import ServerFact

EPOCH = "epoch"
NOTICED = "went_back"
"""The fact that says when the server last noticed by itself that its data had gone back."""
SHOWN_FOR = timedelta(days=14)


def begin_epoch(session: Session, after: str | None = None) -> str | None:
    """Begin another epoch, if it is still the one given; the new one, or None. Does not commit."""
    new = str(uuid4())
    change = update(ServerFact).where(ServerFact.name == EPOCH).values(value=new)
    if after is not None:
        change = change.where(ServerFact.value == after)
    changed = session.execute(change.returning(ServerFact.name)).all()
    return new if changed else None


def note_that_it_went_back(session: Session, at: datetime) -> None:
    session.merge(ServerFact(name=NOTICED, value=at.isoformat()))
    session.flush()


def went_back_at(session: Session, at: datetime) -> datetime | None:
    """When the server last noticed that its data had gone back, for two weeks; else None."""
    noticed = session.scalar(select(ServerFact.value).where(ServerFact.name == NOTICED))
    if noticed is None:
        return None
    moment = datetime.fromisoformat(noticed)
    return moment if at - moment < SHOWN_FOR else None
