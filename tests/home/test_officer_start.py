"""What an officer's start page says of the desk-top reviews that wait."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from portal.models import Document, DocumentKind, ListingStatus, Review, ReviewState, Role
from tests.build import Build
from tests.conftest import NOW
from tests.page import PageClient


def add_review(build: Build, session: Session, state: ReviewState, days_left: int = 5) -> None:
    provider = build.provider(f"Quiet Barn, {state}", listing=ListingStatus.NOT_LISTED)
    document = Document(
        kind=DocumentKind.REVIEW, provider_id=provider.id, round_key="2026", created_at=NOW
    )
    session.add(document)
    session.flush()
    session.add(
        Review(
            id=document.id,
            provider_id=provider.id,
            state=state,
            opened_at=NOW,
            due_on=NOW.date() + timedelta(days=days_left),
        )
    )
    session.commit()


@pytest.mark.parametrize(
    ("state", "days_left", "words"),
    [
        (ReviewState.REPORTED, 5, "1 desk-top review to begin"),
        (ReviewState.ANSWERED, 5, "1 desk-top review to score"),
        (ReviewState.SENT, -1, "1 desk-top review is late"),
    ],
)
def test_a_review_that_waits_is_on_the_start_page(
    build: Build,
    session: Session,
    client: PageClient,
    state: ReviewState,
    days_left: int,
    words: str,
) -> None:
    add_review(build, session, state, days_left)

    page = client.sign_in(build.member(build.council(), Role.PROCUREMENT_OFFICER))

    assert words in page.words


def test_a_review_that_is_over_is_not(build: Build, session: Session, client: PageClient) -> None:
    add_review(build, session, ReviewState.DECIDED, -1)
    add_review(build, session, ReviewState.CLOSED, -1)

    page = client.sign_in(build.member(build.council(), Role.PROCUREMENT_OFFICER))

    assert "desk-top review" not in page.words.replace("Desk-top reviews", "")
