"""Adds to the append-only audit. Details hold identifiers and counts, never names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, insert
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.models import AuditEvent


@dataclass(frozen=True)
class Entry:
    action: str
    record_kind: str = ""
    record_id: str = ""
    address: str = ""
    details: Mapping[str, object] = field(default_factory=dict)


def add(session: Session, actor: Actor | None, entry: Entry, at: datetime) -> None:
    """Add within the caller's transaction: undone if that is undone."""
    session.execute(insert(AuditEvent).values(_row(actor, entry, at)))


def write_now(connection: Connection, actor: Actor | None, entry: Entry, at: datetime) -> None:
    """Add in a transaction of its own: for a page view, which changes nothing else."""
    connection.execute(insert(AuditEvent).values(_row(actor, entry, at)))


def _row(actor: Actor | None, entry: Entry, at: datetime) -> dict[str, object]:
    return {
        "at": at,
        "user_id": actor.user_id if actor else None,
        "role": actor.role.value if actor else "",
        "organisation_id": actor.organisation_id if actor else None,
        "action": entry.action,
        "record_kind": entry.record_kind,
        "record_id": entry.record_id,
        "address": entry.address,
        "details": dict(entry.details),
    }
