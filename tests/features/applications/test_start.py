"""What the start pages say of applications."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from portal import clock
from portal.domain.checklists.editions import EDITION_2026
from portal.features.applications import service
from portal.models import DecisionOutcome, ItemVerdict, ListingStatus, Role
from tests.build import Build
from tests.features.applications.conftest import Applying
from tests.page import PageClient


def test_a_new_lead_is_led_to_the_application(build: Build, client: PageClient) -> None:
    provider = build.provider(listing=ListingStatus.UNDER_REVIEW)

    page = client.sign_in(build.member(provider, Role.PROVIDER_LEAD))

    assert page.link("Apply to join the catalogue") == "/application"


def test_a_lead_reads_that_the_council_asks(
    applying: Applying, client: PageClient, session: Session
) -> None:
    applying.send()
    service.check_item(
        session,
        applying.application,
        EDITION_2026.items[0],
        ItemVerdict.ASK,
        "Which name?",
        applying.by(applying.officer),
    )
    session.commit()

    page = client.sign_in(applying.lead)

    assert "The council has 1 question about your application" in page.words


def test_an_officer_sees_what_to_check_and_what_is_late(
    applying: Applying, client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    applying.send()
    monkeypatch.setattr(clock, "stopped_at", applying.build.now + timedelta(days=46))

    page = client.sign_in(applying.officer)

    assert "1 application to check" in page.words
    assert "1 application is late" in page.words


def test_only_the_second_person_has_a_decision_to_agree_to(
    applying: Applying, client: PageClient
) -> None:
    applying.recommend()

    assert "0 decisions for you to agree to" in client.sign_in(applying.officer).words
    assert "1 decision for you to agree to" in client.sign_in(applying.second).words


def test_a_late_condition_is_shown_to_both_sides(
    applying: Applying, client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    applying.decide(DecisionOutcome.APPROVE_WITH_CONDITIONS)
    monkeypatch.setattr(clock, "stopped_at", applying.build.now + timedelta(days=31))

    assert "1 condition is late" in client.sign_in(applying.officer).words
    assert "1 condition of your place in the catalogue is late" in (
        client.sign_in(applying.lead).words
    )
