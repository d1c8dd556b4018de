"""A review's contact answers on a page and on a phone at the same time."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.models import (
    ListingStatus,
    LongForm,
    Membership,
    Role,
)
from portal.services.forms.answers import Author, NewAnswer, answers_of, fields_of, save_answers
from tests.build import Build
from tests.conftest import NOW
from tests.page import PageClient

KEY, PATH = "review.placed_by", "/own-review/processes"


def asked(build: Build) -> tuple[LongForm, Membership]:
    provider = build.provider("Quiet Barn", listing=ListingStatus.NOT_LISTED)
    guest = build.member(provider, Role.REVIEW_GUEST, "Bea Barn")
    long_form = build.review(provider).long_form
    return long_form, guest


def answer(session: Session, long_form: LongForm, by: Membership, value: str, source: str) -> None:
    new = NewAnswer(KEY, value, 0, Author(by.user_id, NOW, source))
    save_answers(session, long_form, [new], NOW)
    session.commit()


def test_both_answers_are_shown_and_the_contact_chooses(
    client: PageClient, build: Build, session: Session
) -> None:
    long_form, guest = asked(build)
    answer(session, long_form, guest, "Two schools", "web:1")
    answer(session, long_form, guest, "Three schools", "a phone")
    client.sign_in(guest)

    page = client.get(PATH)
    assert "Different answers: Who sends pupils to you" in page.words
    other = fields_of(session, long_form.id)[KEY].other_entry
    assert other is not None
    page = client.post(PATH, **{**page.fields(), "do": f"use {other.id}"})

    assert answers_of(session, long_form.id)[KEY] == "Three schools"
    assert "Different answers" not in client.get(PATH).words
