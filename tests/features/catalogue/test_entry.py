"""An entry shows the truth of the moment; its provider changes it, and officers check the change."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain.calendar.sessions import Half
from portal.domain.evidence.kinds import EvidenceKind
from portal.models import Evidence, ListingStatus, Membership, Offer, Role, Site, StoredFile
from tests.build import TUESDAY, Build
from tests.features.catalogue.conftest import MakeOffer
from tests.page import PageClient

CHANGED = {
    "description": "Small groups look after animals on a farm.",
    "lots": ["early_help"],
    "low_age": "11",
    "high_age": "16",
    "needs": ["autism", "anxiety"],
    "subjects": ["animals"],
    "qualifications": ["gcse"],
    "sessions": ["1-am", "1-pm"],
    "capacity": "8",
    "price": "65.50",
    "transport": "No transport",
}


@pytest.fixture
def offer(make_offer: MakeOffer) -> Offer:
    return make_offer()


@pytest.fixture
def lead(build: Build, offer: Offer) -> Membership:
    return build.member(offer.provider, Role.PROVIDER_LEAD, "Lou Lead")


def insure(session: Session, offer: Offer, by: Membership, ends_on: date, pence: int) -> None:
    session.add(
        StoredFile(
            sha256="a" * 64, content_type="application/pdf", size=1, stored_at=offer.changed_at
        )
    )
    session.flush()
    session.add(
        Evidence(
            provider_id=offer.provider_id,
            kind=EvidenceKind.PUBLIC_LIABILITY,
            sha256="a" * 64,
            file_name="policy.pdf",
            issued_on=TUESDAY - timedelta(days=300),
            expires_on=ends_on,
            cover_pence=pence,
            excludes_abuse=False,
            uploaded_by_id=by.user_id,
            uploaded_at=offer.changed_at,
        )
    )
    session.commit()


def version(client: PageClient) -> str:
    page = client.get("/offer")
    return next(i.get("value", "") for i in page.all("input") if i.get("name") == "version")


def test_places_free_are_counted_for_each_half_day(
    client: PageClient, build: Build, offer: Offer, school_reader: Membership
) -> None:
    build.placement(offer.provider, build.school(), slots=[(1, Half.AM)])
    client.sign_in(school_reader)

    page = client.get(f"/catalogue/{offer.provider_id}")

    assert "Tuesday morning: 7 of 8 free" in page.words
    assert "Tuesday afternoon: 8 of 8 free" in page.words


def test_insurance_in_force_is_shown_and_held_against_the_least(
    client: PageClient, session: Session, offer: Offer, lead: Membership, school_reader: Membership
) -> None:
    insure(session, offer, lead, TUESDAY, 500_000_000)
    client.sign_in(school_reader)

    words = client.get(f"/catalogue/{offer.provider_id}").words

    assert "£5 million, until 24 November 2026, covers abuse claims" in words
    assert "the cover is £5 million; the least is £10 million" in words


def test_a_lapse_shows_on_the_day_after_the_last(
    client: PageClient, session: Session, offer: Offer, lead: Membership, school_reader: Membership
) -> None:
    insure(session, offer, lead, TUESDAY - timedelta(days=1), 500_000_000)
    client.sign_in(school_reader)

    page = client.get(f"/catalogue/{offer.provider_id}")

    assert "ran out on 23 November 2026" in page.words
    assert "1 document out of date" in client.get("/catalogue").words


def test_a_new_price_needs_no_new_check(client: PageClient, offer: Offer, lead: Membership) -> None:
    client.sign_in(lead)

    page = client.post("/offer", version=version(client), **{**CHANGED, "price": "70"})

    assert "£70.00" in page.words
    assert offer.needs_check_since is None


def test_a_new_need_is_shown_as_not_checked_until_an_officer_confirms_it(
    client: PageClient, offer: Offer, lead: Membership, officer: Membership
) -> None:
    client.sign_in(lead)
    page = client.post("/offer", version=version(client), **{**CHANGED, "needs": ["speech"]})
    assert "has not checked the change yet" in page.words
    client.post("/sign-out")
    client.sign_in(officer)

    listed = client.get("/catalogue/changes")
    seen = offer.changed_at.isoformat()
    client.post(f"/catalogue/{offer.provider_id}/changes", version=seen)

    assert "Hill Farm Learning Since 24 November 2026 at 9:30: need" in listed.words
    assert offer.needs_check_since is None


def test_an_officer_cannot_confirm_what_has_changed_since(
    client: PageClient, session: Session, offer: Offer, officer: Membership
) -> None:
    offer.needs_check_since = offer.changed_at
    session.commit()
    client.sign_in(officer)
    client.get("/catalogue/changes")

    client.post(f"/catalogue/{offer.provider_id}/changes", 409, version="2026-01-01T00:00:00+00:00")

    assert offer.needs_check_since is not None


def test_two_people_do_not_overwrite_each_other(
    client: PageClient, offer: Offer, lead: Membership
) -> None:
    client.sign_in(lead)
    client.get("/offer")

    client.post("/offer", 409, version="2026-01-01T00:00:00+00:00", **{**CHANGED, "price": "1"})

    assert offer.price_pence == 6550


def test_what_is_wrong_in_an_offer_is_named(
    client: PageClient, offer: Offer, lead: Membership
) -> None:
    client.sign_in(lead)

    page = client.post(
        "/offer",
        version=version(client),
        **{**CHANGED, "low_age": "17", "price": "dear", "needs": []},
    )

    assert "The oldest age must not be below the youngest" in page.words
    assert "Enter the price in pounds" in page.words
    assert "Choose at least one need" in page.words


def test_a_satellite_site_is_shown_and_found(
    client: PageClient, offer: Offer, lead: Membership
) -> None:
    client.sign_in(lead)
    client.get("/offer/sites/new")

    client.post(
        "/offer/sites/new",
        name="The barn",
        address="Back Lane, Wantage",
        postcode="ox128aa",
        is_satellite="y",
    )

    assert (
        "The barn: Back Lane, Wantage, OX12 8AA"
        in client.get(f"/catalogue/{offer.provider_id}").words
    )
    assert "Hill Farm Learning" in client.get("/catalogue?q=wantage").words
    assert offer.needs_check_since is not None


def test_the_last_main_site_stays(
    client: PageClient, session: Session, offer: Offer, lead: Membership
) -> None:
    [site] = offer.provider.sites
    client.sign_in(lead)
    client.get(f"/offer/sites/{site.id}/remove")

    page = client.post(f"/offer/sites/{site.id}/remove", 400)

    assert "One of your sites must be the main site" in page.words
    assert session.get(Site, site.id) is not None


def test_the_site_of_another_provider_is_not_found(
    client: PageClient, make_offer: MakeOffer, lead: Membership
) -> None:
    other = make_offer("Other Farm").provider.sites[0]
    client.sign_in(lead)

    client.get(f"/offer/sites/{other.id}", 404)


def test_a_provider_under_review_has_no_offer_to_change(client: PageClient, build: Build) -> None:
    provider = build.provider(listing=ListingStatus.UNDER_REVIEW)
    client.sign_in(build.member(provider, Role.PROVIDER_LEAD))

    client.get("/offer", 403)


def test_a_listed_provider_without_an_entry_writes_its_first(
    client: PageClient, session: Session, build: Build
) -> None:
    provider = build.provider("New Farm")
    client.sign_in(build.member(provider, Role.PROVIDER_LEAD))

    page = client.post("/offer", version=version(client), **CHANGED)

    assert page.h1 == "New Farm"
    assert session.get_one(Offer, provider.id).needs_check_since is not None


@pytest.mark.parametrize(("has_pupil", "status", "left"), [(False, 200, 1), (True, 400, 2)])
def test_a_site_can_go_unless_pupils_are_placed_there(
    client: PageClient,
    session: Session,
    build: Build,
    offer: Offer,
    lead: Membership,
    has_pupil: bool,
    status: int,
    left: int,
) -> None:
    barn = Site(provider_id=offer.provider_id, name="Barn", address="Back Lane", postcode="OX1 2AB")
    session.add(barn)
    if has_pupil:
        placement = build.placement(offer.provider, build.school(), slots=[(1, Half.AM)])
        placement.slots[0].site = barn
    session.commit()
    client.sign_in(lead)
    client.get(f"/offer/sites/{barn.id}/remove")

    client.post(f"/offer/sites/{barn.id}/remove", status)

    names = select(func.count()).where(Site.provider_id == offer.provider_id)
    assert session.scalar(names) == left
