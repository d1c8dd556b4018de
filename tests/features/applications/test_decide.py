"""Two people decide; the provider hears of it by letter, and an approved one is listed."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.domain.errors import ConflictError, InvalidError, NotAllowedError
from portal.features.applications import decisions
from portal.models import (
    ApplicationDecision,
    ApplicationState,
    DecisionOutcome,
    ItemVerdict,
    ListingEvent,
    ListingStatus,
    Role,
)
from tests.build import Build
from tests.features.applications.conftest import Applying
from tests.page import PageClient

APPROVE = DecisionOutcome.APPROVE
WITH_CONDITIONS = DecisionOutcome.APPROVE_WITH_CONDITIONS
DECLINE = DecisionOutcome.DECLINE
TODAY = date(2026, 11, 24)


def path(applying: Applying, rest: str = "") -> str:
    return f"/applications/{applying.application.id}{rest}"


def test_one_recommends_another_agrees_and_the_provider_is_listed(
    applying: Applying, client: PageClient, session: Session
) -> None:
    applying.send()
    applying.check_all()
    client.sign_in(applying.officer)
    client.get(path(applying, "/recommend"))
    page = client.post(
        path(applying, "/recommend"), do="recommend", outcome="approve", reasons="A sound place"
    )
    assert "Your recommendation waits for a second person" in page.words
    client.sign_in(applying.second)
    client.get(path(applying, "/agree"))

    page = client.post(path(applying, "/agree"), is_agreed="yes")

    assert "Agreed by Ravi Shah" in page.words
    session.refresh(applying.provider)
    assert applying.provider.listing is ListingStatus.LISTED
    event = session.scalars(select(ListingEvent)).one()
    assert (event.listing, event.by_id) == (ListingStatus.LISTED, applying.second.user_id)


def test_the_same_person_cannot_agree(applying: Applying, client: PageClient) -> None:
    applying.recommend()
    client.sign_in(applying.officer)

    page = client.get(path(applying))

    assert "Two people decide" in page.words
    client.get(path(applying, "/agree"), 403)
    client.post(path(applying, "/agree"), 403, is_agreed="yes")
    assert applying.state() is ApplicationState.RECOMMENDED


def test_the_service_and_the_database_refuse_the_same_person_too(
    applying: Applying, session: Session
) -> None:
    applying.recommend()

    with pytest.raises(NotAllowedError):
        decisions.agree(session, applying.application, applying.by(applying.officer))
    with pytest.raises(IntegrityError):
        session.execute(update(ApplicationDecision).values(agreed_by_id=applying.officer.user_id))


def test_two_officers_who_recommend_at_once_make_one_recommendation(
    applying: Applying, client: PageClient, session: Session
) -> None:
    applying.send()
    applying.check_all()
    client.sign_in(applying.officer)
    client.get(path(applying, "/recommend"))
    decisions.recommend(
        session,
        applying.application,
        decisions.Recommendation(DECLINE, "Not safe"),
        [],
        applying.by(applying.second),
        TODAY,
    )
    session.commit()

    page = client.post(
        path(applying, "/recommend"),
        409,
        do="recommend",
        outcome="approve",
        reasons="A sound place",
    )

    assert "Somebody else changed this first" in page.words
    decision = session.scalars(select(ApplicationDecision)).one()
    assert decision.recommended_by_id == applying.second.user_id


def test_the_database_holds_one_open_recommendation(applying: Applying, session: Session) -> None:
    applying.recommend()
    session.add(
        ApplicationDecision(
            application_id=applying.application.id,
            outcome=DECLINE,
            recommended_by_id=applying.second.user_id,
            recommended_at=applying.build.now,
        )
    )

    with pytest.raises(IntegrityError):
        session.flush()


@pytest.mark.parametrize(
    ("outcome", "verdicts", "conditions", "words"),
    [
        (APPROVE, [ItemVerdict.MET, None], (), "Mark every item"),
        (APPROVE, [ItemVerdict.ASK], (), "Mark every item"),
        (APPROVE, [ItemVerdict.NOT_MET], (), "approve with conditions, or decline"),
        (WITH_CONDITIONS, [ItemVerdict.NOT_MET], (), "at least one condition"),
        (WITH_CONDITIONS, [ItemVerdict.MET], (TODAY,), "must be in the future"),
        (DECLINE, [None], (date(2027, 1, 1),), "Conditions go only with"),
    ],
)
def test_a_recommendation_that_does_not_fit_is_refused(
    outcome: DecisionOutcome,
    verdicts: list[ItemVerdict | None],
    conditions: tuple[date, ...],
    words: str,
) -> None:
    new = tuple(decisions.NewCondition("Fence the pond", day) for day in conditions)
    recommendation = decisions.Recommendation(outcome, "Because", new)

    problems = decisions.problems_with(recommendation, verdicts, TODAY)

    assert [words in problem.message for problem in problems] == [True]


@pytest.mark.parametrize(
    ("outcome", "verdicts", "conditions"),
    [
        (APPROVE, [ItemVerdict.MET], ()),
        (WITH_CONDITIONS, [ItemVerdict.NOT_MET], (date(2026, 12, 24),)),
        (DECLINE, [None, ItemVerdict.ASK], ()),
    ],
)
def test_a_recommendation_that_fits_has_no_problem(
    outcome: DecisionOutcome, verdicts: list[ItemVerdict | None], conditions: tuple[date, ...]
) -> None:
    new = tuple(decisions.NewCondition("Fence the pond", day) for day in conditions)

    assert (
        decisions.problems_with(decisions.Recommendation(outcome, "So", new), verdicts, TODAY) == []
    )


def test_a_refused_recommendation_changes_nothing(
    applying: Applying, client: PageClient, session: Session
) -> None:
    applying.send()
    client.sign_in(applying.officer)
    client.get(path(applying, "/recommend"))

    page = client.post(
        path(applying, "/recommend"), do="recommend", outcome="approve", reasons="A sound place"
    )

    assert page.title.startswith("Error: ")
    assert "Mark every item as met or not met before you approve" in page.words
    assert applying.state() is ApplicationState.SUBMITTED
    assert session.scalars(select(ApplicationDecision)).all() == []


def test_a_second_condition_is_added_without_scripts(
    applying: Applying, client: PageClient, session: Session
) -> None:
    applying.send()
    applying.check_all()
    client.sign_in(applying.officer)
    page = client.get(path(applying, "/recommend"))
    fields = {
        "outcome": "approve_with_conditions",
        "reasons": "Nearly there",
        "conditions-0-text": "Fence the pond",
        "conditions-0-due_on": "2026-12-24",
    }
    page = client.post(path(applying, "/recommend"), do="add", **fields)
    assert "Condition 2" in page.words
    assert page.fields()["conditions-0-text"] == ["Fence the pond"]

    fields |= {"conditions-1-text": "Train the deputy", "conditions-1-due_on": "2027-01-31"}
    client.post(path(applying, "/recommend"), do="recommend", **fields)

    decision = session.scalars(select(ApplicationDecision)).one()
    assert [(each.text, each.due_on) for each in decision.conditions] == [
        ("Fence the pond", date(2026, 12, 24)),
        ("Train the deputy", date(2027, 1, 31)),
    ]


def test_sending_back_needs_a_reason_and_another_recommendation_may_follow(
    applying: Applying, client: PageClient, session: Session
) -> None:
    applying.recommend()
    client.sign_in(applying.second)
    client.get(path(applying, "/agree"))
    page = client.post(path(applying, "/agree"), is_agreed="no")
    assert "Say why you send it back" in page.words

    page = client.post(path(applying, "/agree"), is_agreed="no", reason="Look at the pond")

    assert "Look at the pond" in page.words
    assert applying.state() is ApplicationState.SUBMITTED
    decisions.recommend(
        session,
        applying.application,
        decisions.Recommendation(DECLINE, "The pond"),
        [],
        applying.by(applying.officer),
        TODAY,
    )
    assert applying.state() is ApplicationState.RECOMMENDED


def test_two_people_who_agree_at_once_decide_once(
    applying: Applying, client: PageClient, session: Session, build: Build
) -> None:
    applying.recommend()
    third = build.member(build.council(), Role.VIRTUAL_AP_HEAD)
    client.sign_in(third)
    client.get(path(applying, "/agree"))
    decisions.agree(session, applying.application, applying.by(applying.second))
    session.commit()

    client.post(path(applying, "/agree"), 409, is_agreed="no", reason="No")

    assert applying.state() is ApplicationState.APPROVED


def test_withdrawing_closes_a_recommendation(applying: Applying, client: PageClient) -> None:
    applying.recommend()
    client.sign_in(applying.lead)
    client.get(f"/application/{applying.application.id}/withdraw")
    client.post(f"/application/{applying.application.id}/withdraw")
    client.sign_in(applying.second)

    page = client.get(path(applying))

    assert "Sent back 24 November 2026 at 9:30: The provider withdrew" in page.words
    client.get(path(applying, "/agree"), 403)


def test_agreeing_without_a_recommendation_is_refused(applying: Applying, session: Session) -> None:
    applying.send()

    with pytest.raises(ConflictError):
        decisions.agree(session, applying.application, applying.by(applying.second))


def test_the_service_refuses_what_the_page_would(applying: Applying, session: Session) -> None:
    applying.send()

    with pytest.raises(InvalidError):
        decisions.recommend(
            session,
            applying.application,
            decisions.Recommendation(APPROVE, ""),
            [ItemVerdict.MET],
            applying.by(applying.officer),
            TODAY,
        )
