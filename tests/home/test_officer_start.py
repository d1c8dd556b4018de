"""What an officer's start page says of the desk-top reviews that wait."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.models import ListingStatus, ReviewState, Role
from tests.build import Build
from tests.conftest import NOW
from tests.page import PageClient


def add_review(build: Build, state: ReviewState, days_left: int = 5) -> None:
    provider = build.provider(f"Quiet Barn, {state}", listing=ListingStatus.NOT_LISTED)
    build.review(provider, state, NOW.date() + timedelta(days=days_left))


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
    client: PageClient,
    state: ReviewState,
    days_left: int,
    words: str,
) -> None:
    add_review(build, state, days_left)

    page = client.sign_in(build.member(build.council(), Role.PROCUREMENT_OFFICER))

    assert words in page.words


def test_a_review_that_is_over_is_not(build: Build, client: PageClient) -> None:
    add_review(build, ReviewState.DECIDED, -1)
    add_review(build, ReviewState.CLOSED, -1)

    page = client.sign_in(build.member(build.council(), Role.PROCUREMENT_OFFICER))

    assert "desk-top review" not in page.words.replace("Desk-top reviews", "")
