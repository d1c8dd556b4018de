"""What an approved application says of the provider: its offer in the catalogue, and its sites."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from portal.domain.checklists.answers import YES
from portal.domain.evidence.insurance import RiskBand
from portal.models import LongForm, Offer, OfferTag, Provider, ProviderKind, Site
from portal.services.catalogue.offer_search import index_offer
from portal.services.forms.answers import answers_of

Answers = Mapping[str, Any]

TAGS: Final = {
    "lot": "offer.lots",
    "need": "offer.needs",
    "subject": "offer.subjects",
    "qualification": "offer.qualifications",
    "session": "offer.half_days",
}
"""The kind of a tag, and the question whose choices become tags."""

_TRANSPORT: Final = {
    "none": "No transport",
    "some": "Can bring some pupils",
    "all": "Brings every pupil",
}
LONGEST_TRANSPORT: Final = 500


def offer_from_answers(session: Session, long_form: LongForm, at: datetime) -> Offer:
    """Write the offer, the sites and the school number that the answers name.

    A site that the answers do not name stays: a pupil may be placed there.
    """
    answers = answers_of(session, long_form.id)
    provider = session.get_one(Provider, long_form.provider_id)
    _set_kind(provider, answers)
    _set_sites(provider, answers)
    offer = session.get(Offer, provider.id) or Offer(provider_id=provider.id)
    ages = sorted((answers["offer.low_age"], answers["offer.high_age"]))
    offer.low_age, offer.high_age = ages
    offer.description = answers["offer.description"]
    offer.capacity = answers["offer.capacity"]
    offer.price_pence = answers["offer.price"]
    offer.transport = _transport(answers)
    offer.risk_band = answers.get("insurance.risk", RiskBand.STANDARD)
    offer.changed_at = at
    offer.needs_check_since = None
    session.add(offer)
    session.flush()
    _set_tags(offer, answers)
    index_offer(session, offer)
    return offer


def _set_kind(provider: Provider, answers: Answers) -> None:
    is_school = answers.get("organisation.is_registered_school") == YES
    provider.provider_kind = (
        ProviderKind.REGISTERED_SCHOOL if is_school else ProviderKind.NON_SCHOOL
    )
    provider.urn = int(answers["organisation.urn"]) if is_school else None
    if not provider.telephone:
        provider.telephone = answers.get("organisation.contact_telephone", "")[:40]


def _sites(answers: Answers) -> list[dict[str, Any]]:
    """The rows of the sites, the main site first."""
    rows = answers["sites.addresses"]
    return sorted(rows, key=lambda row: row.get("is_satellite") == YES)


def _set_sites(provider: Provider, answers: Answers) -> None:
    held = {site.name: site for site in provider.sites}
    for row in _sites(answers):
        name = row["name"][:120]
        site = held.get(name)
        if site is None:
            site = held[name] = Site(name=name)
            provider.sites.append(site)
        site.address = row["address"][:300]
        site.postcode = row["postcode"]
        site.is_satellite = row.get("is_satellite") == YES


def _transport(answers: Answers) -> str:
    words = _TRANSPORT[answers["offer.transport"]]
    notes = answers.get("offer.transport_notes")
    text = f"{words}. {notes}" if notes else words
    return text if len(text) <= LONGEST_TRANSPORT else text[: LONGEST_TRANSPORT - 1] + "…"


def _set_tags(offer: Offer, answers: Answers) -> None:
    wanted = set(_tags(answers))
    kept = {(tag.kind, tag.value): tag for tag in offer.tags}
    for key, tag in kept.items():
        if key not in wanted:
            offer.tags.remove(tag)
    offer.tags.extend(
        OfferTag(kind=kind, value=value) for kind, value in sorted(wanted - set(kept))
    )


def _tags(answers: Answers) -> Iterator[tuple[str, str]]:
    for kind, key in TAGS.items():
        for value in answers.get(key, ()):
            yield kind, value
