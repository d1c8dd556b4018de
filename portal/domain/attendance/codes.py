"""The national attendance codes of England, with the dates in force and how each is counted.

From 19 August 2024: School Attendance (Pupil Registration) (England) Regulations 2024 (SI
2024/208), reg. 10. To 18 August 2024: the codes in "Working together to improve school attendance"
(2022), used with the Education (Pupil Registration) (England) Regulations 2006. Statistical
classes are those of the Department for Education.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, assert_never

from portal.domain.errors import InvalidError

NEW_EDITION_FROM: Final = date(2024, 8, 19)
OLD_EDITION_TO: Final = date(2024, 8, 18)

# fmt: off
_DECISION_ORDER: Final = (
    "N", "I", "M", "C", "C1", "C2", "E", "J1", "R", "S", "T", "G", "O", "U",
    "Q", "Y1", "Y2", "Y3", "Y4", "Y5", "Y6", "Y7", "X", "D",
)
# fmt: on
_SEEN_ORDER: Final = ("B", "K", "D", "V", "P", "W")


class StatisticalClass(StrEnum):
    """How a session with this code is counted."""

    ATTENDING = "attending"
    APPROVED_EDUCATIONAL_ACTIVITY = "approved_educational_activity"
    AUTHORISED = "authorised"
    UNAUTHORISED = "unauthorised"
    NOT_A_POSSIBLE_ATTENDANCE = "not_a_possible_attendance"
    NOT_COLLECTED = "not_collected"

    @property
    def words(self) -> str:
        match self:
            case StatisticalClass.ATTENDING:
                return "Present"
            case StatisticalClass.APPROVED_EDUCATIONAL_ACTIVITY:
                return "Approved educational activity"
            case StatisticalClass.AUTHORISED:
                return "Authorised absence"
            case StatisticalClass.UNAUTHORISED:
                return "Unauthorised absence"
            case StatisticalClass.NOT_A_POSSIBLE_ATTENDANCE:
                return "Not counted: the pupil could not be expected"
            case StatisticalClass.NOT_COLLECTED:
                return "Not counted: no session for this pupil"
            case _:
                assert_never(self)


@dataclass(frozen=True)
class Code:
    """One code of one edition. No `valid_from` or `valid_to` means no limit known to the portal."""

    letter: str
    meaning: str
    statistical_class: StatisticalClass
    needs_words: bool = False
    valid_from: date | None = None
    valid_to: date | None = None

    def is_in_force(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


_PRESENT = StatisticalClass.ATTENDING
_ACTIVITY = StatisticalClass.APPROVED_EDUCATIONAL_ACTIVITY
_AUTHORISED = StatisticalClass.AUTHORISED
_UNAUTHORISED = StatisticalClass.UNAUTHORISED
_NOT_POSSIBLE = StatisticalClass.NOT_A_POSSIBLE_ATTENDANCE
_NOT_COLLECTED = StatisticalClass.NOT_COLLECTED


def _new(letter: str, meaning: str, counted: StatisticalClass, needs_words: bool = False) -> Code:
    return Code(letter, meaning, counted, needs_words, valid_from=NEW_EDITION_FROM)


def _old(letter: str, meaning: str, counted: StatisticalClass) -> Code:
    return Code(letter, meaning, counted, valid_to=OLD_EDITION_TO)


_BOTH_EDITIONS: Final = (
    Code("/", "Present in the morning, at the school", _PRESENT),
    Code("\\", "Present in the afternoon, at the school", _PRESENT),
    Code("L", "Arrived late, while the register was open", _PRESENT),
    Code("V", "Educational visit or trip, supervised by school staff", _ACTIVITY),
    Code("P", "Approved sporting activity", _ACTIVITY),
    Code("W", "Work experience", _ACTIVITY),
    Code("D", "Dual registered: due at the other school", _NOT_POSSIBLE),
    Code("E", "Suspended or permanently excluded, no other education arranged", _AUTHORISED),
    Code("I", "Illness (not a medical or dental appointment)", _AUTHORISED),
    Code("M", "Medical or dental appointment", _AUTHORISED),
    Code("R", "Religious observance", _AUTHORISED),
    Code("S", "Study leave for public examinations", _AUTHORISED),
    Code("T", "Parent travelling for work", _AUTHORISED),
    Code("G", "Holiday not granted by the school, or longer than granted", _UNAUTHORISED),
    Code("N", "Reason for absence not yet established", _UNAUTHORISED),
    Code("O", "Absent in other or unknown circumstances", _UNAUTHORISED),
    Code("U", "Arrived after the register closed", _UNAUTHORISED),
    Code("X", "Not required to attend: outside compulsory school age", _NOT_POSSIBLE),
    Code("Z", "Prospective pupil, not yet on roll", _NOT_COLLECTED),
    Code("#", "Planned whole school closure", _NOT_COLLECTED),
)

_NEW_EDITION: Final = (
    _new("B", "Any other approved educational activity, off site", _ACTIVITY, needs_words=True),
    _new("K", "Education arranged by the council, off site", _ACTIVITY, needs_words=True),
    _new("C", "Leave in exceptional circumstances (for a part-time timetable use C2)", _AUTHORISED),
    _new("C1", "Leave for a regulated performance or employment abroad", _AUTHORISED),
    _new("C2", "Leave for a temporary part-time timetable, compulsory school age", _AUTHORISED),
    _new("J1", "Interview for a job or for a place elsewhere", _AUTHORISED),
    _new(
        "Q",
        "Unable to attend: travel arrangements that the council owes not made",
        _NOT_POSSIBLE,
    ),
    _new("Y1", "Unable to attend: transport normally provided not available", _NOT_POSSIBLE),
    _new("Y2", "Unable to attend: widespread disruption to travel", _NOT_POSSIBLE),
    _new("Y3", "Unable to attend: part of the school premises closed", _NOT_POSSIBLE),
    _new("Y4", "Unable to attend: whole school site unexpectedly closed", _NOT_POSSIBLE),
    _new("Y5", "Unable to attend: in criminal justice detention", _NOT_POSSIBLE),
    _new("Y6", "Unable to attend: public health guidance or law", _NOT_POSSIBLE),
    _new("Y7", "Unable to attend: other unavoidable cause", _NOT_POSSIBLE, needs_words=True),
)

_OLD_EDITION: Final = (
    _old("B", "Off-site educational activity", _ACTIVITY),
    _old("C", "Leave of absence authorised by the school", _AUTHORISED),
    _old("F", "Extended family holiday, granted", _AUTHORISED),
    _old("H", "Holiday granted by the school", _AUTHORISED),
    _old("J", "Interview for a job or for a place elsewhere", _ACTIVITY),
    _old("Y", "Unable to attend in exceptional circumstances", _NOT_POSSIBLE),
    _old("7", "Illness because of coronavirus", _AUTHORISED),
    _old("8", "Self-isolating because of coronavirus", _NOT_POSSIBLE),
    _old("9", "Shielding because of coronavirus", _NOT_POSSIBLE),
    _old("!", "No attendance required", _NOT_COLLECTED),
    _old("@", "Not in use", _NOT_COLLECTED),
    _old("-", "No mark recorded", _NOT_COLLECTED),
)

ALL_CODES: Final = _BOTH_EDITIONS + _NEW_EDITION + _OLD_EDITION

_LIVE_LETTERS: Final = frozenset(code.letter for code in _BOTH_EDITIONS + _NEW_EDITION)
_CLASS_OF: Final = {code.letter: code.statistical_class for code in ALL_CODES}


def codes_on(day: date) -> tuple[Code, ...]:
    """Every code in force on the day."""
    return tuple(code for code in ALL_CODES if code.is_in_force(day))


def code_on(letter: str, day: date) -> Code:
    """The code as it was on the day. Raises InvalidError."""
    for code in codes_on(day):
        if code.letter == letter:
            return code
    raise InvalidError.of("code", f"{letter} is not an attendance code on {day.day} {day:%B %Y}")


def may_be_given(letter: str, day: date, importing: bool = False) -> bool:
    """Whether a session on the day may get this code; dead codes come in by import only."""
    in_force = any(code.letter == letter for code in codes_on(day))
    return in_force and (importing or letter in _LIVE_LETTERS)


def statistical_class_of(letter: str) -> StatisticalClass:
    """How a letter is counted: the same in both editions. Raises InvalidError."""
    if letter not in _CLASS_OF:
        raise InvalidError.of("code", f"{letter} is not an attendance code")
    return _CLASS_OF[letter]


def codes_for_decision(day: date) -> tuple[Code, ...]:
    """The codes to choose from for a pupil who was not seen; none says the pupil was there."""
    return _in_order(_DECISION_ORDER, day)


def codes_for_seen(day: date) -> tuple[Code, ...]:
    """The codes that "seen here" may stand for in a placement."""
    return _in_order(_SEEN_ORDER, day)


def _in_order(letters: tuple[str, ...], day: date) -> tuple[Code, ...]:
    return tuple(code_on(letter, day) for letter in letters if may_be_given(letter, day))
