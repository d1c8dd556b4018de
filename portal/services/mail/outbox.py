"""Writes emails to the outbox, each once, however often the same event comes in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from portal.access.permissions import ROLE_PERMISSIONS, Permission
from portal.database.db import insert_or_ignore
from portal.models import Council, Membership, Message, Role, User

_MESSAGE: Table = Message.__table__  # type: ignore[assignment]


@dataclass(frozen=True)
class Email:
    """One email to one person. `once_key` names the event and the person."""

    once_key: str
    to: str
    subject: str
    body: str


def write(session: Session, emails: Iterable[Email], at: datetime) -> None:
    """Put letters into the outbox; one whose key is there already is left out."""
    insert_or_ignore(
        session,
        _MESSAGE,
        [
            {
                "once_key": mail.once_key,
                "to": mail.to,
                "subject": mail.subject,
                "body": mail.body,
                "created_at": at,
                "not_before": at,
                "attempts": 0,
                "last_error": "",
            }
            for mail in emails
        ],
    )


def people_who_hold(
    session: Session, organisation_ids: Iterable[int], permission: Permission
) -> dict[int, list[tuple[int, str]]]:
    """By organisation: (user id, email) of the people whose role there holds the permission."""
    roles = [role for role, held in ROLE_PERMISSIONS.items() if permission in held]
    rows = session.execute(
        select(Membership.organisation_id, User.id, User.email)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.organisation_id.in_(set(organisation_ids)),
            Membership.role.in_(roles),
            Membership.ended_at.is_(None),
            User.is_active,
        )
        .order_by(User.id)
    )
    people: dict[int, list[tuple[int, str]]] = {}
    for organisation_id, user_id, email in rows:
        people.setdefault(organisation_id, []).append((user_id, email))
    return people


def officers_of(session: Session, roles: Iterable[Role]) -> list[tuple[int, str]]:
    """(user id, email) of the council's people in these roles."""
    rows = session.execute(
        select(User.id, User.email)
        .join(Membership, Membership.user_id == User.id)
        .join(Council, Council.id == Membership.organisation_id)
        .where(Membership.role.in_(list(roles)), Membership.ended_at.is_(None), User.is_active)
        .distinct()
        .order_by(User.id)
    )
    return [(user_id, email) for user_id, email in rows]
