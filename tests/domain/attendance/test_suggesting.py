"""Which code is suggested, and that it is only a suggestion."""

from datetime import date

import pytest

from portal.domain.attendance.absence_words import first_clue
from portal.domain.attendance.codes import codes_for_decision, codes_for_seen
from portal.domain.attendance.suggesting import (
    CommissionedBy,
    ProviderKind,
    Roll,
    SuggestionFacts,
    suggest_for_absence,
    suggest_for_seen,
)

TODAY = date(2026, 11, 24)
SCHOOL, COUNCIL, PARENT = CommissionedBy
NON_SCHOOL, REGISTERED = ProviderKind


@pytest.mark.parametrize(
    ("commissioned_by", "roll", "provider", "letter"),
    [
        (SCHOOL, Roll.COMMISSIONING_SCHOOL, NON_SCHOOL, "B"),
        (SCHOOL, Roll.COMMISSIONING_SCHOOL, REGISTERED, "B"),
        (SCHOOL, Roll.A_SCHOOL, NON_SCHOOL, "B"),
        (COUNCIL, Roll.A_SCHOOL, NON_SCHOOL, "K"),
        (COUNCIL, Roll.A_SCHOOL, REGISTERED, "K"),
        (PARENT, Roll.A_SCHOOL, NON_SCHOOL, "K"),
        (SCHOOL, Roll.DUAL, REGISTERED, "D"),
        (COUNCIL, Roll.DUAL, REGISTERED, "D"),
        (SCHOOL, Roll.DUAL, NON_SCHOOL, "B"),
        (COUNCIL, Roll.DUAL, NON_SCHOOL, "K"),
        (COUNCIL, Roll.NONE, NON_SCHOOL, None),
        (PARENT, Roll.NONE, NON_SCHOOL, None),
        (COUNCIL, Roll.NONE, REGISTERED, None),
    ],
)
def test_who_commissioned_and_whose_roll_give_the_code_for_seen_here(
    commissioned_by: CommissionedBy, roll: Roll, provider: ProviderKind, letter: str | None
) -> None:
    suggestion = suggest_for_seen(SuggestionFacts(commissioned_by, roll, provider))
    assert suggestion.letter == letter
    assert suggestion.is_statutory is (roll is not Roll.NONE)
    assert suggestion.why


@pytest.mark.parametrize("commissioned_by", CommissionedBy)
@pytest.mark.parametrize("roll", Roll)
def test_d_is_never_suggested_for_a_provider_that_is_no_school(
    commissioned_by: CommissionedBy, roll: Roll
) -> None:
    assert suggest_for_seen(SuggestionFacts(commissioned_by, roll)).letter != "D"


@pytest.mark.parametrize(
    "facts", [(c, r, p) for c in CommissionedBy for r in Roll for p in ProviderKind]
)
def test_what_is_suggested_for_seen_may_be_chosen(
    facts: tuple[CommissionedBy, Roll, ProviderKind],
) -> None:
    allowed = {code.letter for code in codes_for_seen(TODAY)} | {None}
    assert suggest_for_seen(SuggestionFacts(*facts)).letter in allowed


WORDS = [
    ("mum rang: ill", "I"),
    ("Sick in the night", "I"),
    ("poorly, back tomorrow", "I"),
    ("he's got covid", "I"),
    ("stomach ache", "I"),
    ("in hospital since Monday", "I"),
    ("at the dentist", "M"),
    ("Doctor’s appointment at 10", "M"),
    ("hospital appointment", "M"),
    ("CAMHS", "M"),
    ("taxi did not come", "Y1"),
    ("the taxi didn't turn up", "Y1"),
    ("taxi never arrived", "Y1"),
    ("no transport", "Y1"),
    ("minibus broke down", "Y1"),
    ("taxi firm did not show up", "Y1"),
    ("transport not arranged", "Q"),
    ("taxi has not been booked yet", "Q"),
    ("taxi hasn't been arranged", "Q"),
    ("no transport arranged", "Q"),
    ("snowed in", "Y2"),
    ("on holiday in Spain", "G"),
    ("suspended by school", "E"),
    ("interview at college", "J1"),
    ("Eid", "R"),
    ("study leave", "S"),
    ("grandad's funeral", "C"),
    ("part-time timetable this week", "C2"),
    ("in custody overnight", "Y5"),
    ("ILL\nand   sleeping", "I"),
]


@pytest.mark.parametrize(("heard", "letter"), WORDS)
def test_the_providers_words_suggest_a_code(heard: str, letter: str) -> None:
    suggestion = suggest_for_absence(heard, "", is_compulsory_age=True, days_left=5)
    assert suggestion.letter == letter
    assert suggestion.is_statutory


@pytest.mark.parametrize(
    "heard",
    [
        "",
        "no answer",
        "rang twice",
        "he is not ill",
        "isn't really sick",
        "I'll ring later",
        "silly mood yesterday",
        "skill day",
        "did not want to come",
        "🤷",
        "x" * 300,
    ],
)
def test_other_words_give_no_reason_and_the_code_stays_n(heard: str) -> None:
    assert first_clue(heard) is None
    assert suggest_for_absence(heard, "", is_compulsory_age=True, days_left=0).letter == "N"


@pytest.mark.parametrize("letter", sorted({letter for _, letter in WORDS} | {"N", "O", "X"}))
def test_what_is_suggested_for_an_absence_may_be_chosen(letter: str) -> None:
    assert letter in {code.letter for code in codes_for_decision(TODAY)}


def test_the_action_is_read_where_nothing_was_heard() -> None:
    suggestion = suggest_for_absence(
        "", "rang home 09:40, mum says ill", is_compulsory_age=True, days_left=5
    )
    assert suggestion.letter == "I"


def test_what_was_heard_comes_before_what_was_done() -> None:
    suggestion = suggest_for_absence(
        "dentist", "rang home, mum says ill too", is_compulsory_age=True, days_left=5
    )
    assert suggestion.letter == "M"


@pytest.mark.parametrize(("days_left", "letter"), [(5, "N"), (0, "N"), (-1, "O"), (-30, "O")])
def test_without_a_reason_n_becomes_o_only_after_the_last_day(days_left: int, letter: str) -> None:
    found = suggest_for_absence("", "rang home", is_compulsory_age=True, days_left=days_left)
    assert found.letter == letter


def test_a_reason_is_still_suggested_after_the_last_day() -> None:
    assert suggest_for_absence("ill", "", is_compulsory_age=True, days_left=-3).letter == "I"


def test_outside_compulsory_school_age_the_suggestion_is_x() -> None:
    assert suggest_for_absence("ill", "", is_compulsory_age=False, days_left=5).letter == "X"


def test_without_a_school_roll_the_suggestion_counts_in_no_statistics() -> None:
    suggestion = suggest_for_absence(
        "ill", "", is_compulsory_age=True, days_left=5, is_on_roll=False
    )
    assert (suggestion.letter, suggestion.is_statutory) == ("I", False)
