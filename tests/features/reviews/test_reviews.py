"""A provider that is not listed: reported, asked, and perhaps an applicant."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.access.gate import requirement
from portal.models import (
    Application,
    ListingStatus,
    Membership,
    Message,
    Provider,
    Review,
    ReviewState,
    Role,
)
from portal.services.forms.answers import answers_of
from tests.build import Build
from tests.conftest import NOW
from tests.features.reviews.conftest import (
    REPORT,
    County,
    answer_everything,
    last_link,
    send,
    switch_to,
)
from tests.page import PageClient


def test_a_report_tells_the_virtual_head_at_once(
    review: Review, county: County, session: Session
) -> None:
    letter = session.scalars(select(Message).where(Message.to == county.head.user.email)).one()

    assert "Quiet Barn" in letter.body
    assert "Kayden" not in letter.body


def test_a_report_needs_every_answer(client: PageClient, county: County) -> None:
    client.sign_in(county.office)
    client.get("/reviews/report")

    page = client.post("/reviews/report", **REPORT | {"contact_email": "nobody", "reason": " "})

    assert "Enter an email address" in page.words
    assert "Say why you use this provider" in page.words
    assert 'value="Quiet Barn"' in page.html


def test_a_listed_provider_needs_no_report(
    client: PageClient, county: County, build: Build
) -> None:
    build.provider("Quiet Barn")
    client.sign_in(county.office)
    client.get("/reviews/report")

    page = client.post("/reviews/report", **REPORT)

    assert "is in the catalogue: no report is needed" in page.words


def test_a_second_report_joins_the_review_under_way(
    client: PageClient, review: Review, build: Build, session: Session
) -> None:
    switch_to(client, build.member(build.school("Far School"), Role.ATTENDANCE_OFFICER))
    client.get("/reviews/report")

    client.post("/reviews/report", **REPORT | {"name": "quiet barn"})

    assert len(session.scalars(select(Review)).all()) == 1
    assert len(review.reports) == 2


def test_the_link_opens_once_and_can_be_renewed(
    client: PageClient, county: County, review: Review, session: Session
) -> None:
    send(client, county, review)
    path = last_link(session)
    client.get("/")
    client.post("/sign-out")

    client.get(path)
    opened = client.post(path)
    again = client.get(path)
    client.post(path)

    assert "Your organisation and how you work" in opened.words
    assert "This link has been used" in again.words
    assert last_link(session) != path


def test_an_old_link_is_over(
    client: PageClient,
    county: County,
    review: Review,
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    send(client, county, review)
    path = last_link(session)

    monkeypatch.setattr(clock, "stopped_at", NOW + timedelta(days=15))

    assert "too old" in client.get(path).words


def test_a_token_that_is_none_leads_nowhere(client: PageClient) -> None:
    client.get(f"/review/{'x' * 43}", 404)


def test_the_contact_reaches_nothing_else(
    app: Flask, client: PageClient, county: County, review: Review, session: Session
) -> None:
    send(client, county, review)
    path = last_link(session)
    client.get(path)
    client.post(path)

    for address in (
        "/pupils/today",
        "/absences/",
        "/registers/",
        "/reviews/",
        "/catalogue/",
        "/people",
    ):
        assert client.flask.get(address).status_code in (403, 404), address
    allowed = {"review:answer", "evidence:edit", "device:enrol", "public", "device", "signed in"}
    open_to_guests = {
        str(requirement(app.view_functions[rule.endpoint]))
        for rule in app.url_map.iter_rules()
        if str(requirement(app.view_functions[rule.endpoint])) in allowed
    }
    assert open_to_guests == allowed


def test_the_contact_answers_a_part(
    client: PageClient, county: County, review: Review, session: Session
) -> None:
    send(client, county, review)
    path = last_link(session)
    client.get(path)
    client.post(path)
    page = client.get("/own-review/processes")
    bases = {
        str(i.get("name")): i.get("value", "")
        for i in page.all("input")
        if str(i.get("name", "")).endswith("~base")
    }

    client.post(
        "/own-review/processes", do="save", **bases | {"organisation.legal_name": "Quiet Barn Ltd"}
    )

    assert answers_of(session, review.id)["organisation.legal_name"] == "Quiet Barn Ltd"
    assert "Some answers are missing" in client.post("/own-review").words


def test_another_school_does_not_see_the_review(
    client: PageClient, review: Review, build: Build
) -> None:
    switch_to(client, build.member(build.school("Far School"), Role.SENIOR_LEADER))

    client.get(f"/reviews/{review.id}", 404)
    assert "Quiet Barn" not in client.get("/reviews/").words


def test_a_school_cannot_score(client: PageClient, review: Review) -> None:
    client.get(f"/reviews/{review.id}/decide", 403)


def test_the_report_of_a_suspected_school_is_a_tagged_pdf_without_names(
    client: PageClient, county: County, review: Review
) -> None:
    switch_to(client, county.head)
    client.get(f"/reviews/{review.id}/unregistered")
    told = client.post(
        f"/reviews/{review.id}/unregistered", whom="Ofsted", how="email", about="the report"
    )

    response = client.flask.get(f"/reviews/{review.id}/unregistered.pdf")

    assert "Ofsted , email: the report" in told.words.replace("Ofsted,", "Ofsted ,")
    assert response.data.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in response.data
    assert b"Kayden" not in response.data


def test_a_review_becomes_an_application_without_typing_twice(
    client: PageClient, county: County, review: Review, session: Session
) -> None:
    answer_everything(session, review, county.office.user_id)
    switch_to(client, county.procurement)
    client.get(f"/reviews/{review.id}")

    client.post(f"/reviews/{review.id}/application")

    application = session.scalars(select(Application)).one()
    assert answers_of(session, application.id)["organisation.legal_name"] == "Quiet Barn Ltd"
    provider = session.get_one(Provider, review.provider_id)
    assert provider.listing is ListingStatus.UNDER_REVIEW
    roles = session.scalars(
        select(Membership.role).where(
            Membership.organisation_id == provider.id, Membership.ended_at.is_(None)
        )
    ).all()
    assert roles == [Role.PROVIDER_LEAD]


def test_the_numbers_count_reported_pupils_of_school_age(
    client: PageClient, county: County, review: Review, build: Build
) -> None:
    switch_to(client, county.procurement)

    page = client.get(f"/reviews/{review.id}/unregistered")

    assert "Pupils whom commissioners report or have placed there 1" in page.words


def test_the_officer_to_whom_a_review_is_handed_is_told(
    client: PageClient, county: County, review: Review, session: Session
) -> None:
    switch_to(client, county.head)
    client.get(f"/reviews/{review.id}")

    page = client.post(f"/reviews/{review.id}/hand-over", officer=str(county.procurement.user_id))

    assert "Pat Procure" in page.words
    [letter] = session.scalars(
        select(Message).where(Message.to == county.procurement.user.email)
    ).all()
    assert letter.subject == "The desk-top review of Quiet Barn is yours"
    assert f"/reviews/{review.id}" in letter.body


def test_a_review_without_answers_becomes_no_application(
    client: PageClient, county: County, review: Review, session: Session
) -> None:
    send(client, county, review)

    client.post(f"/reviews/{review.id}/application", 409)

    assert session.scalars(select(Application)).all() == []
    assert session.get_one(Review, review.id).state is ReviewState.SENT
