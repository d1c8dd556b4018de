"""Keys with which other systems read the catalogue. Only the sha256 of a key is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, Table, select, update
from sqlalchemy.orm import Session

from portal.models import ApiToken
from portal.services.people.links import new_token, token_sha256

_TOKEN: Table = ApiToken.__table__  # type: ignore[assignment]


@dataclass(frozen=True)
class NewKey:
    """`name` says which system uses it."""

    name: str
    organisation_id: int
    by_id: int


def make_key(session: Session, new: NewKey, at: datetime) -> tuple[ApiToken, str]:
    """The row, and the key itself, which is never seen again."""
    token = new_token()
    row = ApiToken(
        token_sha256=token_sha256(token),
        name=new.name,
        organisation_id=new.organisation_id,
        created_by_id=new.by_id,
        created_at=at,
    )
    session.add(row)
    session.flush()
    return row, token


def revoke_key(row: ApiToken, at: datetime) -> None:
    """End a key; one that has ended stays as it is."""
    row.revoked_at = row.revoked_at or at


def live_key(session: Session, token: str) -> ApiToken | None:
    """The row of a key that still counts."""
    return session.scalar(
        select(ApiToken).where(
            ApiToken.token_sha256 == token_sha256(token), ApiToken.revoked_at.is_(None)
        )
    )


def note_use(connection: Connection, key_id: int, today: date) -> None:
    """Remember the day on which a key was last used."""
    connection.execute(update(_TOKEN).where(_TOKEN.c.id == key_id).values(last_used_on=today))
