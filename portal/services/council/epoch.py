"""The server's epoch: it changes when the data have gone back, and phones then offer again."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.models import ServerFact

EPOCH = "epoch"


def begin_epoch(session: Session, after: str | None = None) -> str | None:
    """Begin another epoch, if it is still the one given; the new one, or None. Does not commit."""
    new = str(uuid4())
    change = update(ServerFact).where(ServerFact.name == EPOCH).values(value=new)
    if after is not None:
        change = change.where(ServerFact.value == after)
    changed = session.execute(change.returning(ServerFact.name)).all()
    return new if changed else None
