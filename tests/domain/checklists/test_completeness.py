"""What is missing in an application, what is carried over, and what its answers say to the rules."""

from dataclasses import replace
from datetime import date, time

import pytest

from portal.domain.checklists.answer_rules import (
    open_hours,
    own_numbers,
    safeguarding_people,
    work,
)
from portal.domain.checklists.answers import check_answer
from portal.domain.checklists.carrying import carried_over
from portal.domain.checklists.completeness import (
    Progress,
    applies,
    is_ruled_out,
    missing,
    missing_in,
    state_of,
)
from portal.domain.checklists.editions import EDITION_2026, ROUND_2024
from portal.domain.checklists.questions import (
    Edition,
    Question,
    QuestionKind,
    Section,
    confirm,
    evidence,
    line,
    number,
    yes_no,
)
from portal.domain.checklists.reviews import REVIEW_2026
from portal.domain.evidence.insurance import RiskBand, Work
from portal.domain.evidence.kinds import EvidenceKind
from portal.domain.evidence.safeguarding_cover import Hours
from portal.domain.placements.registration_self_test import OwnNumbers

PEOPLE = Question(
    "a.people",
    QuestionKind.TABLE,
    "People",
    columns=(
        line("name", "Name"),
        yes_no("drives", "Do they drive?"),
        line("licence", "Licence", only_if=("drives", "yes")),
        line("note", "Note", is_required=False),
    ),
    fewest=2,
    row_name="Person",
)
A = Section(
    "a",
    "A",
    "",
    (
        line("a.name", "Name"),
        yes_no("a.food", "Do you serve food?"),
        number("a.meals", "Meals", only_if=("a.food", "yes")),
        yes_no("a.hot", "Are they hot?", only_if=("a.food", "yes")),
        evidence("a", EvidenceKind.FOOD_HYGIENE, only_if=("a.hot", "yes")),
        PEOPLE,
        line("a.note", "Note", is_required=False),
    ),
)
B = Section("b", "B", "", (confirm("b.true", "Is it true?"),))
FORM = Edition("x", "X", date(2026, 9, 1), None, (A, B), ())
ROWS = [{"name": "Ann", "drives": "no"}, {"name": "Ben", "drives": "yes", "licence": "B"}]
FULL: dict[str, object] = {
    "a.name": "Example",
    "a.food": "yes",
    "a.meals": 0,
    "a.hot": "yes",
    "a.people": ROWS,
    "b.true": "yes",
}
HYGIENE = {EvidenceKind.FOOD_HYGIENE}


def messages(answers: dict[str, object], held: set[EvidenceKind] = HYGIENE) -> list[str]:
    return [each.message for each in missing(FORM, answers, held)]


def test_a_full_form_lacks_nothing() -> None:
    assert missing(FORM, FULL, HYGIENE) == []


def test_an_empty_form_lacks_what_everybody_must_answer() -> None:
    assert messages({}, set()) == [
        "Name: enter an answer",
        "Do you serve food: choose yes or no",
        "People: add at least 2",
        "Is it true: choose yes or no",
    ]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"a.meals": None}, "Meals: enter a number"),
        ({"b.true": "no"}, "Is it true: you can send the form only if the answer is yes"),
        ({"a.people": ROWS[:1]}, "People: add at least 2"),
        ({"a.people": [ROWS[0], {"name": "Ben"}]}, "Person 2, Do they drive: choose yes or no"),
        (
            {"a.people": [ROWS[0], {"name": "Ben", "drives": "yes"}]},
            "Person 2, Licence: enter an answer",
        ),
    ],
)
def test_each_thing_missing_is_named(change: dict[str, object], message: str) -> None:
    assert messages(FULL | change) == [message]


def test_a_missing_document_is_named() -> None:
    assert messages(FULL, set()) == ["Food hygiene certificate: upload the document"]


def test_a_missing_cell_says_where_it_is() -> None:
    (only,) = missing(FORM, FULL | {"a.people": [ROWS[0], {"drives": "no"}]}, HYGIENE)
    assert (only.section, only.question_key, only.field) == ("a", "a.people", "a.people.1.name")


def test_what_does_not_apply_is_not_missing() -> None:
    assert messages(FULL | {"a.food": "no", "a.meals": None, "a.hot": None}, set()) == []


def test_an_old_answer_to_a_question_that_no_longer_applies_does_not_count() -> None:
    answers = FULL | {"a.food": "no"}
    assert not applies(FORM.by_key["a.food_hygiene"], answers, FORM.by_key)
    assert messages(answers, set()) == []


def test_one_of_several_choices_is_enough_to_apply() -> None:
    pets = Question("a.pets", QuestionKind.CHOICES, "Pets", choices=(("x", "X"), ("y", "Y")))
    vet = line("a.vet", "Vet", only_if=("a.pets", "y"))
    questions = {"a.pets": pets, "a.vet": vet}
    assert applies(vet, {"a.pets": ["x", "y"]}, questions)
    assert not applies(vet, {"a.pets": ["x"]}, questions)
    assert not applies(vet, {}, questions)


@pytest.mark.parametrize(
    ("answers", "held", "errors", "progress", "words"),
    [
        ({}, set(), 0, Progress.NOT_STARTED, "Not started yet"),
        ({"b.true": "yes"}, set(), 0, Progress.NOT_STARTED, "Not started yet"),
        ({}, HYGIENE, 0, Progress.IN_PROGRESS, "In progress: 3 to do"),
        ({"a.note": "x"}, set(), 0, Progress.IN_PROGRESS, "In progress: 3 to do"),
        (FULL, HYGIENE, 0, Progress.COMPLETE, "Complete"),
        (FULL, HYGIENE, 1, Progress.HAS_ERRORS, "1 error"),
        ({}, set(), 2, Progress.HAS_ERRORS, "2 errors"),
    ],
)
def test_the_state_of_a_section(
    answers: dict[str, object],
    held: set[EvidenceKind],
    errors: int,
    progress: Progress,
    words: str,
) -> None:
    state = state_of(A, FORM, answers, held, errors)
    assert (state.progress, state.words) == (progress, words)


def test_an_application_begins_with_every_section_to_do() -> None:
    for section in EDITION_2026.sections:
        assert missing_in(section, EDITION_2026, {}, set()) or section.key == "registration"


def test_a_registered_school_is_not_asked_for_the_self_test() -> None:
    section = EDITION_2026.section("registration")
    assert section is not None
    school = {"organisation.is_registered_school": "yes"}
    place = {"organisation.is_registered_school": "no"}
    assert missing_in(section, EDITION_2026, school, set()) == []
    assert len(missing_in(section, EDITION_2026, place, set())) == len(section.questions)


def test_a_section_that_hangs_on_another_is_not_complete_before_that_is_answered() -> None:
    section = EDITION_2026.section("registration")
    assert section is not None
    begun = {"registration.full_time": 0}

    state = state_of(section, EDITION_2026, begun, set())

    assert (state.progress, state.words) == (Progress.IN_PROGRESS, "In progress")


def test_a_section_whose_questions_are_all_ruled_out_is_complete() -> None:
    section = EDITION_2026.section("registration")
    assert section is not None

    state = state_of(section, EDITION_2026, {"organisation.is_registered_school": "yes"}, set())

    assert state.progress is Progress.COMPLETE


def test_answers_are_carried_into_the_next_round_but_the_declaration_is_not() -> None:
    answers = {
        "organisation.legal_name": "Example Farm",
        "offer.lots": ["day_six"],
        "declaration.is_true": "yes",
        "gone.question": "x",
        "offer.price": None,
    }
    assert carried_over(answers, EDITION_2026) == {
        "organisation.legal_name": "Example Farm",
        "offer.lots": ["day_six"],
    }


def test_an_answer_that_no_longer_fits_is_not_carried() -> None:
    assert carried_over({"offer.lots": ["tuition"]}, ROUND_2024) == {}


# The questions of the review that an application asks too.
ANSWERS_CARRIED = set(REVIEW_2026.form.by_key) & set(EDITION_2026.by_key)


@pytest.mark.parametrize("key", sorted(ANSWERS_CARRIED))
def test_a_question_of_the_review_is_the_same_in_the_application(key: str) -> None:
    assert REVIEW_2026.form.by_key[key] == EDITION_2026.by_key[key]


def test_all_but_two_answers_of_a_review_go_into_an_application() -> None:
    assert set(REVIEW_2026.form.by_key) - ANSWERS_CARRIED == {"review.placed_by", "review.pupils"}


APPLICATION: dict[str, object] = {
    "registration.full_time": 2,
    "registration.full_time_with_plan": 1,
    "registration.all_education": 3,
    "registration.most_hours": 20,
    "insurance.risk": "low",
    "insurance.has_staff": "yes",
    "insurance.carries_pupils": "no",
    "sites.open_hours": [
        {"weekday": "1", "starts": "09:00", "ends": "15:00"},
        {"weekday": "2", "starts": "09:00", "ends": None},
    ],
    "safeguarding.lead_name": "Ann Example",
    "safeguarding.lead_trained_on": "2026-03-10",
    "safeguarding.deputies": [{"name": "Ben Example", "trained_on": "2026-09-01"}],
    "safeguarding.cover": [
        {"weekday": "1", "starts": "09:00", "ends": "12:00", "who": "lead"},
        {"weekday": "1", "starts": "12:00", "ends": "15:00", "who": "deputy"},
    ],
}


def test_the_answers_of_the_test_are_answers_that_the_form_takes() -> None:
    for key, answer in APPLICATION.items():
        assert check_answer(EDITION_2026.by_key[key], answer)[1] == []


def test_numbers_for_the_registration_rule() -> None:
    assert own_numbers(APPLICATION) == OwnNumbers(
        full_time=2, full_time_with_plan=1, all_education=3, most_minutes_a_week=1200
    )
    assert own_numbers({}) == OwnNumbers()


def test_the_work_for_the_insurance_rule() -> None:
    assert work(APPLICATION) == Work(RiskBand.LOW, has_staff=True)
    assert work({}) == Work(RiskBand.STANDARD, has_staff=False)


def test_the_hours_and_people_for_the_rule_on_cover() -> None:
    tuesday = Hours(1, time(9), time(15))
    assert open_hours(APPLICATION) == [tuesday]
    lead, deputy = safeguarding_people(APPLICATION)
    assert (lead.name, lead.is_lead, lead.trained_on) == ("Ann Example", True, date(2026, 3, 10))
    assert (deputy.name, deputy.is_lead) == ("Ben Example", False)
    assert lead.covers == (replace(tuesday, ends=time(12)),)
    assert deputy.covers == (replace(tuesday, starts=time(12)),)
    assert safeguarding_people({}) == []


@pytest.mark.parametrize(
    ("key", "answers", "is_out"),
    [
        ("a.food", {}, False),
        ("a.hot", {}, False),
        ("a.hot", {"a.food": "yes"}, False),
        ("a.hot", {"a.food": "no"}, True),
        ("evidence.food_hygiene", {"a.food": "yes", "a.hot": "no"}, True),
        ("evidence.food_hygiene", {"a.food": "no", "a.hot": "yes"}, True),
        ("evidence.food_hygiene", {"a.food": "yes", "a.hot": "yes"}, False),
    ],
)
def test_a_question_is_ruled_out_with_the_one_that_it_hangs_on(
    key: str, answers: dict[str, object], is_out: bool
) -> None:
    [question] = [each for each in A.questions if each.key.endswith(key.rpartition(".")[2])]

    assert is_ruled_out(question, answers, FORM.by_key) is is_out


def test_a_question_that_hangs_on_none_of_its_form_is_ruled_out() -> None:
    assert is_ruled_out(line("a.x", "X", only_if=("gone", "yes")), {"gone": "yes"}, FORM.by_key)
