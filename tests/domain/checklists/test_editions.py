"""The questions and items of every round fit together."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest

from portal.domain.checklists.answers import IDENTIFIER_CHECKS
from portal.domain.checklists.editions import (
    EDITION_2026,
    EDITIONS,
    ROUND_2024,
    edition_called,
    edition_on,
)
from portal.domain.checklists.questions import Area, Edition, Question, QuestionKind, Theme
from portal.domain.checklists.reviews import REVIEW_2026
from portal.domain.evidence.kinds import INSURANCES, POLICIES, EvidenceKind

FORMS = [ROUND_2024, EDITION_2026, REVIEW_2026.form]
every_form = pytest.mark.parametrize("form", FORMS, ids=["2024", "2026", "review"])
every_round = pytest.mark.parametrize("edition", EDITIONS, ids=["2024", "2026"])


def questions_of(form: Edition) -> list[Question]:
    return [question for section in form.sections for question in section.questions]


def with_columns(form: Edition) -> Iterator[Question]:
    for question in questions_of(form):
        yield question
        yield from question.columns


def test_the_twelve_sections_come_in_order() -> None:
    assert [section.key for section in EDITION_2026.sections] == [
        "organisation",
        "sites",
        "offer",
        "registration",
        "safeguarding",
        "staff",
        "policies",
        "insurance",
        "health_and_safety",
        "data_protection",
        "quality",
        "declaration",
    ]


@every_form
def test_no_key_comes_twice(form: Edition) -> None:
    counts = Counter(question.key for question in questions_of(form))
    assert [key for key, count in counts.items() if count > 1] == []
    for question in questions_of(form):
        assert len({column.key for column in question.columns}) == len(question.columns)


@every_round
def test_every_key_starts_with_its_section(edition: Edition) -> None:
    for section in edition.sections:
        for question in section.questions:
            assert question.key.startswith(f"{section.key}.")
            assert len(question.key) <= 80


@every_form
def test_every_condition_names_an_earlier_question_and_an_answer_that_it_can_have(
    form: Edition,
) -> None:
    for number, question in enumerate(questions_of(form)):
        if question.only_if is not None:
            key, wanted = question.only_if
            parent = next(each for each in questions_of(form)[:number] if each.key == key)
            assert wanted in can_be(parent)


def can_be(question: Question) -> set[str]:
    if question.kind is QuestionKind.YES_NO:
        return {"yes", "no"}
    return {key for key, _ in question.choices}


@every_form
def test_a_column_hangs_only_on_an_earlier_column(form: Edition) -> None:
    for question in questions_of(form):
        for number, column in enumerate(question.columns):
            if column.only_if is not None:
                assert column.only_if[0] in {each.key for each in question.columns[:number]}


@every_form
def test_every_question_has_what_its_kind_needs(form: Edition) -> None:
    for question in with_columns(form):
        is_list = question.kind in (QuestionKind.CHOICE, QuestionKind.CHOICES)
        assert bool(question.choices) is is_list
        assert (question.evidence_kind is not None) is (question.kind is QuestionKind.EVIDENCE)
        assert bool(question.columns) is (question.kind is QuestionKind.TABLE)
        assert (question.identifier is not None) is (question.kind is QuestionKind.IDENTIFIER)
        assert question.identifier is None or question.identifier in IDENTIFIER_CHECKS
        assert question.fewest <= question.most_rows
        assert len(dict(question.choices)) == len(question.choices)


@every_round
def test_every_item_looks_at_questions_of_its_own_section(edition: Edition) -> None:
    keys = {section.key: {q.key for q in section.questions} for section in edition.sections}
    for item in edition.items:
        assert item.question_keys
        assert set(item.question_keys) <= keys[item.section]
    assert len({item.key for item in edition.items}) == len(edition.items)


@every_round
def test_every_question_is_looked_at_by_an_officer(edition: Edition) -> None:
    looked_at = {key for item in edition.items for key in item.question_keys}
    assert {question.key for question in questions_of(edition)} - looked_at == set()


@every_round
def test_the_items_cover_the_list_of_the_guidance_and_every_theme(edition: Edition) -> None:
    assert {item.area for item in edition.items} == set(Area)
    assert {item.theme for item in edition.items} == set(Theme)
    assert {item.section for item in edition.items} == {section.key for section in edition.sections}


@every_round
def test_every_policy_and_insurance_is_asked_for(edition: Edition) -> None:
    asked = {question.evidence_kind for question in questions_of(edition)}
    assert set(POLICIES) | set(INSURANCES) <= asked
    assert set(EvidenceKind) - asked == {EvidenceKind.OTHER}


def test_the_round_of_2024_is_from_before_the_national_standards() -> None:
    gone = set(EDITION_2026.by_key) - set(ROUND_2024.by_key)
    assert "staff.owners_dbs_checked" in gone
    assert "registration.full_time_with_special_needs" in gone
    assert set(ROUND_2024.by_key) < set(EDITION_2026.by_key)
    assert "Annex A" in ROUND_2024.by_key["staff.part_one_read"].label
    assert "Annex A" not in EDITION_2026.by_key["staff.part_one_read"].label
    assert len(ROUND_2024.by_key["offer.lots"].choices) == 3


def test_a_question_keeps_its_kind_from_round_to_round() -> None:
    for key, question in ROUND_2024.by_key.items():
        assert EDITION_2026.by_key[key].kind is question.kind


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2024, 3, 31), None),
        (date(2024, 4, 1), ROUND_2024),
        (date(2026, 8, 31), ROUND_2024),
        (date(2026, 9, 1), EDITION_2026),
        (date(2031, 1, 1), EDITION_2026),
    ],
)
def test_one_round_takes_applications_on_a_day(day: date, expected: Edition | None) -> None:
    assert edition_on(day) == expected


def test_a_closed_round_can_still_be_read() -> None:
    assert edition_called("2024") is ROUND_2024
    assert edition_called("2019") is None


def test_there_is_no_place_for_a_copy_of_a_dbs_certificate() -> None:
    uploads = [q for q in questions_of(EDITION_2026) if q.kind is QuestionKind.EVIDENCE]
    assert [q.label for q in uploads if "DBS" in q.label] == ["Policy on DBS checks of staff"]
    staff = EDITION_2026.section("staff")
    assert staff is not None
    assert "Never send a copy of a DBS certificate" in staff.intro


def test_a_section_that_is_not_there_is_none() -> None:
    assert EDITION_2026.section("nothing") is None


def test_themes_and_areas_have_words_of_their_own() -> None:
    assert len({theme.words for theme in Theme}) == len(Theme)
    assert len({area.words for area in Area}) == len(Area)
