"""The national codes, and which may be given when."""

from datetime import date

import pytest

from portal.domain.attendance.codes import (
    StatisticalClass,
    code_on,
    codes_for_decision,
    codes_for_seen,
    codes_on,
    may_be_given,
    statistical_class_of,
)
from portal.domain.errors import InvalidError

LAST_OLD_DAY = date(2024, 8, 18)
FIRST_NEW_DAY = date(2024, 8, 19)
TODAY = date(2026, 11, 24)

CLASSES = {
    StatisticalClass.ATTENDING: r"/ \ L",
    StatisticalClass.APPROVED_EDUCATIONAL_ACTIVITY: "B K V P W",
    StatisticalClass.AUTHORISED: "C C1 C2 E I J1 M R S T",
    StatisticalClass.UNAUTHORISED: "G N O U",
    StatisticalClass.NOT_A_POSSIBLE_ATTENDANCE: "D Q X Y1 Y2 Y3 Y4 Y5 Y6 Y7",
    StatisticalClass.NOT_COLLECTED: "Z #",
}
NEW_EDITION = [letter for letters in CLASSES.values() for letter in letters.split()]
DEAD = ["F", "H", "J", "Y", "7", "8", "9", "!", "@", "-"]


def test_the_edition_of_2024_has_exactly_its_codes() -> None:
    assert sorted(code.letter for code in codes_on(FIRST_NEW_DAY)) == sorted(NEW_EDITION)


@pytest.mark.parametrize(
    ("letter", "expected"),
    [(letter, counted) for counted, letters in CLASSES.items() for letter in letters.split()],
)
def test_each_code_is_counted_as_the_department_counts_it(
    letter: str, expected: StatisticalClass
) -> None:
    assert code_on(letter, TODAY).statistical_class is expected
    assert statistical_class_of(letter) is expected


@pytest.mark.parametrize("letter", NEW_EDITION)
def test_only_b_k_and_y7_need_words(letter: str) -> None:
    assert code_on(letter, TODAY).needs_words is (letter in {"B", "K", "Y7"})


@pytest.mark.parametrize("letter", ["K", "C1", "C2", "J1", "Q", "Y1", "Y7"])
def test_codes_new_in_2024_are_not_in_force_the_day_before(letter: str) -> None:
    assert may_be_given(letter, FIRST_NEW_DAY)
    assert not may_be_given(letter, LAST_OLD_DAY)
    assert not may_be_given(letter, LAST_OLD_DAY, importing=True)


@pytest.mark.parametrize("letter", DEAD)
def test_dead_codes_come_in_only_with_an_import_of_old_days(letter: str) -> None:
    assert may_be_given(letter, LAST_OLD_DAY, importing=True)
    assert not may_be_given(letter, LAST_OLD_DAY)
    assert not may_be_given(letter, FIRST_NEW_DAY, importing=True)


@pytest.mark.parametrize("letter", ["", "A", "b", "Y8", "BB", "£"])
def test_an_unknown_letter_is_refused_by_name(letter: str) -> None:
    assert not may_be_given(letter, TODAY, importing=True)
    with pytest.raises(InvalidError) as raised:
        code_on(letter, TODAY)
    assert raised.value.errors[0].field == "code"
    assert "24 November 2026" in raised.value.errors[0].message


@pytest.mark.parametrize("day", [date(2010, 1, 1), LAST_OLD_DAY, FIRST_NEW_DAY, TODAY])
def test_no_letter_means_two_things_on_one_day(day: date) -> None:
    letters = [code.letter for code in codes_on(day)]
    assert len(letters) == len(set(letters))


def test_a_decision_about_an_absent_pupil_never_says_that_the_pupil_was_there() -> None:
    offered = {code.letter for code in codes_for_decision(TODAY)}
    expected = "C C1 C2 E I J1 M R S T G N O U Q Y1 Y2 Y3 Y4 Y5 Y6 Y7 X D"
    assert offered == set(expected.split())


def test_seen_here_may_stand_for_an_off_site_code_only() -> None:
    assert {code.letter for code in codes_for_seen(TODAY)} == {"B", "K", "D", "V", "P", "W"}


def test_the_codes_to_choose_from_are_those_of_the_day() -> None:
    assert {"C2", "Y1"} & {code.letter for code in codes_for_decision(LAST_OLD_DAY)} == set()
    assert "K" not in {code.letter for code in codes_for_seen(LAST_OLD_DAY)}


def test_code_c_sends_part_time_timetables_to_c2() -> None:
    assert "C2" in code_on("C", TODAY).meaning
    assert "part-time timetable" in code_on("C2", TODAY).meaning


def test_each_statistical_class_has_its_own_words() -> None:
    assert len({counted.words for counted in StatisticalClass}) == len(StatisticalClass)
