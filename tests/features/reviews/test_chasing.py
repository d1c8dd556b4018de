"""What the clocks of a desk-top review write: chases, late decisions, and the end of an outcome."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.actor import actor_of
from portal.domain.catalogue.non_listed import Outcome
from portal.features.notifications.service import note_sent
from portal.features.reviews.chasing import chase_reviews, remind_of_reviews
from portal.features.reviews.service import NewReport, report, send_questions
from portal.models import (
    ListingStatus,
    Membership,
    Message,
    OneTimeLink,
    Review,
    ReviewOutcome,
    ReviewState,
    Role,
    School,
)
from tests.build import Build
from tests.conftest import NOW
from tests.page import PageClient

CONTACT = "bea@quietbarn.example"
UNTIL = date(2027, 3, 31)


@dataclass
class County:
    """A school that reported a provider, and the council's people."""

    build: Build
    session: Session
    school: School
    office: Membership
    head: Membership
    procurement: Membership
    quality: Membership
    review: Review

    def look(self, days: int) -> None:
        """The worker looks twice, this many days after the questions were sent."""
        for _ in range(2):
            chase_reviews(self.session, NOW + timedelta(days=days))
            remind_of_reviews(self.session, NOW + timedelta(days=days))
            self.session.commit()

    def decided(self, outcome: Outcome = Outcome.MAY_BE_USED, until: date | None = UNTIL) -> None:
        self.review.state = ReviewState.DECIDED
        self.review.outcome = ReviewOutcome(outcome.value)
        self.review.until_on = until
        self.review.decided_at = NOW
        self.session.commit()

    def look_on(self, day: date) -> None:
        self.look((day - NOW.date()).days)

    def letters(self, subject: str) -> list[Message]:
        found = select(Message).where(Message.subject.contains(subject)).order_by(Message.id)
        return list(self.session.scalars(found))

    def told(self, subject: str) -> set[str]:
        """Who was written to; fails where anybody was twice."""
        addresses = [message.to for message in self.letters(subject)]
        assert len(addresses) == len(set(addresses))
        return set(addresses)


@pytest.fixture
def county(build: Build, session: Session) -> County:
    school = build.school()
    office = build.member(school, Role.SENIOR_LEADER, "Priya Nair", "office@school.example")
    council = build.council()
    head = build.member(council, Role.VIRTUAL_AP_HEAD, email="head@council.example")
    procurement = build.member(council, Role.PROCUREMENT_OFFICER, email="buy@council.example")
    quality = build.member(council, Role.QUALITY_OFFICER, email="quality@council.example")
    pupil = build.pupil("Kayden", "Reeve", school)
    new = NewReport("Quiet Barn", "Bea Barn", CONTACT, "Near", date(2026, 12, 1), [pupil.id])
    review = report(session, new, actor_of(office), NOW)
    send_questions(session, review, NOW)
    session.commit()
    return County(build, session, school, office, head, procurement, quality, review)


CHASE = "Please answer"
LATE, SOON = "Quiet Barn is late", "Quiet Barn is due soon"


@pytest.mark.parametrize(("days", "chases"), [(6, 0), (7, 1), (13, 1)])
def test_a_provider_is_chased_five_working_days_after_the_questions(
    county: County, days: int, chases: int
) -> None:
    county.look(days)

    assert [message.to for message in county.letters(CHASE)] == [CONTACT] * chases


def test_each_chase_is_written_once_however_often_the_worker_looks(county: County) -> None:
    for days in range(40):
        county.look(days)

    first, second = county.letters(CHASE)
    assert (first.created_at - NOW, second.created_at - NOW) == (
        timedelta(days=7),
        timedelta(days=14),
    )


def test_a_worker_that_was_away_sends_only_the_newest_chase(county: County) -> None:
    county.look(30)

    assert len(county.letters(CHASE)) == 1


def test_a_worker_that_breaks_off_leaves_no_half_of_a_chase(county: County) -> None:
    links = len(county.session.scalars(select(OneTimeLink)).all())
    chase_reviews(county.session, NOW + timedelta(days=7))
    county.session.rollback()

    county.look(7)

    assert len(county.letters(CHASE)) == 1
    assert len(county.session.scalars(select(OneTimeLink)).all()) == links + 1


def test_nobody_is_chased_who_has_answered(county: County) -> None:
    county.review.state = ReviewState.ANSWERED
    county.session.commit()

    county.look(7)

    assert county.letters(CHASE) == []


def test_a_chase_brings_a_fresh_link_after_the_first_has_ended(
    county: County, client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first link holds 14 days; the second chase comes on the fourteenth."""
    county.look(14)
    found = re.search(r"/review/\S+", county.letters(CHASE)[0].body)
    assert found
    monkeypatch.setattr("portal.clock.stopped_at", NOW + timedelta(days=20))

    client.get(found[0])
    opened = client.post(found[0])

    assert opened.title.startswith("Questions about Quiet Barn")


def test_the_link_of_a_chase_is_not_kept_once_it_is_sent(county: County) -> None:
    county.look(7)
    [chase] = county.letters(CHASE)

    note_sent(chase, NOW + timedelta(days=7))

    assert chase.body == ""


@pytest.mark.parametrize(
    ("day", "subject"),
    [
        (date(2026, 12, 14), None),
        (date(2026, 12, 15), SOON),
        (date(2026, 12, 22), SOON),
        (date(2026, 12, 23), LATE),
    ],
)
def test_procurement_hears_before_a_decision_is_due_and_when_it_is_late(
    county: County, day: date, subject: str | None
) -> None:
    county.look_on(day)

    for each in (SOON, LATE):
        assert county.told(each) == ({"buy@council.example"} if each == subject else set())


def test_nobody_hears_of_a_decided_review(county: County) -> None:
    county.decided()

    county.look_on(date(2026, 12, 23))

    assert county.told(LATE) == set()


EVERYONE = {"office@school.example", "head@council.example", "buy@council.example"}


@pytest.mark.parametrize(
    ("before", "expected"), [(61, 0), (60, 1), (45, 1), (30, 1), (7, 1), (0, 1)]
)
def test_all_concerned_hear_before_an_outcome_ends(
    county: County, before: int, expected: int
) -> None:
    county.decided()

    county.look_on(UNTIL - timedelta(days=before))

    assert county.told("may be used until 31 March 2027 only") == (EVERYONE if expected else set())


def test_all_concerned_hear_that_an_outcome_has_ended_and_what_to_do(county: County) -> None:
    county.decided()

    county.look_on(UNTIL + timedelta(days=1))

    assert county.told("Quiet Barn must not be used now") == EVERYONE
    [letter] = [m for m in county.letters("must not be used now") if m.to.startswith("office")]
    assert "– Do not send pupils to this provider from today" in letter.body
    assert "Kayden" not in letter.body


def test_a_school_that_has_placed_pupils_there_hears_too(county: County) -> None:
    other = county.build.school("Far School")
    county.build.member(other, Role.ATTENDANCE_OFFICER, email="far@school.example")
    county.build.placement(county.review.provider, other)
    county.decided()

    county.look_on(UNTIL)

    assert "far@school.example" in county.told("may be used until 31 March 2027 only")


def test_a_newer_outcome_silences_the_end_of_the_old_one(county: County) -> None:
    county.decided()
    new = NewReport("Quiet Barn", "Bea Barn", CONTACT, "Near", date(2027, 1, 1), [])
    newer = report(county.session, new, actor_of(county.office), NOW)
    newer.state, newer.outcome = ReviewState.DECIDED, ReviewOutcome.MAY_BE_USED
    newer.until_on, newer.decided_at = date(2028, 3, 31), NOW + timedelta(days=60)
    county.session.commit()

    county.look_on(UNTIL)

    assert county.letters("may be used until") == []


@pytest.mark.parametrize(
    ("listing", "is_told"), [(ListingStatus.LISTED, False), (ListingStatus.UNDER_REVIEW, True)]
)
def test_the_end_no_longer_matters_once_the_provider_is_listed(
    county: County, listing: ListingStatus, is_told: bool
) -> None:
    county.decided()
    county.review.provider.listing = listing
    county.session.commit()

    county.look_on(UNTIL)

    assert bool(county.letters("may be used until")) is is_told


def test_a_provider_that_must_not_be_used_has_no_end(county: County) -> None:
    county.decided(Outcome.MUST_NOT_BE_USED, until=None)

    county.look_on(UNTIL + timedelta(days=1))

    assert county.letters("must not be used now") == []


def test_an_outcome_that_holds_for_a_short_time_is_not_told_twice_at_once(county: County) -> None:
    county.decided(until=NOW.date() + timedelta(days=20))

    county.look(0)
    at_once = county.letters("may be used until")
    county.look(13)

    assert at_once == []
    assert len(county.letters("may be used until")) == len(EVERYONE)
