"""A desk-top review is scored and decided, and each commissioner reads what it must do."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.evidence.kinds import EvidenceKind
from portal.models import (
    Evidence,
    Message,
    Review,
    ReviewOutcome,
    ReviewState,
    Role,
    StoredFile,
)
from tests.build import Build
from tests.conftest import NOW
from tests.features.reviews.conftest import REPORT, County, answer_everything, score_all, switch_to
from tests.page import PageClient


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


def test_the_home_school_of_a_pupil_there_reads_what_it_must_do(
    client: PageClient, county: County, review: Review, build: Build, session: Session
) -> None:
    """The council placed the pupil; the school did not report the provider."""
    home = build.school("Home School")
    build.placement(review.provider, build.service(), build.pupil("Kai", "Roll", home))
    reader = build.member(home, Role.SENIOR_LEADER, "Hana Home")
    answer_everything(session, review, county.office.user_id)
    switch_to(client, county.procurement)
    score_all(client, review, "0")
    client.get(f"/reviews/{review.id}/decide")
    client.post(f"/reviews/{review.id}/decide", outcome="must_not_be_used", reasons="No checks")
    switch_to(client, reader)

    page = client.get(f"/reviews/{review.id}")

    assert "Do not send pupils to this provider from today" in page.words
    [letter] = session.scalars(select(Message).where(Message.to == reader.user.email)).all()
    assert "– Do not send pupils to this provider from today" in letter.body


def test_a_reporter_without_pupils_there_is_told_not_to_start(
    client: PageClient, county: County, review: Review, build: Build, session: Session
) -> None:
    other = build.member(build.school("Far School"), Role.SENIOR_LEADER)
    switch_to(client, other)
    client.get("/reviews/report")
    client.post("/reviews/report", **REPORT)
    answer_everything(session, review, county.office.user_id)
    switch_to(client, county.procurement)
    score_all(client, review, "0")
    client.get(f"/reviews/{review.id}/decide")
    client.post(f"/reviews/{review.id}/decide", outcome="must_not_be_used", reasons="No checks")

    [letter] = session.scalars(select(Message).where(Message.to == other.user.email)).all()

    assert "– Do not start any placement with this provider" in letter.body


def test_the_documents_behind_an_answer_can_be_opened_where_it_is_scored(
    client: PageClient, county: County, review: Review, session: Session
) -> None:
    sha256 = "b" * 64
    session.add(StoredFile(sha256=sha256, content_type="application/pdf", size=1, stored_at=NOW))
    session.flush()
    document = Evidence(
        id=uuid4(),
        provider_id=review.provider_id,
        kind=EvidenceKind.PUBLIC_LIABILITY,
        sha256=sha256,
        file_name="liability.pdf",
        expires_on=date(2027, 3, 31),
        uploaded_by_id=county.office.user_id,
        uploaded_at=NOW,
    )
    session.add(document)
    session.commit()
    switch_to(client, county.procurement)

    page = client.get(f"/reviews/{review.id}/items/insurances.public")
    opened = client.get(f"/evidence/{document.id}")

    assert "liability.pdf , until 31 March 2027" in page.words.replace("pdf,", "pdf ,")
    assert f'href="/evidence/{document.id}"' in page.html
    assert "liability.pdf" in opened.words


def decided(session: Session, review: Review, outcome: ReviewOutcome, until: date | None) -> None:
    review.state, review.outcome = ReviewState.DECIDED, outcome
    review.until_on, review.decided_at = until, NOW
    session.commit()


@pytest.mark.parametrize(
    ("outcome", "until", "words"),
    [
        (ReviewOutcome.MUST_NOT_BE_USED, None, "Must not be used"),
        (ReviewOutcome.MAY_BE_USED, date(2026, 11, 23), "Ended on 23 November 2026"),
        (ReviewOutcome.MAY_BE_USED, date(2026, 11, 24), None),
    ],
)
def test_the_start_page_of_a_school_with_pupils_there_says_so(
    client: PageClient,
    county: County,
    review: Review,
    build: Build,
    session: Session,
    outcome: ReviewOutcome,
    until: date | None,
    words: str | None,
) -> None:
    build.placement(review.provider, county.school, county.pupil)
    decided(session, review, outcome, until)

    start = client.get("/")

    assert ("You have 1 pupil there" in start.words) is (words is not None)
    assert words is None or f"Quiet Barn: {words}" in start.words


def test_the_start_page_says_nothing_once_no_pupil_is_there(
    client: PageClient, county: County, review: Review, build: Build, session: Session
) -> None:
    build.placement(review.provider, county.school, county.pupil, ends_on=date(2026, 10, 20))
    decided(session, review, ReviewOutcome.MUST_NOT_BE_USED, None)

    assert "Quiet Barn" not in client.get("/").words
