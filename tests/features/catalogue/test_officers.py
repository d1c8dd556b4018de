"""Suspending and reinstating, QA outcomes, risk, settings and keys."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.evidence.insurance import RiskBand
from portal.domain.evidence.kinds import EvidenceKind
from portal.models import ApiToken, ListingEvent, ListingStatus, Membership, Message, Offer, Role
from portal.services.council.settings import Setting, council_setting, insurance_minimums
from tests.build import Build
from tests.features.catalogue.conftest import MakeOffer
from tests.page import PageClient


@pytest.fixture
def offer(make_offer: MakeOffer) -> Offer:
    return make_offer()


def told(session: Session) -> set[str]:
    return set(session.scalars(select(Message.to)))


def test_a_suspension_keeps_reason_and_person_and_tells_whom_it_concerns(
    client: PageClient, session: Session, build: Build, offer: Offer, officer: Membership
) -> None:
    lead = build.member(offer.provider, Role.PROVIDER_LEAD, email="lead@farm.example")
    school = build.school()
    build.placement(offer.provider, school)
    build.member(school, Role.ATTENDANCE_OFFICER, email="office@school.example")
    build.member(build.school("Elsewhere"), Role.ATTENDANCE_OFFICER, email="not@concerned.example")
    client.sign_in(officer)
    client.get(f"/catalogue/{offer.provider_id}/listing")

    page = client.post(
        f"/catalogue/{offer.provider_id}/listing", listing="suspended", reason="No insurance."
    )

    event = session.scalars(select(ListingEvent)).one()
    assert (event.listing, event.reason, event.by_id) == (
        ListingStatus.SUSPENDED,
        "No insurance.",
        officer.user_id,
    )
    assert "This provider is suspended" in page.words
    assert offer.provider.listing is ListingStatus.SUSPENDED
    assert told(session) == {lead.user.email, "office@school.example"}


def test_two_officers_do_not_undo_each_other(
    client: PageClient, make_offer: MakeOffer, officer: Membership
) -> None:
    offer = make_offer(listing=ListingStatus.SUSPENDED)
    client.sign_in(officer)
    client.get(f"/catalogue/{offer.provider_id}/listing")

    client.post(
        f"/catalogue/{offer.provider_id}/listing", 409, listing="suspended", reason="Again."
    )

    assert offer.provider.listing is ListingStatus.SUSPENDED


def test_a_suspended_provider_is_reinstated(
    client: PageClient, make_offer: MakeOffer, officer: Membership
) -> None:
    offer = make_offer(listing=ListingStatus.SUSPENDED)
    client.sign_in(officer)
    client.get(f"/catalogue/{offer.provider_id}/listing")

    client.post(
        f"/catalogue/{offer.provider_id}/listing", listing="listed", reason="Insured again."
    )

    assert offer.provider.listing is ListingStatus.LISTED


def test_a_suspension_needs_a_reason(client: PageClient, offer: Offer, officer: Membership) -> None:
    client.sign_in(officer)
    client.get(f"/catalogue/{offer.provider_id}/listing")

    page = client.post(f"/catalogue/{offer.provider_id}/listing", listing="suspended", reason=" ")

    assert "Give the reason" in page.words
    assert offer.provider.listing is ListingStatus.LISTED


@pytest.mark.parametrize("page", ["listing", "risk", "qa-outcome"])
def test_a_school_changes_no_listing(
    client: PageClient, offer: Offer, school_reader: Membership, page: str
) -> None:
    client.sign_in(school_reader)

    client.get(f"/catalogue/{offer.provider_id}/{page}", 403)


def test_the_quality_officer_enters_a_qa_outcome(
    client: PageClient, build: Build, offer: Offer
) -> None:
    client.sign_in(build.member(build.council(), Role.QUALITY_OFFICER))
    client.get(f"/catalogue/{offer.provider_id}/qa-outcome")

    page = client.post(
        f"/catalogue/{offer.provider_id}/qa-outcome", outcome="meets", day="2026-11-20"
    )

    assert "Meets the standards" in page.words
    assert "20 November 2026" in page.words


def test_a_visit_still_to_come_has_no_outcome(
    client: PageClient, build: Build, offer: Offer
) -> None:
    client.sign_in(build.member(build.council(), Role.QUALITY_OFFICER))
    client.get(f"/catalogue/{offer.provider_id}/qa-outcome")

    page = client.post(
        f"/catalogue/{offer.provider_id}/qa-outcome", outcome="meets", day="2026-11-25"
    )

    assert "The date must be today or in the past" in page.words
    assert offer.qa_outcome == ""


def test_procurement_does_not_enter_qa_outcomes(
    client: PageClient, offer: Offer, officer: Membership
) -> None:
    client.sign_in(officer)

    client.get(f"/catalogue/{offer.provider_id}/qa-outcome", 403)


def test_the_risk_decides_the_least_insurance(
    client: PageClient, offer: Offer, officer: Membership
) -> None:
    client.sign_in(officer)
    client.get(f"/catalogue/{offer.provider_id}/risk")

    page = client.post(f"/catalogue/{offer.provider_id}/risk", band="low")

    assert "Low risk" in page.words
    assert offer.risk_band == "low"


def _settings(client: PageClient, **changes: str) -> dict[str, str]:
    page = client.get("/settings")
    shown = {
        i.get("name", ""): i.get("value", "")
        for i in page.all("input")
        if i.get("name") not in ("csrf_token", "hold_placements")
    }
    return shown | changes


def test_the_council_sets_its_own_rules(
    client: PageClient, session: Session, officer: Membership
) -> None:
    client.sign_in(officer)

    client.post(
        "/settings",
        **_settings(client, application_days="20", public_liability_low="6000000"),
        hold_placements="y",
    )

    assert council_setting(session, Setting.APPLICATION_DAYS) == 20
    assert council_setting(session, Setting.HOLD_PLACEMENTS_ON_LAPSE) is True
    assert council_setting(session, Setting.INSURANCE_MINIMUMS) == {
        "public_liability": {"low": 600_000_000}
    }
    least = insurance_minimums(session)[EvidenceKind.PUBLIC_LIABILITY]
    assert least[RiskBand.LOW] == 600_000_000
    assert least[RiskBand.STANDARD] == 1_000_000_000


def test_the_least_that_the_law_asks_for_stays(
    client: PageClient, session: Session, officer: Membership
) -> None:
    client.sign_in(officer)

    page = client.post("/settings", **_settings(client, employers_liability_low="4000000"))

    assert "The law asks for £5 million at least" in page.words
    assert council_setting(session, Setting.INSURANCE_MINIMUMS) == {}


def test_a_key_is_shown_once_and_kept_only_as_its_hash(
    client: PageClient, session: Session, build: Build
) -> None:
    council = build.council()
    client.sign_in(build.member(council, Role.ADMINISTRATOR))
    client.get("/keys/new")

    page = client.post("/keys/new", name="Finance", organisation=str(council.id))

    key = "".join(page.all("code")[0].itertext())
    row = session.scalars(select(ApiToken)).one()
    assert len(key) >= 40
    assert key not in row.token_sha256
    assert key not in client.get("/keys").html


def test_a_key_that_is_ended_stays_in_the_list_as_ended(
    client: PageClient, session: Session, build: Build
) -> None:
    council = build.council()
    client.sign_in(build.member(council, Role.ADMINISTRATOR))
    client.get("/keys/new")
    client.post("/keys/new", name="Finance", organisation=str(council.id))
    client.get("/keys")
    row = session.scalars(select(ApiToken)).one()

    page = client.post(f"/keys/{row.id}/end")

    assert "The key of Finance has ended" in page.words
    assert row.revoked_at is not None


@pytest.mark.parametrize("path", ["/keys", "/keys/new"])
def test_only_the_administrator_sees_keys(
    client: PageClient, officer: Membership, path: str
) -> None:
    client.sign_in(officer)

    client.get(path, 403)
