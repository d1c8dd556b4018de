"""The numbers behind “this may be a school that has not registered”: known, and said."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from portal.domain.calendar.sessions import Half
from portal.features.reviews.school_numbers import SchoolNumbers, lines_of, school_numbers
from portal.models import LongForm, Review, Sen
from portal.services.forms.answers import Author, NewAnswer, save_answers
from tests.build import TUESDAY, Build
from tests.conftest import NOW
from tests.features.reviews.conftest import County, switch_to
from tests.page import PageClient

MORNINGS = [(weekday, Half.AM) for weekday in range(2)]


def numbers(session: Session, review: Review) -> SchoolNumbers:
    return school_numbers(session, review, TUESDAY)


def lines(session: Session, review: Review) -> list[str]:
    """What the rule in force says."""
    return lines_of(numbers(session, review).known[0])


def test_a_pupil_with_a_plan_who_is_there_all_week_reaches_the_limit(
    review: Review, county: County, build: Build, session: Session
) -> None:
    pupil = build.pupil("Ada", "Plan", county.school)
    pupil.sen = Sen.EHC_PLAN
    build.placement(review.provider, county.school, pupil)

    found = numbers(session, review)

    assert (found.pupils, found.with_plan) == (2, 1)
    assert ("Most hours a week placed for one pupil", "26 hours 15 minutes") in found.facts
    assert lines(session, review) == ["1 full-time pupil with an EHC plan: the limit is 1."]


def test_hours_at_another_provider_do_not_count_here(
    review: Review, county: County, build: Build, session: Session
) -> None:
    pupil = build.pupil("Ada", "Plan", county.school)
    pupil.is_looked_after = True
    build.placement(review.provider, county.school, pupil, MORNINGS)
    build.placement(build.provider(), county.school, pupil)

    assert numbers(session, review).most_minutes == 2 * 180
    assert lines(session, review)[0].startswith("The placements in the portal do not reach")


@pytest.mark.parametrize(("has_school", "to_check"), [(True, 0), (False, 1)])
def test_a_pupil_without_other_education_may_count_with_fewer_hours(
    review: Review,
    county: County,
    build: Build,
    session: Session,
    has_school: bool,
    to_check: int,
) -> None:
    pupil = build.pupil("Ola", "Part", county.school if has_school else None)
    build.placement(review.provider, build.service(), pupil, MORNINGS)

    assert numbers(session, review).known[0].to_check == to_check


def test_a_placement_that_has_ended_does_not_count(
    review: Review, county: County, build: Build, session: Session
) -> None:
    build.placement(review.provider, county.school, ends_on=date(2026, 11, 23))

    assert (numbers(session, review).pupils, numbers(session, review).most_minutes) == (1, 0)


def test_without_answers_nothing_says_that_the_provider_need_not_register(
    client: PageClient, county: County, review: Review
) -> None:
    switch_to(client, county.procurement)

    page = client.get(f"/reviews/{review.id}/unregistered")

    assert "The provider has not given its numbers yet" in page.words
    assert "not need to register" not in page.words


def test_the_provider_s_own_numbers_are_judged_once_it_has_given_them(
    client: PageClient, county: County, review: Review, session: Session
) -> None:
    answers = {"registration.full_time": 5, "registration.most_hours": 25}
    by_id = county.office.user_id
    save_answers(
        session,
        session.get_one(LongForm, review.id),
        [NewAnswer(k, v, 0, Author(by_id, NOW)) for k, v in answers.items()],
        NOW,
    )
    session.commit()
    switch_to(client, county.procurement)

    page = client.get(f"/reviews/{review.id}/unregistered")

    assert "By its own numbers it may need to register" in page.words
    assert "5 full-time pupils: the limit is 5" in page.words
