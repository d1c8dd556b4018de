"""Which codes a pupil's age allows for an absence, and the few that are offered first.

X stands for a pupil who is not required to attend, outside compulsory school age; C2 is leave for a
pupil of compulsory school age on a temporary part-time timetable (School Attendance (Pupil
Registration) (England) Regulations 2024, SI 2024/208, reg. 10, in force from 19 August 2024).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from portal.domain.attendance.codes import Code, codes_for_decision

OUTSIDE_SCHOOL_AGE: Final = "X"
PART_TIME_TIMETABLE: Final = "C2"

_LIKELY: Final = ("I", "M", PART_TIME_TIMETABLE, "O")
_MOST_LIKELY: Final = 4


def problem_with_age(letter: str, is_compulsory_age: bool) -> str | None:
    """Why the pupil's age rules the code out, in words; None where it does not."""
    if letter == OUTSIDE_SCHOOL_AGE and is_compulsory_age:
        return "X is only for pupils outside compulsory school age, and this pupil is in it"
    if letter == PART_TIME_TIMETABLE and not is_compulsory_age:
        return "C2 is only for pupils in compulsory school age, and this pupil is outside it"
    return None


def codes_for_absence(day: date, is_compulsory_age: bool) -> tuple[Code, ...]:
    """The codes to choose from for a pupil of this age who was not seen."""
    return tuple(
        code
        for code in codes_for_decision(day)
        if problem_with_age(code.letter, is_compulsory_age) is None
    )


def likely_codes(possible: Iterable[Code], suggested: str | None) -> list[Code]:
    """At most four codes to choose with one press, the suggested one first."""
    letters = dict.fromkeys(([suggested] if suggested else []) + list(_LIKELY))
    by_letter = {code.letter: code for code in possible}
    return [by_letter[letter] for letter in letters if letter in by_letter][:_MOST_LIKELY]
