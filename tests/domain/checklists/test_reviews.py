"""The desk-top review: what is asked, scored and suggested."""

from itertools import product

import pytest

from portal.domain.catalogue.non_listed import Outcome
from portal.domain.checklists.editions import EDITION_2026
from portal.domain.checklists.reviews import (
    HIGHEST_SCORE,
    REVIEW_2026,
    ReviewArea,
    review_called,
    suggested_outcome,
)

ITEMS = REVIEW_2026.items
ALL_GOOD = {item.key: HIGHEST_SCORE for item in ITEMS}
ESSENTIAL = [item.key for item in ITEMS if item.is_essential]
OTHERS = [item.key for item in ITEMS if not item.is_essential]


def test_every_area_has_questions_and_items() -> None:
    assert [section.key for section in REVIEW_2026.form.sections] == list(ReviewArea)
    assert {item.area for item in ITEMS} == set(ReviewArea)


def test_every_question_is_scored_in_an_item_of_its_area() -> None:
    for section in REVIEW_2026.form.sections:
        items = [item for item in ITEMS if item.area == section.key]
        scored = [key for item in items for key in item.question_keys]
        assert sorted(scored) == sorted(question.key for question in section.questions)


def test_every_score_has_its_own_meaning() -> None:
    for item in ITEMS:
        assert len(set(item.meanings)) == HIGHEST_SCORE + 1
    assert len({item.key for item in ITEMS}) == len(ITEMS)


def test_what_can_end_the_use_of_a_provider() -> None:
    assert ESSENTIAL == [
        "insurances.public",
        "insurances.others",
        "systems.staff_checks",
        "safeguarding.lead",
        "safeguarding.policy",
        "registration.need",
    ]


def test_an_edition_is_found_by_its_key() -> None:
    assert review_called("2026") is REVIEW_2026
    assert review_called("1999") is None


def test_nothing_is_suggested_until_every_item_has_a_score() -> None:
    for item in ITEMS:
        scores = {key: score for key, score in ALL_GOOD.items() if key != item.key}
        assert suggested_outcome(scores, ITEMS) is None


@pytest.mark.parametrize("score", [2, 3])
def test_a_provider_with_small_gaps_may_be_used(score: int) -> None:
    assert suggested_outcome(dict.fromkeys(ALL_GOOD, score), ITEMS) is Outcome.MAY_BE_USED


@pytest.mark.parametrize("key", ESSENTIAL)
def test_one_essential_thing_not_in_place_ends_the_use(key: str) -> None:
    assert suggested_outcome(ALL_GOOD | {key: 0}, ITEMS) is Outcome.MUST_NOT_BE_USED


@pytest.mark.parametrize(("key", "score"), [*product(OTHERS, (0, 1)), *product(ESSENTIAL, (1,))])
def test_any_other_gap_that_matters_calls_for_a_condition(key: str, score: int) -> None:
    outcome = suggested_outcome(ALL_GOOD | {key: score}, ITEMS)
    assert outcome is Outcome.MAY_BE_USED_WITH_CONDITIONS


def test_an_application_asks_again_nothing_that_a_review_asked() -> None:
    """Only what a review alone asks, about the pupils there now, has no place in an application."""
    alone = [key for key in REVIEW_2026.form.by_key if key not in EDITION_2026.by_key]

    assert all(key.startswith("review.") for key in alone)
    assert all(
        EDITION_2026.by_key[key] == question
        for key, question in REVIEW_2026.form.by_key.items()
        if key not in alone
    )
