"""What follows a decision: who reads what of it, the letter, and the conditions."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.features.applications import decisions
from portal.models import (
    DecisionOutcome,
    ListingStatus,
    Message,
    Offer,
    Role,
)
from tests.build import Build
from tests.features.applications.conftest import Applying
from tests.page import PageClient

APPROVE = DecisionOutcome.APPROVE
WITH_CONDITIONS = DecisionOutcome.APPROVE_WITH_CONDITIONS
DECLINE = DecisionOutcome.DECLINE


def test_a_declined_provider_reads_the_reasons_and_is_not_listed(
    applying: Applying, client: PageClient, session: Session
) -> None:
    applying.decide(DECLINE)
    client.sign_in(applying.lead)

    page = client.get(f"/application/{applying.application.id}")

    assert "Your application is declined" in page.words
    assert "A sound place" in page.words
    assert "Apply again" in page.words
    session.refresh(applying.provider)
    assert applying.provider.listing is ListingStatus.NOT_LISTED
    assert session.scalars(select(Offer)).all() == []
    assert "You are not in the catalogue yet" in client.get("/").words


def test_before_the_second_person_agrees_the_provider_learns_nothing(
    applying: Applying, client: PageClient, session: Session
) -> None:
    applying.recommend(DECLINE)
    client.sign_in(applying.lead)

    page = client.get(f"/application/{applying.application.id}")

    assert "Being checked" in page.words
    assert "eclined" not in page.html
    client.get(f"/application-letters/{applying.application.id}.pdf", 404)


def test_the_letter_comes_by_email_with_conditions_and_the_complaint_route(
    applying: Applying, session: Session
) -> None:
    applying.decide(WITH_CONDITIONS)

    letter = session.scalars(
        select(Message).where(Message.subject == "Your application is approved with conditions")
    ).one()

    assert letter.to == applying.lead.user.email
    assert "- By 24 December 2026: Fence the pond" in letter.body
    assert "complaints procedure" in letter.body
    assert "Ravi Shah" in letter.body


def test_the_letter_is_a_tagged_pdf_for_the_provider_and_the_officers(
    applying: Applying, client: PageClient
) -> None:
    applying.decide(WITH_CONDITIONS)
    address = f"/application-letters/{applying.application.id}.pdf"

    for person in (applying.lead, applying.officer):
        client.sign_in(person)
        response = client.flask.get(address)
        assert response.status_code == 200
        assert response.data.startswith(b"%PDF-")
        assert b"/StructTreeRoot" in response.data
        assert b"/Lang" in response.data
        assert response.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("role", [Role.ATTENDANCE_OFFICER, Role.PROVIDER_STAFF])
def test_nobody_else_reads_the_letter(
    applying: Applying, build: Build, client: PageClient, role: Role
) -> None:
    applying.decide(DECLINE)
    place = applying.provider if role is Role.PROVIDER_STAFF else build.school()
    client.sign_in(build.member(place, role))

    client.get(f"/application-letters/{applying.application.id}.pdf", 404)


def test_a_suspended_provider_stays_suspended_when_it_is_approved(
    applying: Applying, session: Session
) -> None:
    applying.provider.listing = ListingStatus.SUSPENDED
    applying.decide(APPROVE)

    assert applying.provider.listing is ListingStatus.SUSPENDED


def test_a_condition_is_late_and_then_met(
    applying: Applying, client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    applying.decide(WITH_CONDITIONS)
    monkeypatch.setattr(clock, "stopped_at", applying.build.now + timedelta(days=31))
    client.sign_in(applying.officer)
    page = client.get("/applications/conditions")
    assert "Fence the pond 24 December 2026 Late" in page.words
    form = next(f for f in page.all("form") if "/conditions/" in (f.get("action") or ""))

    page = client.post(form.get("action", ""))

    assert "Met 25 December 2026" in page.words
    client.post(form.get("action", ""), 409)


def test_a_condition_of_a_recommendation_does_not_count_yet(
    applying: Applying, client: PageClient
) -> None:
    applying.recommend(WITH_CONDITIONS, (decisions.NewCondition("A fence", date(2026, 12, 1)),))
    client.sign_in(applying.officer)

    assert "No provider has a condition" in client.get("/applications/conditions").words
