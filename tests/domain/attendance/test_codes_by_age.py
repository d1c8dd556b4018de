"""X or C2 by age, and the codes that are offered first."""

from __future__ import annotations

from datetime import date

import pytest

from portal.domain.attendance.codes_by_age import (
    codes_for_absence,
    likely_codes,
    problem_with_age,
)

DAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("letter", "in_age", "words"),
    [
        ("X", True, "only for pupils outside"),
        ("C2", False, "only for pupils in"),
        ("X", False, None),
        ("C2", True, None),
        ("I", True, None),
        ("I", False, None),
    ],
)
def test_age_rules_out_x_or_c2(letter: str, in_age: bool, words: str | None) -> None:
    problem = problem_with_age(letter, in_age)

    assert (problem is None) == (words is None)
    assert words is None or words in str(problem)


@pytest.mark.parametrize("in_age", [True, False])
def test_what_is_offered_is_what_may_be_given(in_age: bool) -> None:
    letters = {code.letter for code in codes_for_absence(DAY, in_age)}

    assert ("C2" in letters, "X" in letters) == (in_age, not in_age)


@pytest.mark.parametrize(
    ("suggested", "in_age", "letters"),
    [
        ("N", True, ["N", "I", "M", "C2"]),
        ("M", True, ["M", "I", "C2", "O"]),
        (None, True, ["I", "M", "C2", "O"]),
        ("X", False, ["X", "I", "M", "O"]),
    ],
)
def test_four_likely_codes_begin_with_the_suggested_one(
    suggested: str | None, in_age: bool, letters: list[str]
) -> None:
    possible = codes_for_absence(DAY, in_age)

    assert [code.letter for code in likely_codes(possible, suggested)] == letters
