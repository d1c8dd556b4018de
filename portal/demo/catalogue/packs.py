"""Commissioners accept evidence packs; what changes afterwards is theirs to look at."""

from __future__ import annotations

from datetime import time

from sqlalchemy.orm import Session

from portal.demo.world.day import DemoDay, moment
from portal.demo.world.organisations import Organisations
from portal.features.evidence.packs import accept_pack, packs_of

_ACCEPTED = (
    ("oakfield", "hillfarm"),
    ("oakfield", "kilnlane"),
    ("harcombe", "hillfarm"),
    ("access", "northgate"),
    ("sen", "hillfarm"),
    ("mulvey", "greenwood"),
)
"""Who has accepted whose pack."""

_ON, _AT = -9, time(10, 15)


def accept_packs(session: Session, county: Organisations, day: DemoDay) -> None:
    on = day.past_days[_ON]
    for commissioner, key in _ACCEPTED:
        by = county.people[commissioner][0]
        [pack] = packs_of(session, [county.providers[key]], by.organisation_id, on)
        accept_pack(
            session,
            pack,
            pack.contents.fingerprint,
            by.organisation_id,
            by.user_id,
            by.position,
            moment(on, _AT),
        )
