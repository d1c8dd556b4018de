"""A catalogue in miniature: offers on demand, and people to read and change it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal.models import ListingStatus, Membership, Offer, OfferTag, Provider, Role
from portal.services.catalogue.offer_search import index_offer
from tests.build import Build

EVERY_TAG = (
    ("lot", "early_help"),
    ("need", "autism"),
    ("need", "anxiety"),
    ("subject", "animals"),
    ("qualification", "gcse"),
    ("session", "1-am"),
    ("session", "1-pm"),
)
MakeOffer = Callable[..., Offer]


@pytest.fixture
def make_offer(build: Build, session: Session) -> MakeOffer:
    """Adds a provider with an offer, or an offer to a provider."""

    def make(
        name: str = "Hill Farm Learning",
        listing: ListingStatus = ListingStatus.LISTED,
        tags: Iterable[tuple[str, str]] = EVERY_TAG,
        provider: Provider | None = None,
        **values: Any,
    ) -> Offer:
        provider = provider or build.provider(name, listing=listing)
        given: dict[str, Any] = {
            "description": "Small groups look after animals on a farm.",
            "low_age": 11,
            "high_age": 16,
            "capacity": 8,
            "price_pence": 6550,
            "transport": "No transport",
            "changed_at": build.now,
        }
        offer = Offer(provider_id=provider.id, **(given | values))
        offer.tags = [OfferTag(kind=kind, value=value) for kind, value in tags]
        session.add(offer)
        index_offer(session, offer)
        session.commit()
        return offer

    return make


@pytest.fixture
def school_reader(build: Build) -> Membership:
    """Somebody of a school who chooses a provider."""
    return build.member(build.school(), Role.ATTENDANCE_OFFICER)


@pytest.fixture
def officer(build: Build) -> Membership:
    """A procurement officer of the council."""
    return build.member(build.council(), Role.PROCUREMENT_OFFICER, "Olu Officer")
