"""Which code to suggest. A suggestion is never a decision: the commissioner or home school decides.

From the School Attendance (Pupil Registration) (England) Regulations 2024, reg. 10, in force from
19 August 2024, and "Working together to improve school attendance" (2024).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from portal.domain.attendance.absence_words import first_clue
from portal.domain.attendance.clocks import PROPOSED_CODE_AFTER_DEADLINE
from portal.domain.attendance.codes_by_age import OUTSIDE_SCHOOL_AGE


class CommissionedBy(StrEnum):
    """Who placed the pupil."""

    SCHOOL = "school"
    COUNCIL = "council"
    PARENT = "parent"


class Roll(StrEnum):
    """Whose school roll the pupil is on."""

    COMMISSIONING_SCHOOL = "commissioning_school"
    A_SCHOOL = "a_school"
    DUAL = "dual"
    NONE = "none"


class ProviderKind(StrEnum):
    """A registered school is a pupil referral unit, academy, special or hospital school."""

    NON_SCHOOL = "non_school"
    REGISTERED_SCHOOL = "registered_school"


@dataclass(frozen=True)
class SuggestionFacts:
    """What decides the code for a session in which the pupil was seen."""

    commissioned_by: CommissionedBy
    roll: Roll
    provider: ProviderKind = ProviderKind.NON_SCHOOL


@dataclass(frozen=True)
class Suggestion:
    """A code and why. Not statutory: no school register holds this pupil, so it counts nowhere."""

    letter: str | None
    why: str
    is_statutory: bool = True


def suggest_for_seen(facts: SuggestionFacts) -> Suggestion:
    """The code that "seen here" should stand for in a placement."""
    if facts.roll is Roll.NONE:
        return Suggestion(None, "No school roll: the portal keeps the only record", False)
    if facts.roll is Roll.DUAL and facts.provider is ProviderKind.REGISTERED_SCHOOL:
        return Suggestion("D", "Dual registered: due at the other school, which marks attendance")
    match facts.commissioned_by:
        case CommissionedBy.SCHOOL:
            return Suggestion("B", "The school arranged this and approves the activity")
        case CommissionedBy.COUNCIL:
            return Suggestion("K", "The council arranged this and the pupil is on a school roll")
        case CommissionedBy.PARENT:
            return Suggestion("K", "Treated as arranged by the council: ask the council to confirm")
        case _:
            assert_never(facts.commissioned_by)


def suggest_for_absence(
    heard: str,
    action: str,
    *,
    is_compulsory_age: bool,
    days_left: int,
    is_on_roll: bool = True,
) -> Suggestion:
    """The code for a pupil who was not seen, from the provider's words and the N clock.

    `days_left` is `clocks.school_days_left`; below 0 the clock has run out.
    """
    if not is_compulsory_age:
        return Suggestion(
            OUTSIDE_SCHOOL_AGE, "Outside compulsory school age: check it was required", is_on_roll
        )
    for words in (heard, action):
        clue = first_clue(words)
        if clue is not None:
            return Suggestion(clue.letter, f"The words suggest {clue.why}", is_on_roll)
    if days_left < 0:
        why = "Five school days have passed and no reason was found"
        return Suggestion(PROPOSED_CODE_AFTER_DEADLINE, why, is_on_roll)
    return Suggestion("N", "The reason is not yet established", is_on_roll)
