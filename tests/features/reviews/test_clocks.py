"""The clocks of a desk-top review as the pages show them, and an outcome that has ended."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.access.actor import actor_of
from portal.features.reviews.chasing import chase_reviews
from portal.features.reviews.service import NewReport, report, send_questions
from portal.models import Membership, Message, Review, ReviewOutcome, ReviewState, Role
from tests.build import Build
from tests.conftest import NOW
from tests.page import PageClient


@pytest.fixture
def office(build: Build) -> Membership:
    return build.member(build.school(), Role.SENIOR_LEADER, "Priya Nair")


@pytest.fixture
def officer(build: Build) -> Membership:
    return build.member(build.council(), Role.PROCUREMENT_OFFICER, "Pat Procure")


@pytest.fixture
def review(office: Membership, session: Session) -> Review:
    """Sent on 24 November 2026: answers by 8 December, a decision by 22 December."""
    new = NewReport("Quiet Barn", "Bea", "bea@quietbarn.example", "Near", date(2026, 12, 1), [])
    found = report(session, new, actor_of(office), NOW)
    send_questions(session, found, NOW)
    session.commit()
    return found


def move_to(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    monkeypatch.setattr(clock, "stopped_at", NOW + timedelta(days=days))


def pages(client: PageClient, review: Review) -> list[str]:
    """The list of reviews, and the review's own page."""
    return [client.get(path).words for path in ("/reviews/", f"/reviews/{review.id}")]


def test_the_list_and_the_review_show_the_days_left(
    client: PageClient, officer: Membership, review: Review
) -> None:
    client.sign_in(officer)

    for words in pages(client, review):
        assert "Answers due by 8 December 2026 10 working days left" in words
        assert "22 December 2026 20 working days left" in words
        assert "Chased on" not in words


def test_they_show_what_is_late_and_when_the_provider_was_chased(
    client: PageClient,
    officer: Membership,
    review: Review,
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for days in (7, 14):
        chase_reviews(session, NOW + timedelta(days=days))
    session.commit()
    move_to(monkeypatch, 16)
    client.sign_in(officer)

    for words in pages(client, review):
        assert "Answers due by 8 December 2026 2 working days late" in words
        assert "Chased on 1 December 2026 and 8 December 2026" in words


def test_the_contact_reads_by_when_to_answer(
    client: PageClient, review: Review, session: Session
) -> None:
    letter = session.scalars(select(Message).where(Message.to == "bea@quietbarn.example")).one()
    found = re.search(r"/review/\S+", letter.body)
    assert found
    client.get(found[0])

    page = client.post(found[0])

    assert "Please send them by 8 December 2026" in page.words


def test_an_outcome_that_has_ended_shows_so_on_every_page(
    client: PageClient, office: Membership, review: Review, session: Session
) -> None:
    review.state, review.outcome = ReviewState.DECIDED, ReviewOutcome.MAY_BE_USED
    review.until_on, review.reasons = date(2026, 11, 23), "Sound"
    session.commit()
    client.sign_in(office)

    for words in pages(client, review):
        assert "Ended on 23 November 2026: must not be used now" in words
        assert "May be used" not in words


def test_a_provider_whose_outcome_has_ended_may_be_reported_again(
    client: PageClient, office: Membership, review: Review, session: Session
) -> None:
    review.state, review.outcome = ReviewState.DECIDED, ReviewOutcome.MAY_BE_USED
    review.until_on = date(2026, 11, 23)
    session.commit()
    new = NewReport("Quiet Barn", "Bea", "bea@quietbarn.example", "Near", date(2026, 12, 1), [])

    again = report(session, new, actor_of(office), NOW)

    assert again.id != review.id
    assert again.state is ReviewState.REPORTED
