"""A provider that is not listed, reported by a school; and the steps of its review."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.checklists.reviews import REVIEW_2026
from portal.models import (
    LongForm,
    Membership,
    Message,
    Pupil,
    Review,
    ReviewState,
    Role,
    School,
)
from portal.services.forms.answers import Author, NewAnswer, save_answers
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
    long_form = session.get_one(LongForm, review.id)
    answers = {"organisation.legal_name": "Quiet Barn Ltd", "organisation.postcode": "OX1 1AA"}
    save_answers(
        session,
        long_form,
        [NewAnswer(k, v, 0, Author(by_id, NOW)) for k, v in answers.items()],
        NOW,
    )
    review.state = ReviewState.ANSWERED
    session.commit()


def score_all(client: PageClient, review: Review, points: str = "3") -> None:
    for item in REVIEW_2026.items:
        address = f"/reviews/{review.id}/items/{item.key}"
        client.get(address)
        client.post(address, score=points, note="Seen in the policy, page 2")
