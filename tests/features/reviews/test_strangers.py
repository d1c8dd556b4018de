"""What a reporter or a holder of a link could try: to reach a provider's papers, or a person's other roles."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.reviews import service
from portal.features.reviews.guest_emails import guests_of
from portal.models import ListingStatus, Membership, Message, Review, Role
from tests.build import Build
from tests.conftest import NOW
from tests.page import PageClient

REPORT = {
    "name": "New Leaf",
    "contact_name": "Mallory Green",
    "contact_email": "mallory@example.com",
    "reason": "It is near",
    "uses_from": "2026-12-01",
}


def _report(client: PageClient, build: Build) -> None:
    client.sign_in(build.member(build.household(), Role.PARENT, "Mallory Green"))
    client.get("/reviews/report")
    client.post("/reviews/report", **REPORT)


def _link(session: Session) -> str:
    """The address in the last message that holds a link."""
    bodies = session.scalars(select(Message.body).order_by(Message.id.desc()))
    return next(found[0] for body in bodies if (found := re.search(r"/review/\S+", body)))


def _send(session: Session) -> Review:
    review = session.scalars(select(Review)).one()
    service.send_questions(session, review, NOW)
    session.commit()
    return review


def test_a_reporter_cannot_name_themselves_the_contact_of_a_provider_that_applies(
    client: PageClient, build: Build, session: Session
) -> None:
    applicant = build.provider("New Leaf", listing=ListingStatus.UNDER_REVIEW)
    lead = build.member(applicant, Role.PROVIDER_LEAD, "Nell Leaf")

    _report(client, build)

    guests = guests_of(session, applicant.id)
    assert [guest.user_id for guest in guests] == [lead.user_id]


@pytest.fixture
def contact(client: PageClient, build: Build, session: Session) -> Membership:
    """The contact has another role too, and a password."""
    head = build.member(build.school(), Role.SENIOR_LEADER, "Mallory Green", "mallory@example.com")
    _report(client, build)
    _send(session)
    client.post("/sign-out")
    return head


def test_the_link_of_a_review_opens_no_other_role_of_that_person(
    client: PageClient, contact: Membership, session: Session
) -> None:
    address = _link(session)
    client.get(address)
    client.post(address)

    account = client.get("/account")
    client.post(f"/account/switch/{contact.id}", 404)

    assert "Senior leader" not in account.words


def test_a_link_that_is_used_up_is_not_renewed_without_end(
    client: PageClient, contact: Membership, session: Session
) -> None:
    address = _link(session)
    client.get(address)
    client.post(address)
    client.get(address)
    for status in (200, 200, 200, 429):
        client.post(address, status)

    sent = session.scalars(select(Message).where(Message.to == contact.user.email)).all()

    assert len(sent) == 4


@pytest.mark.parametrize("outcome", ["", "other", "\u00b2"])
def test_an_outcome_that_is_none_is_refused(
    client: PageClient, build: Build, session: Session, outcome: str
) -> None:
    _report(client, build)
    review = _send(session)
    client.post("/sign-out")
    client.sign_in(build.member(build.council(), Role.QUALITY_OFFICER))
    client.get(f"/reviews/{review.id}/decide")

    page = client.post(f"/reviews/{review.id}/decide", outcome=outcome, reasons="Seen")

    assert page.title.startswith("Error: ")
    assert session.get_one(Review, review.id).outcome is None


@pytest.mark.parametrize("words", ["👩‍🌾 Farm", "أهلا وسهلا", "農場"])
def test_letters_that_the_font_lacks_still_give_a_report(
    client: PageClient, build: Build, session: Session, words: str
) -> None:
    _report(client, build)
    review = _send(session)
    client.post("/sign-out")
    client.sign_in(build.member(build.council(), Role.QUALITY_OFFICER))
    client.get(f"/reviews/{review.id}/unregistered")
    client.post(f"/reviews/{review.id}/unregistered", whom=words, how="By letter", about=words)

    response = client.flask.get(f"/reviews/{review.id}/unregistered.pdf")

    assert response.data.startswith(b"%PDF-")


@pytest.mark.parametrize(
    "path", ["send", "hand-over", "application", "items/x", "decide", "unregistered"]
)
def test_an_officer_does_not_judge_a_provider_where_they_hold_a_role(
    client: PageClient, build: Build, session: Session, path: str
) -> None:
    _report(client, build)
    review = _send(session)
    client.post("/sign-out")
    officer = build.member(build.council(), Role.QUALITY_OFFICER)
    own = Membership(
        user_id=officer.user_id,
        organisation_id=review.provider_id,
        role=Role.REVIEW_GUEST,
        position="Contact",
        started_at=NOW,
    )
    session.add(own)
    session.commit()
    client.sign_in(officer)
    client.get("/account")

    client.post(f"/reviews/{review.id}/{path}", 403)
