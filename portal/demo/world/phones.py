"""One enrolled phone for each provider. Its key was thrown away, so nobody can send with it."""

from __future__ import annotations

from datetime import time, timedelta

from sqlalchemy.orm import Session

from portal.demo.world.day import DemoDay, fixed_id, moment
from portal.demo.world.organisations import Organisations
from portal.models import Device, Enrolment, ListingStatus

_PUBLIC_KEY = bytes.fromhex(
    "3059301306072a8648ce3d020106082a8648ce3d03010703420004c0f16fc1"
    "4cd09fb47d2011446b4fcf05401e8e6cb37e2fbe160643fb87988635fb1289"
    "b135c280e750e0c2ea2e425248177eb5483e77977438b67118c6b8eae2"
)
_SLIDING, _LONGEST = timedelta(days=90), timedelta(days=180)


def add_phones(session: Session, county: Organisations, day: DemoDay) -> None:
    enrolled_at = moment(day.past_days[0], time(8, 15))
    last_contact_at = moment(day.past_days[-1], time(15, 5))
    for key, provider in county.providers.items():
        if provider.listing is not ListingStatus.LISTED:
            continue
        session.add(
            Device(
                id=fixed_id("phone", key),
                provider_id=provider.id,
                name=f"Phone at {provider.sites[0].name}",
                public_key=_PUBLIC_KEY,
                enrolled_at=enrolled_at,
                last_contact_at=last_contact_at,
                expires_at=last_contact_at + _SLIDING,
                ends_at=enrolled_at + _LONGEST,
            )
        )
        session.add_all(
            Enrolment(
                device_id=fixed_id("phone", key),
                user_id=person.user_id,
                membership_id=person.membership_id,
                enrolled_at=enrolled_at,
            )
            for person in county.people[key]
        )
    session.flush()
