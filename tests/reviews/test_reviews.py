"""A provider that is not listed: reported, asked, scored, decided, and perhaps an applicant."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.access.gate import requirement
from portal.domain.checklists.reviews import REVIEW_2026
from portal.models import (
    Application,
    Document,
    ListingStatus,
    Membership,
    Message,
    Provider,
    Pupil,
    Review,
    ReviewState,
    Role,
    School,
)
from portal.records.documents import NewAnswer, answers_of, save_answers
from tests.build import Build
from tests.conftest import NOW
from tests.page import PageClient

REPORT = {
    "name": "Quiet Barn",
    "contact_name": "Bea Barn",
    "contact_email": "bea@quietbarn.example",
    "reason": "It is the only farm within ten miles",
    "uses_from": "2026-12-01",
}


@dataclass
class County:
    school: School
    office: Membership
    head: Membership
    procurement: Membership
    pupil: Pupil


@pytest.fixture
def county(build: Build) -> County:
    school = build.school()
    return County(
        school,
        build.member(school, Role.SENIOR_LEADER, "Priya Nair"),
        build.member(build.council(), Role.VIRTUAL_AP_HEAD, "Val Head"),
        build.member(build.council(), Role.PROCUREMENT_OFFICER, "Pat Procure"),
        build.pupil("Kayden", "Reeve", school),
    )


@pytest.fixture
def review(client: PageClient, county: County, session: Session) -> Review:
    """Reported by the school, with one pupil."""
    client.sign_in(county.office)
    client.get("/reviews/report")
    client.post("/reviews/report", **REPORT, pupils=str(county.pupil.id))
    return session.scalars(select(Review)).one()


def switch_to(client: PageClient, member: Membership) -> None:
    client.get("/")
    client.post("/sign-out")
    client.sign_in(member)


def send(client: PageClient, county: County, review: Review) -> None:
    switch_to(client, county.procurement)
    client.get(f"/reviews/{review.id}")
    client.post(f"/reviews/{review.id}/send")


def last_link(session: Session) -> str:
    body = session.scalars(
        select(Message.body)
        .where(Message.to == "bea@quietbarn.example")
        .order_by(Message.id.desc())
    ).first()
    found = re.search(r"/review/\S+", body or "")
    assert found
    return found[0]


def answer_everything(session: Session, review: Review, by_id: int) -> None:
    document = session.get_one(Document, review.id)
    answers = {"organisation.legal_name": "Quiet Barn Ltd", "organisation.postcode": "OX1 1AA"}
    save_answers(
        session,
        document,
        [NewAnswer(uuid4(), k, v, 0, "web:1", by_id, NOW) for k, v in answers.items()],
        NOW,
    )
    review.state = ReviewState.ANSWERED
    session.commit()


def score_all(client: PageClient, review: Review, points: str = "3") -> None:
    for item in REVIEW_2026.items:
        address = f"/reviews/{review.id}/items/{item.key}"
        client.get(address)
        client.post(address, score=points, note="Seen in the policy, page 2")


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


def test_nothing_is_decided_before_every_item_is_scored(
    client: PageClient, county: County, review: Review, session: Session
) -> None:
    answer_everything(session, review, county.office.user_id)
    switch_to(client, county.procurement)
    client.get(f"/reviews/{review.id}/decide")

    page = client.post(
        f"/reviews/{review.id}/decide", outcome="must_not_be_used", reasons="No insurance"
    )

    assert "Score every item first" in page.words
    assert review.outcome is None


def test_the_outcome_reaches_the_school_with_what_it_must_do(
    client: PageClient, county: County, review: Review, session: Session
) -> None:
    answer_everything(session, review, county.office.user_id)
    switch_to(client, county.procurement)
    score_all(client, review)
    client.get(f"/reviews/{review.id}/decide")
    missing = client.post(f"/reviews/{review.id}/decide", outcome="may_be_used", reasons="Sound")
    client.post(
        f"/reviews/{review.id}/decide",
        outcome="may_be_used",
        until_on="2027-07-21",
        reasons="Sound",
    )
    switch_to(client, county.office)

    page = client.get(f"/reviews/{review.id}")

    assert "Enter the last day on which the provider may be used" in missing.words
    assert "May be used until 21 July 2027" in page.words
    assert "Make your own checks too" in page.words
    assert session.scalars(
        select(Message).where(
            Message.to == county.office.user.email, Message.subject.contains("may be used")
        )
    ).one()


def test_a_provider_that_must_not_be_used_says_stop(
    client: PageClient, county: County, review: Review, session: Session
) -> None:
    answer_everything(session, review, county.office.user_id)
    switch_to(client, county.procurement)
    score_all(client, review, "0")
    client.get(f"/reviews/{review.id}/decide")
    client.post(f"/reviews/{review.id}/decide", outcome="must_not_be_used", reasons="No checks")
    switch_to(client, county.office)

    assert (
        "Do not send pupils to this provider from today"
        in client.get(f"/reviews/{review.id}").words
    )


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
