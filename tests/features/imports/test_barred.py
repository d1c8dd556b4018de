"""No new pupil is placed with a provider that is suspended, or that a review rules out."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.imports.kinds import ImportKind
from portal.features.imports.report import Report
from portal.models import (
    ListingStatus,
    Placement,
    Provider,
    ReviewOutcome,
    ReviewState,
)
from tests.build import Build
from tests.conftest import NOW
from tests.features.imports.files import PLACEMENT, TODAY, csv_file
from tests.features.imports.files import load as load_file

NEXT_WEEK, LAST_MONTH = "01/12/2026", "20/10/2026"
LAST_DAY = date(2026, 11, 30)


@pytest.fixture
def provider(build: Build) -> Provider:
    build.service()
    build.pupil(upn="B801200005001")
    return build.provider(listing=ListingStatus.NOT_LISTED)


def decide(
    session: Session,
    provider: Provider,
    outcome: ReviewOutcome,
    until_on: date | None = None,
    at: datetime = NOW,
) -> None:
    Build(session, at).review(provider, ReviewState.DECIDED, outcome=outcome, until_on=until_on)


def load(session: Session, starts_on: str = NEXT_WEEK) -> Report:
    file = csv_file(PLACEMENT | {"starts_on": starts_on})
    return load_file(session, ImportKind.PLACEMENTS, file, today=TODAY)


def is_placed(session: Session) -> bool:
    return session.scalar(select(Placement)) is not None


def test_a_new_placement_with_a_provider_that_must_not_be_used_is_refused(
    session: Session, provider: Provider
) -> None:
    decide(session, provider, ReviewOutcome.MUST_NOT_BE_USED)

    report = load(session)

    assert "Desk-top review: Must not be used" in report.problems[0].words
    assert not is_placed(session)


def test_a_new_placement_after_the_last_day_of_an_outcome_is_refused(
    session: Session, provider: Provider
) -> None:
    decide(session, provider, ReviewOutcome.MAY_BE_USED, LAST_DAY)

    report = load(session)

    assert "Ended on 30 November 2026: must not be used now" in report.problems[0].words


def test_a_new_placement_while_the_outcome_holds_goes_in(
    session: Session, provider: Provider
) -> None:
    decide(session, provider, ReviewOutcome.MAY_BE_USED_WITH_CONDITIONS, date(2026, 12, 1))

    assert load(session).is_clean
    assert is_placed(session)


def test_the_newest_outcome_counts(session: Session, provider: Provider) -> None:
    decide(session, provider, ReviewOutcome.MAY_BE_USED, date(2027, 7, 21), NOW)
    decide(session, provider, ReviewOutcome.MUST_NOT_BE_USED, at=NOW - timedelta(days=90))

    assert load(session).is_clean


def test_a_new_placement_with_a_suspended_provider_is_refused(
    session: Session, provider: Provider
) -> None:
    provider.listing = ListingStatus.SUSPENDED
    session.commit()

    assert "The provider is suspended" in load(session).problems[0].words


def test_a_pupil_who_was_there_before_is_noted_with_a_warning(
    session: Session, provider: Provider
) -> None:
    decide(session, provider, ReviewOutcome.MUST_NOT_BE_USED)

    report = load(session, LAST_MONTH)

    assert report.is_clean
    assert any("Must not be used" in each.words for each in report.warnings)
    assert is_placed(session)


def test_a_review_no_longer_counts_once_the_provider_is_listed(
    session: Session, provider: Provider
) -> None:
    decide(session, provider, ReviewOutcome.MUST_NOT_BE_USED)
    provider.listing = ListingStatus.LISTED
    session.commit()

    assert load(session).is_clean
