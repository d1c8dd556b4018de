"""Checking one answer, and showing it again."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.domain.checklists.answer_words import answer_words, cells, typed_again
from portal.domain.checklists.answers import check_answer
from portal.domain.checklists.editions import EDITION_2026
from portal.domain.checklists.questions import (
    Question,
    QuestionKind,
    clock,
    day,
    evidence,
    line,
    number,
    paragraph,
    yes_no,
)
from portal.domain.checklists.reviews import REVIEW_2026
from portal.domain.evidence.kinds import EvidenceKind

NAME = line("a.name", "Legal name")
STORY = paragraph("a.story", "Your story")
COUNT = number("a.count", "Pupils", most=30)
PRICE = Question("a.price", QuestionKind.MONEY, "Price")
DAY = day("a.day", "When trained")
CLOCK = clock("a.clock", "From")
FOOD = yes_no("a.food", "Do you serve food?")
ONE = Question("a.one", QuestionKind.CHOICE, "Which?", choices=(("x", "Ex"), ("y", "Why")))
MANY = Question("a.many", QuestionKind.CHOICES, "Which?", choices=(("x", "Ex"), ("y", "Why")))
EMAIL = Question("a.email", QuestionKind.EMAIL, "Email address")
PHONE = Question("a.phone", QuestionKind.TELEPHONE, "Telephone number")
POSTCODE = Question("a.postcode", QuestionKind.POSTCODE, "Postcode")
COMPANY = Question(
    "a.company", QuestionKind.IDENTIFIER, "Company number", identifier="company_number"
)
FILE = evidence("a", EvidenceKind.COMPLAINTS)
SITES = Question(
    "a.sites",
    QuestionKind.TABLE,
    "Sites",
    columns=(
        line("name", "Name"),
        Question("postcode", QuestionKind.POSTCODE, "Postcode"),
        day("since", "Since"),
    ),
    most_rows=2,
    row_name="Site",
)


@pytest.mark.parametrize(
    ("question", "raw", "value"),
    [
        (NAME, "  Example  Farm ", "Example Farm"),
        (STORY, "One\r\nTwo", "One\nTwo"),
        (COUNT, "30", 30),
        (COUNT, 30, 30),
        (COUNT, 0, 0),
        (PRICE, "£65.50", 6550),
        (PRICE, 6550, 6550),
        (DAY, "24/11/2026", "2026-11-24"),
        (DAY, {"day": "24", "month": "11", "year": "2026"}, "2026-11-24"),
        (CLOCK, "9", "09:00"),
        (FOOD, "Yes", "yes"),
        (FOOD, False, "no"),
        (ONE, "y", "y"),
        (MANY, ["y", "x", "y"], ["x", "y"]),
        (MANY, "x", ["x"]),
        (EMAIL, "ann@example.org", "ann@example.org"),
        (PHONE, "01865 496 0000", "01865 496 0000"),
        (POSTCODE, "ox11nd", "OX1 1ND"),
        (COMPANY, "123456", "00123456"),
    ],
)
def test_a_good_answer_is_kept_in_one_form(question: Question, raw: object, value: object) -> None:
    assert check_answer(question, raw) == (value, [])
    assert check_answer(question, value) == (value, [])


@pytest.mark.parametrize(
    "raw", ["", "  ", None, [], {}, [""], {"day": "", "month": "", "year": ""}]
)
@pytest.mark.parametrize("question", [NAME, COUNT, DAY, MANY, COMPANY, SITES, FILE, FOOD])
def test_an_empty_answer_is_no_answer_and_no_error(question: Question, raw: object) -> None:
    assert check_answer(question, raw) == (None, [])


@pytest.mark.parametrize(
    ("question", "raw", "message"),
    [
        (NAME, "x" * 201, "Legal name: shorten it to 200 characters; it has 201"),
        (NAME, 7, "Legal name: enter words"),
        (STORY, "x" * 4001, "Your story: shorten it to 4,000 characters; it has 4,001"),
        (COUNT, "31", "Pupils: enter a number that is not above 30"),
        (COUNT, "many", "Pupils: enter a whole number, like 12"),
        (COUNT, True, "Pupils: enter a whole number, like 12"),
        (COUNT, -1, "Pupils: enter a whole number, like 12"),
        (COUNT, 1.5, "Pupils: enter a whole number, like 12"),
        (PRICE, "a lot", "Price: enter an amount in pounds, like 65 or 65.50"),
        (PRICE, -5, "Price: enter an amount in pounds, like 65 or 65.50"),
        (PRICE, 10**12, "Price: enter an amount in pounds, like 65 or 65.50"),
        (DAY, "31/02/2026", "When trained: enter a real date, like 24 11 2026"),
        (DAY, {"day": "24", "month": "11"}, "When trained: enter a real date, like 24 11 2026"),
        (DAY, 20261124, "When trained: enter a real date, like 24 11 2026"),
        (CLOCK, "25:00", "From: enter a time, like 9:00"),
        (FOOD, "perhaps", "Do you serve food: choose yes or no"),
        (ONE, "z", "Which: choose one of the answers in the list"),
        (ONE, ["x"], "Which: choose one of the answers in the list"),
        (MANY, ["x", "z"], "Which: choose from the answers in the list"),
        (MANY, [{"x": "y"}], "Which: choose from the answers in the list"),
        (EMAIL, "ann", "Email address: enter an email address, like name@example.org"),
        (PHONE, "123", "Telephone number: enter a telephone number, like 01865 496 0000"),
        (POSTCODE, "OX1", "Postcode: enter a full postcode, like OX1 1ND"),
        (COMPANY, "ABC", "A company number is 8 characters, like 01234567 or SC123456"),
        (FILE, "policy.pdf", "Complaints policy: upload the document itself"),
        (SITES, "a farm", "Sites: enter it line by line"),
        (SITES, ["a farm"], "Sites: enter it line by line"),
        (SITES, [{"name": "A"}, {"name": "B"}, {"name": "C"}], "Sites: enter at most 2"),
    ],
)
def test_a_wrong_answer_is_named_in_words(question: Question, raw: object, message: str) -> None:
    value, errors = check_answer(question, raw)
    assert value is None
    assert [(error.field, error.message) for error in errors] == [(question.key, message)]


def test_a_table_keeps_its_good_cells_and_names_the_others() -> None:
    rows = [
        {"name": " Barn ", "postcode": "ox1 1nd", "since": "1/9/2020", "other": "x"},
        {"name": "", "postcode": ""},
        {"name": "Field", "postcode": "OX1"},
    ]
    value, errors = check_answer(SITES, rows)
    assert value == [
        {"name": "Barn", "postcode": "OX1 1ND", "since": "2020-09-01"},
        {"name": "Field", "postcode": None, "since": None},
    ]
    assert [(error.field, error.message) for error in errors] == [
        ("a.sites.1.postcode", "Site 2, Postcode: enter a full postcode, like OX1 1ND")
    ]


def test_a_row_without_anything_that_prints_is_left_out() -> None:
    rows = [{"name": "\x00"}, {"name": "Field"}]
    assert check_answer(SITES, rows[:1]) == (None, [])
    value, errors = check_answer(SITES, rows)
    assert value == [{"name": "Field", "postcode": None, "since": None}]
    assert errors == []


def test_an_answer_nested_without_end_is_refused() -> None:
    deep: object = ""
    for _ in range(5000):
        deep = [deep]
    for question in (NAME, MANY, SITES):
        assert check_answer(question, deep)[1]


@pytest.mark.parametrize(
    ("question", "value", "words", "typed"),
    [
        (NAME, "Example Farm", "Example Farm", "Example Farm"),
        (COUNT, 3, "3", "3"),
        (PRICE, 6550, "£65.50", "65.50"),
        (PRICE, 6500, "£65", "65.00"),
        (DAY, "2026-11-24", "24 November 2026", "2026-11-24"),
        (CLOCK, "09:00", "9:00", "09:00"),
        (FOOD, "yes", "Yes", "yes"),
        (ONE, "y", "Why", "y"),
        (ONE, "gone", "gone", "gone"),
        (NAME, None, "Not answered", ""),
    ],
)
def test_an_answer_in_words_and_typed_again(
    question: Question, value: object, words: str, typed: str
) -> None:
    assert answer_words(question, value) == words
    assert typed_again(question, value) == typed


def test_lists_in_words() -> None:
    assert answer_words(MANY, ["x", "y"]) == "Ex, Why"
    rows = [{"name": "Barn", "postcode": "OX1 1ND", "since": "2020-09-01"}, {"name": "Field"}]
    assert answer_words(SITES, rows) == (
        "Name: Barn; Postcode: OX1 1ND; Since: 1 September 2020\nName: Field"
    )
    assert cells(SITES, {"name": "Barn", "postcode": None}) == [("Name", "Barn")]


questions = st.sampled_from(
    [*EDITION_2026.by_key.values(), *REVIEW_2026.form.by_key.values(), NAME, PRICE, SITES]
)
texts = st.one_of(
    st.text(max_size=30),
    st.sampled_from(["yes", "12", "65.50", "24/11/2026", "9:30", "OX1 1ND", "company", "ann@b.uk"]),
)
raw_answers = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), texts),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.sampled_from(["name", "postcode", "day", "weekday", "x"]), inner),
    ),
    max_leaves=12,
)


@given(question=questions, raw=raw_answers)
@settings(max_examples=500)
def test_whatever_comes_is_kept_as_json_or_named_and_reads_the_same_again(
    question: Question, raw: object
) -> None:
    value, errors = check_answer(question, raw)
    assert json.loads(json.dumps(value)) == value
    assert all(error.field.startswith(question.key) and error.message for error in errors)
    assert errors or check_answer(question, value) == (value, [])
    assert answer_words(question, value)


@given(pence=st.integers(0, 10**10))
def test_money_goes_into_a_form_and_comes_back(pence: int) -> None:
    assert check_answer(PRICE, typed_again(PRICE, pence)) == (pence, [])
