"""An approved application becomes an offer and sites, word for word."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import Offer, OfferTag, ProviderKind, Site
from portal.services.catalogue.offers import offer_from_answers
from tests.features.applications.conftest import Applying

Offering = Callable[[dict[str, Any]], Offer]


@pytest.fixture
def offering(applying: Applying, session: Session) -> Offering:
    """The offer of an application whose answers differ in these."""
    applying.answer_all()

    def make(answers: dict[str, Any]) -> Offer:
        for key, value in answers.items():
            applying.answer(key, value, base_version=99)
        offer = offer_from_answers(session, applying.application.long_form, applying.build.now)
        session.commit()
        return offer

    return make


def test_ages_capacity_and_price_are_the_answers(offering: Offering) -> None:
    offer = offering({"offer.low_age": 11, "offer.high_age": 16, "offer.price": 6550})

    assert (offer.low_age, offer.high_age, offer.capacity, offer.price_pence) == (11, 16, 1, 6550)


def test_ages_given_the_wrong_way_round_are_put_right(offering: Offering) -> None:
    offer = offering({"offer.low_age": 16, "offer.high_age": 11})

    assert (offer.low_age, offer.high_age) == (11, 16)


def test_choices_become_tags(offering: Offering, session: Session) -> None:
    offering({"offer.needs": ["autism", "anxiety"], "offer.half_days": ["1-am"]})

    tags = {(tag.kind, tag.value) for tag in session.scalars(select(OfferTag))}

    assert {("need", "autism"), ("need", "anxiety"), ("session", "1-am")} <= tags


def test_a_later_application_replaces_the_tags(offering: Offering, session: Session) -> None:
    offering({"offer.needs": ["autism", "anxiety"]})
    offering({"offer.needs": ["anxiety", "speech"]})

    needs = session.scalars(select(OfferTag.value).where(OfferTag.kind == "need")).all()

    assert sorted(needs) == ["anxiety", "speech"]


def test_sites_are_added_and_brought_up_to_date(
    offering: Offering, applying: Applying, session: Session
) -> None:
    barn = {"name": "Barn", "address": "2 Lane", "postcode": "OX2 2BB", "is_satellite": "yes"}
    main = {"name": "Main site", "address": "9 Road", "postcode": "OX9 9ZZ", "is_satellite": "no"}

    offering({"sites.addresses": [barn, main]})

    sites = {site.name: site for site in session.scalars(select(Site))}
    assert sites["Main site"].address == "9 Road"
    assert sites["Barn"].is_satellite
    assert sites["Main site"].postcode == "OX9 9ZZ"


def test_a_registered_school_brings_its_number(offering: Offering, applying: Applying) -> None:
    offering({"organisation.is_registered_school": "yes", "organisation.urn": "123456"})

    assert applying.provider.urn == 123456
    assert applying.provider.provider_kind is ProviderKind.REGISTERED_SCHOOL


def test_long_words_on_transport_are_cut(offering: Offering) -> None:
    offer = offering({"offer.transport": "some", "offer.transport_notes": "x" * 4000})

    assert offer.transport.startswith("Can bring some pupils. xxx")
    assert len(offer.transport) == 500


@pytest.mark.parametrize(
    ("before", "after"), [("", "01865 555 999"), ("01865 555 010", "01865 555 010")]
)
def test_a_provider_without_a_telephone_gets_the_one_of_its_contact(
    offering: Offering, applying: Applying, session: Session, before: str, after: str
) -> None:
    applying.provider.telephone = before
    session.commit()

    offering({"organisation.contact_telephone": "01865 555 999"})

    assert applying.provider.telephone == after
