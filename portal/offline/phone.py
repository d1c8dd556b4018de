"""The phone that sends, as the sync address needs it: read with one question, prepared once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, Table, bindparam, exists, select, update

from portal.models import Device, Enrolment, Membership, Provider, ServerFact, User

EPOCH = "epoch"
_DEVICE: Table = Device.__table__  # type: ignore[assignment]
_PROVIDER: Table = Provider.__table__  # type: ignore[assignment]

_HAS_PEOPLE = exists(
    select(Enrolment.id)
    .join(Membership, Membership.id == Enrolment.membership_id)
    .join(User, User.id == Enrolment.user_id)
    .where(
        Enrolment.device_id == _DEVICE.c.id, Membership.ended_at.is_(None), User.is_active.is_(True)
    )
    .correlate(_DEVICE)
)
_FIND = (
    select(
        _DEVICE.c.id,
        _DEVICE.c.provider_id,
        _DEVICE.c.public_key,
        _DEVICE.c.revoked_at,
        _DEVICE.c.expires_at,
        _DEVICE.c.ends_at,
        _DEVICE.c.last_contact_at,
        _PROVIDER.c.change_number,
        _PROVIDER.c.roster_number,
        _HAS_PEOPLE.label("has_people"),
        select(ServerFact.value).where(ServerFact.name == EPOCH).scalar_subquery().label("epoch"),
    )
    .join(_PROVIDER, _PROVIDER.c.id == _DEVICE.c.provider_id)
    .where(_DEVICE.c.id == bindparam("phone"))
)
_KEEP_ALIVE = (
    update(_DEVICE)
    .where(_DEVICE.c.id == bindparam("phone"))
    .values(last_contact_at=bindparam("contact"), expires_at=bindparam("expiry"))
)


@dataclass(frozen=True)
class SigningPhone:
    """A phone and what the server keeps of it and of its provider.

    `has_people` is false once the role of everyone who was set up on it has ended.
    """

    id: UUID
    provider_id: int
    public_key: bytes
    revoked_at: datetime | None
    expires_at: datetime
    ends_at: datetime
    last_contact_at: datetime | None
    change_number: int
    roster_number: int
    has_people: bool
    epoch: str


def find_phone(connection: Connection, phone_id: UUID) -> SigningPhone | None:
    row = connection.execute(_FIND, {"phone": phone_id}).one_or_none()
    return None if row is None else SigningPhone(**row._asdict())


def keep_alive(connection: Connection, phone_id: UUID, contact: datetime, expiry: datetime) -> None:
    connection.execute(_KEEP_ALIVE, {"phone": phone_id, "contact": contact, "expiry": expiry})
