"""What a provider changes in its offer, and what officers confirm of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.errors import ConflictError, InvalidError
from portal.domain.evidence.insurance import RiskBand
from portal.models import Offer, OfferTag, PlacementSlot, Provider, Site
from portal.services.catalogue.offer_search import TAG_WORDS, index_offer

CHECKED: Final = frozenset(
    {"description", "ages", "lot", "need", "subject", "qualification", "capacity", "sites"}
)
"""What the council has checked, so that a change needs a new check. Price, days and transport are
the provider's own to change.
"""


@dataclass(frozen=True)
class OfferAnswers:
    """What the provider says it offers. `tags` holds pairs of kind and value."""

    description: str
    ages: tuple[int, int]
    capacity: int
    price_pence: int
    transport: str
    tags: frozenset[tuple[str, str]]


@dataclass(frozen=True)
class SiteAnswers:
    name: str
    address: str
    postcode: str
    is_satellite: bool


def offer_version(offer: Offer | None) -> str:
    """What a page sends back, so that nobody overwrites or confirms what they have not seen."""
    return offer.changed_at.isoformat() if offer else ""


def _check_version(offer: Offer | None, version: str) -> None:
    if offer_version(offer) != version:
        raise ConflictError("The offer has changed since this page was opened")


def change_offer(
    session: Session, provider: Provider, answers: OfferAnswers, version: str, at: datetime
) -> list[str]:
    """Write the offer; the names of what changed. Raises ConflictError for an older version."""
    offer = session.get(Offer, provider.id, with_for_update=True)
    _check_version(offer, version)
    if offer is None:
        offer = _first_offer(provider, at)
        session.add(offer)
        changed = ["offer"]
    else:
        changed = list(_differences(offer, answers))
    if not changed:
        return []
    offer.description, offer.transport = answers.description, answers.transport
    offer.low_age, offer.high_age = answers.ages
    offer.capacity, offer.price_pence = answers.capacity, answers.price_pence
    session.flush()
    _set_tags(offer, answers.tags)
    _note_change(session, offer, changed, at)
    return changed


def _first_offer(provider: Provider, at: datetime) -> Offer:
    return Offer(
        provider_id=provider.id,
        low_age=0,
        high_age=0,
        capacity=0,
        price_pence=0,
        changed_at=at,
        needs_check_since=at,
    )


def _differences(offer: Offer, answers: OfferAnswers) -> Iterator[str]:
    pairs = (
        ("description", offer.description, answers.description),
        ("ages", (offer.low_age, offer.high_age), answers.ages),
        ("capacity", offer.capacity, answers.capacity),
        ("price", offer.price_pence, answers.price_pence),
        ("transport", offer.transport, answers.transport),
    )
    yield from (name for name, before, now in pairs if before != now)
    held = {(tag.kind, tag.value) for tag in offer.tags}
    for kind in TAG_WORDS:
        if {each for each in held ^ answers.tags if each[0] == kind}:
            yield kind


def _set_tags(offer: Offer, wanted: frozenset[tuple[str, str]]) -> None:
    held = {(tag.kind, tag.value): tag for tag in offer.tags}
    for key in held.keys() - wanted:
        offer.tags.remove(held[key])
    offer.tags.extend(
        OfferTag(kind=kind, value=value) for kind, value in sorted(wanted - set(held))
    )


def _note_change(session: Session, offer: Offer, changed: list[str], at: datetime) -> None:
    offer.changed_at = at
    if CHECKED.intersection(changed) and offer.needs_check_since is None:
        offer.needs_check_since = at
    index_offer(session, offer)


def save_site(
    session: Session, offer: Offer, site: Site | None, answers: SiteAnswers, at: datetime
) -> Site:
    """Add a site, or change one. Raises InvalidError for a name that another site has."""
    provider = offer.provider
    if any(other is not site and other.name == answers.name for other in provider.sites):
        raise InvalidError.of("name", "Another of your sites has this name")
    if site is None:
        site = Site(name=answers.name)
        provider.sites.append(site)
    site.name, site.address, site.postcode = answers.name, answers.address, answers.postcode
    site.is_satellite = answers.is_satellite
    _keep_main_site(session, offer, at)
    return site


def remove_site(session: Session, offer: Offer, site: Site, at: datetime) -> None:
    """Take a site away. Raises InvalidError where pupils are, or have been, placed there."""
    used = session.scalar(select(PlacementSlot.id).where(PlacementSlot.site_id == site.id).limit(1))
    if used is not None:
        raise InvalidError.of(
            "site", "Pupils are or were placed at this site: it cannot be removed"
        )
    offer.provider.sites.remove(site)
    session.delete(site)
    _keep_main_site(session, offer, at)


def _keep_main_site(session: Session, offer: Offer, at: datetime) -> None:
    """Raises InvalidError where no main site is left."""
    if all(site.is_satellite for site in offer.provider.sites):
        raise InvalidError.of("is_satellite", "One of your sites must be the main site")
    _note_change(session, offer, ["sites"], at)


def confirm_changes(session: Session, offer: Offer, version: str) -> None:
    """An officer has checked the changes. Raises ConflictError where there are newer ones."""
    session.refresh(offer, with_for_update=True)
    _check_version(offer, version)
    offer.needs_check_since = None


def set_qa_outcome(offer: Offer, outcome: str, day: date) -> None:
    offer.qa_outcome, offer.qa_on = outcome, day


def set_risk_band(offer: Offer, band: RiskBand) -> None:
    offer.risk_band = band.value
