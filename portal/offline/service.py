"""Changes to phones and to who is enrolled on them."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.domain.errors import InvalidError
from portal.models import Device, Enrolment

SLIDING_LIFE = timedelta(days=90)
LONGEST_LIFE = timedelta(days=180)


def enrol(
    session: Session,
    actor: Actor,
    name: str,
    public_key: bytes,
    device_id: UUID | None,
    at: datetime,
) -> Device:
    """Set a phone up for a person, or add the person to a phone that the provider has already.

    A phone that the server has forgotten (restored from an older backup) keeps its id as well.
    A phone that was revoked or has expired comes back under its old id, so that what it still
    holds can be sent. Raises InvalidError for another provider's phone, or another key.
    """
    device = session.get(Device, device_id) if device_id else None
    if device is None:
        device = Device(id=device_id or uuid4(), provider_id=actor.organisation_id, enrolled_at=at)
        session.add(device)
    elif device.provider_id != actor.organisation_id or device.public_key != public_key:
        raise InvalidError.of("device_id", "This phone is set up for somebody else")
    device.name = name
    device.public_key = public_key
    device.revoked_at = None
    device.revoked_by_id = None
    device.last_contact_at = at
    device.ends_at = at + LONGEST_LIFE
    device.expires_at = at + SLIDING_LIFE
    session.flush()
    _add_person(session, device, actor, at)
    return device


def _add_person(session: Session, device: Device, actor: Actor, at: datetime) -> None:
    enrolment = session.scalar(
        select(Enrolment).where(
            Enrolment.device_id == device.id, Enrolment.user_id == actor.user_id
        )
    )
    if enrolment is None:
        enrolment = Enrolment(device_id=device.id, user_id=actor.user_id)
        session.add(enrolment)
    enrolment.membership_id = actor.membership_id
    enrolment.enrolled_at = at
    session.flush()


def rename(device: Device, name: str) -> None:
    device.name = name


def revoke(device: Device, by: Actor, at: datetime) -> None:
    """The phone sends nothing more; what it holds stays on it until it is set up again."""
    device.revoked_at = at
    device.revoked_by_id = by.user_id


def next_expiry(ends_at: datetime, at: datetime) -> datetime:
    """A phone in use stays enrolled: 90 days from now, 180 at the most."""
    return min(at + SLIDING_LIFE, ends_at)
