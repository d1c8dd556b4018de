"""A review's contact answers on a page and on a phone at the same time."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy.orm import Session

from portal.models import (
    Document,
    ListingStatus,
    Membership,
    Role,
)
from portal.services.forms.answers import NewAnswer, answers_of, fields_of, save_answers
from tests.build import Build
from tests.conftest import NOW
from tests.page import PageClient

KEY, PATH = "review.placed_by", "/own-review/processes"


def asked(build: Build) -> tuple[Document, Membership]:
    provider = build.provider("Quiet Barn", listing=ListingStatus.NOT_LISTED)
    guest = build.member(provider, Role.REVIEW_GUEST, "Bea Barn")
    document = build.review(provider).document
    return document, guest


def answer(session: Session, document: Document, by: Membership, value: str, source: str) -> None:
    new = NewAnswer(uuid4(), KEY, value, 0, source, by.user_id, NOW)
    save_answers(session, document, [new], NOW)
    session.commit()


def test_both_answers_are_shown_and_the_contact_chooses(
    client: PageClient, build: Build, session: Session
) -> None:
    document, guest = asked(build)
    answer(session, document, guest, "Two schools", "web:1")
    answer(session, document, guest, "Three schools", "a phone")
    client.sign_in(guest)

    page = client.get(PATH)
    assert "Different answers: Who sends pupils to you" in page.words
    other = fields_of(session, document.id)[KEY].other_entry
    assert other is not None
    page = client.post(PATH, **{**page.fields(), "do": f"use {other.id}"})

    assert answers_of(session, document.id)[KEY] == "Three schools"
    assert "Different answers" not in client.get(PATH).words
