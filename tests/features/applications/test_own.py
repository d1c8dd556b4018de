"""The provider's pages: begin, answer, see what is missing, send, withdraw, apply again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.evidence.kinds import EvidenceKind
from portal.models import (
    Application,
    ApplicationState,
    DecisionOutcome,
    ListingStatus,
    Message,
    Role,
)
from portal.services.forms.answers import answers_of
from tests.build import Build
from tests.features.applications.conftest import Applying
from tests.page import PageClient


def path(applying: Applying, rest: str = "") -> str:
    return f"/application/{applying.application.id}{rest}"


def test_a_lead_begins_an_application_and_sees_twelve_sections(
    build: Build, client: PageClient
) -> None:
    provider = build.provider(listing=ListingStatus.UNDER_REVIEW)
    client.sign_in(build.member(provider, Role.PROVIDER_LEAD))
    client.get("/application")

    page = client.post("/application/start")

    assert "0 of 12 sections are complete" in page.words
    assert "Safeguarding lead and deputy" in page.words


def test_beginning_twice_leads_to_the_same_application(
    build: Build, client: PageClient, session: Session
) -> None:
    provider = build.provider(listing=ListingStatus.UNDER_REVIEW)
    client.sign_in(build.member(provider, Role.PROVIDER_LEAD))
    client.get("/application")
    client.post("/application/start")

    client.flask.post("/application/start", data={"csrf_token": client._token})

    assert len(session.scalars(select(Application)).all()) == 1


def test_a_suspended_provider_cannot_apply(build: Build, client: PageClient) -> None:
    provider = build.provider(listing=ListingStatus.SUSPENDED)
    client.sign_in(build.member(provider, Role.PROVIDER_LEAD))

    page = client.get("/application")

    assert "You cannot apply at the moment" in page.words
    client.post("/application/start", 403)


def test_what_is_missing_leads_to_its_field(applying: Applying, client: PageClient) -> None:
    client.sign_in(applying.lead)

    page = client.get(path(applying, "/send"))

    href = page.link("Legal name: enter an answer")
    assert href == path(applying, "/organisation#organisation-legal_name")
    assert 'id="organisation-legal_name"' in client.get(href.split("#")[0]).html


def test_an_incomplete_application_cannot_be_sent(
    applying: Applying, client: PageClient, session: Session
) -> None:
    client.sign_in(applying.lead)
    client.get(path(applying, "/send"))

    page = client.post(path(applying, "/send"))

    assert page.h1 == "What is missing"
    assert applying.state() is ApplicationState.DRAFT


def test_an_application_with_two_different_answers_cannot_be_sent_until_one_is_chosen(
    applying: Applying, build: Build, client: PageClient
) -> None:
    applying.answer_all()
    colleague = build.member(applying.provider, Role.PROVIDER_LEAD, "Ali Green")
    applying.answer("organisation.legal_name", "Hill Farm Trust", colleague)
    client.sign_in(applying.lead)
    client.get(path(applying, "/send"))

    page = client.post(path(applying, "/send"))

    assert applying.state() is ApplicationState.DRAFT
    address = page.link("Legal name: choose which of the different answers is right")
    where = address.split("#")[1]
    assert where == "organisation-legal_name-differing"
    assert f'id="{where}"' in client.get(address.split("#")[0]).html
    assert "11 of 12 sections are complete" in client.get(path(applying)).words


def test_a_document_that_has_run_out_is_missing(applying: Applying, client: PageClient) -> None:
    applying.upload(EvidenceKind.PUBLIC_LIABILITY, date(2026, 11, 23))
    applying.session.commit()
    client.sign_in(applying.lead)

    page = client.get(path(applying, "/send"))

    assert "Public liability insurance: upload the document" in page.words


def test_a_complete_application_is_sent_and_both_sides_are_told(
    applying: Applying, client: PageClient, session: Session
) -> None:
    applying.answer_all()
    client.sign_in(applying.lead)
    client.get(path(applying, "/send"))

    page = client.post(path(applying, "/send"))

    assert "The council means to decide by 8 January 2027" in page.words
    told = session.scalars(select(Message.to)).all()
    assert sorted(told) == sorted(
        [applying.lead.user.email, applying.officer.user.email, applying.second.user.email]
    )


def test_a_sent_application_can_be_read_but_not_changed(
    applying: Applying, client: PageClient, session: Session
) -> None:
    applying.send()
    client.sign_in(applying.lead)

    page = client.get(path(applying, "/organisation"))

    assert "About legal name" in page.words
    assert not page.all("textarea")
    client.post(path(applying, "/organisation"), 403, **{"organisation.legal_name": "Other"})
    assert answers_of(session, applying.application.id)["organisation.legal_name"] != "Other"


def test_a_withdrawn_application_is_kept(
    applying: Applying, client: PageClient, session: Session
) -> None:
    applying.send()
    client.sign_in(applying.lead)
    client.get(path(applying, "/withdraw"))

    page = client.post(path(applying, "/withdraw"), reason="We are moving away")

    assert "Your application is withdrawn" in page.words
    assert applying.state() is ApplicationState.WITHDRAWN
    assert answers_of(session, applying.application.id) != {}
    session.refresh(applying.provider)
    assert applying.provider.listing is ListingStatus.NOT_LISTED


@pytest.mark.parametrize("outcome", [DecisionOutcome.DECLINE, DecisionOutcome.APPROVE])
def test_applying_again_starts_from_the_answers_without_the_declaration(
    applying: Applying, client: PageClient, session: Session, outcome: DecisionOutcome
) -> None:
    applying.decide(outcome)
    before = answers_of(session, applying.application.id)
    client.sign_in(applying.lead)
    client.get("/application")

    page = client.post("/application/start")

    assert "11 of 12 sections are complete" in page.words
    again = session.scalars(
        select(Application).where(Application.previous_id == applying.application.id)
    ).one()
    assert answers_of(session, again.id) == {
        key: value for key, value in before.items() if not key.startswith("declaration.")
    }


def test_another_providers_application_is_not_found(
    applying: Applying, start: Callable[[str], Applying], client: PageClient
) -> None:
    other = start("Elsewhere")
    other.decide(DecisionOutcome.DECLINE)
    client.sign_in(applying.lead)

    for rest in ("", "/organisation", "/send", "/withdraw"):
        client.get(path(other, rest), 404)
    client.get(f"/application-letters/{other.application.id}.pdf", 404)
    client.get("/application")
    client.post(path(other, "/withdraw"), 404)


def test_staff_who_are_not_the_lead_have_no_application_page(
    applying: Applying, build: Build, client: PageClient
) -> None:
    client.sign_in(build.member(applying.provider, Role.PROVIDER_STAFF))

    client.get("/application", 403)


def test_the_complaint_route_is_in_words(applying: Applying, client: PageClient) -> None:
    applying.send()
    client.sign_in(applying.lead)
    address = client.get(path(applying)).link("If you are not content with how we deal with it")

    page = client.get(address)

    assert "complaints procedure" in page.words
    assert "Ombudsman" in page.words
