"""Adds what each listed provider of the county offers, with the outcome of its last visit."""

from __future__ import annotations

from datetime import time, timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from portal.demo.world import tables
from portal.demo.world.day import DemoDay, moment
from portal.demo.world.organisations import Organisations
from portal.domain.catalogue.offer_choices import HALF_DAYS
from portal.domain.catalogue.qa_outcomes import QA_OUTCOMES
from portal.features.catalogue.listing import ListingChange, change_listing
from portal.models import ListingStatus, Offer, OfferTag
from portal.services.catalogue.offer_search import index_offer

_SUSPENDED = "greenwood"

CHANGED = ("riverbend",)
"""Providers whose offer changed since the council checked it."""


def add_offers(session: Session, county: Organisations, day: DemoDay) -> None:
    activities = {row.key: row.activity for row in tables.providers()}
    for row in tables.offers():
        offer = _offer(row, activities[row.provider], county, day)
        session.add(offer)
        index_offer(session, offer)


def suspend_for_a_while(session: Session, county: Organisations, day: DemoDay) -> None:
    """One provider was suspended for some days, and is listed again."""
    officer = next(each for each in county.people["council"] if each.position == "Quality officer")
    steps = (
        (ListingStatus.SUSPENDED, "The fire alarm did not work on the day of our visit", -15),
        (ListingStatus.LISTED, "The alarm is mended, and we have seen it tested", -12),
    )
    for to, reason, on in steps:
        change = ListingChange(to, reason, officer.user_id, moment(day.past_days[on], time(12, 0)))
        change_listing(session, county.providers[_SUSPENDED], change)


def _offer(row: tables.OfferRow, activity: str, county: Organisations, day: DemoDay) -> Offer:
    provider = county.providers[row.provider]
    changed_at = moment(day.past_days[-5], time(16, 0))
    return Offer(
        provider_id=provider.id,
        provider=provider,
        description=f"{activity}, in small groups.",
        low_age=row.low_age,
        high_age=row.high_age,
        capacity=row.capacity,
        price_pence=int(Decimal(row.price) * 100),
        transport=row.transport,
        qa_outcome="" if row.qa_place is None else QA_OUTCOMES[row.qa_place][0],
        qa_on=None if row.qa_place is None else day.today - timedelta(days=120),
        changed_at=changed_at,
        needs_check_since=changed_at if row.provider in CHANGED else None,
        tags=[OfferTag(kind=kind, value=value) for kind, value in _tags(row)],
    )


def _tags(row: tables.OfferRow) -> list[tuple[str, str]]:
    return [*row.tags, *(("session", half_day) for half_day, _ in HALF_DAYS)]
