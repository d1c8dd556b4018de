"""The phone that sends, as the sync address needs it: read with one question, prepared once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, Table, bindparam, select, update

from portal.access.permissions import Permission, role_holds
from portal.database.prepared import Prepared, PreparedChange
from portal.database.rows import columns_for
from portal.domain.calendar.session_times import OpeningHours
from portal.models import (
    CouncilSetting,
    Device,
    Enrolment,
    ListingStatus,
    Membership,
    Provider,
    Role,
    ServerFact,
    User,
)
from portal.services.council.epoch import EPOCH
from portal.services.council.settings import DEFAULTS, Setting

_DEVICE: Table = Device.__table__  # type: ignore[assignment]
_PROVIDER: Table = Provider.__table__  # type: ignore[assignment]


class PhoneRow(NamedTuple):
    """A phone with one of its people, if it has any."""

    id: UUID
    provider_id: int
    public_key: bytes
    revoked_at: datetime | None
    expires_at: datetime
    ends_at: datetime
    last_contact_at: datetime | None
    change_number: int
    roster_number: int
    listing: ListingStatus
    epoch: str
    am_opens: time
    am_closes: time
    pm_opens: time
    pm_closes: time
    opens_early: Any
    user_id: int | None
    is_active: bool
    position: str
    role: Role
    ended_at: datetime | None


_FIND = Prepared(
    PhoneRow,
    select(
        *columns_for(
            PhoneRow,
            _DEVICE,
            _PROVIDER,
            select(ServerFact.value)
            .where(ServerFact.name == EPOCH)
            .scalar_subquery()
            .label("epoch"),
            select(CouncilSetting.value)
            .where(CouncilSetting.name == Setting.REGISTER_OPENS_EARLY.value)
            .scalar_subquery()
            .label("opens_early"),
            User.id.label("user_id"),
            User.is_active,
            Membership.position,
            Membership.role,
            Membership.ended_at,
        )
    )
    .join(_PROVIDER, _PROVIDER.c.id == _DEVICE.c.provider_id)
    .outerjoin(Enrolment, Enrolment.device_id == _DEVICE.c.id)
    .outerjoin(Membership, Membership.id == Enrolment.membership_id)
    .outerjoin(User, User.id == Enrolment.user_id)
    .where(_DEVICE.c.id == bindparam("phone")),
)
_KEEP_ALIVE = PreparedChange(
    update(_DEVICE)
    .where(_DEVICE.c.id == bindparam("phone"))
    .values(last_contact_at=bindparam("contact"), expires_at=bindparam("expiry"))
)


@dataclass(frozen=True)
class PhonePerson:
    """Somebody who was set up on the phone, in the role held then."""

    position: str
    role: Role
    ended_at: datetime | None
    is_active: bool

    @property
    def is_live(self) -> bool:
        return self.ended_at is None and self.is_active


@dataclass(frozen=True)
class SigningPhone:
    """A phone, its people, and what the server keeps of its provider."""

    id: UUID
    provider_id: int
    public_key: bytes
    revoked_at: datetime | None
    expires_at: datetime
    ends_at: datetime
    last_contact_at: datetime | None
    change_number: int
    roster_number: int
    listing: ListingStatus
    epoch: str
    hours: OpeningHours
    opens_early: timedelta
    people: Mapping[int, PhonePerson]

    @property
    def has_people(self) -> bool:
        """False once the role of everyone who was set up on it has ended."""
        return any(person.is_live for person in self.people.values())

    @property
    def is_under_review(self) -> bool:
        """Whether the provider still applies: it fills in forms, and has no pupils yet."""
        return self.listing is ListingStatus.UNDER_REVIEW

    @property
    def hears_of_pupils(self) -> bool:
        return not self.is_under_review and self.has_someone_who(Permission.REGISTER_TAKE)

    def has_someone_who(self, permission: Permission) -> bool:
        return any(
            person.is_live and role_holds(person.role, permission)
            for person in self.people.values()
        )


def find_phone(connection: Connection, phone_id: UUID) -> SigningPhone | None:
    """The phone of an id, or None where there is none."""
    rows = _FIND.all(connection, phone=phone_id)
    if not rows:
        return None
    first = rows[0]
    return SigningPhone(
        id=first.id,
        provider_id=first.provider_id,
        public_key=first.public_key,
        revoked_at=first.revoked_at,
        expires_at=first.expires_at,
        ends_at=first.ends_at,
        last_contact_at=first.last_contact_at,
        change_number=first.change_number,
        roster_number=first.roster_number,
        listing=first.listing,
        epoch=first.epoch,
        hours=OpeningHours(first.am_opens, first.am_closes, first.pm_opens, first.pm_closes),
        opens_early=timedelta(minutes=DEFAULTS[Setting.REGISTER_OPENS_EARLY])
        if first.opens_early is None
        else timedelta(minutes=first.opens_early),
        people={
            row.user_id: PhonePerson(row.position, row.role, row.ended_at, row.is_active)
            for row in rows
            if row.user_id is not None
        },
    )


def keep_alive(connection: Connection, phone_id: UUID, contact: datetime, expiry: datetime) -> None:
    _KEEP_ALIVE.run(connection, {"phone": phone_id, "contact": contact, "expiry": expiry})
