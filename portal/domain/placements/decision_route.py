"""Who decides a placement, from "Who makes the decision to agree an alternative provision?".

"Planning, commissioning and monitoring placements with alternative providers", section Decision
Making. Behind it: Education Act 1996, section 19; Children and Families Act 2014, sections 42 and
61.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never


class Decider(StrEnum):
    """Who takes the decision."""

    SCHOOL_LEADERS = "school_leaders"
    ACCESS_TO_LEARNING = "access_to_learning"
    SEN_TEAM = "sen_team"
    HOSPITAL_SCHOOL = "hospital_school"

    @property
    def words(self) -> str:
        match self:
            case Decider.SCHOOL_LEADERS:
                return "Senior leaders of the pupil's school"
            case Decider.ACCESS_TO_LEARNING:
                return "Access to Learning team"
            case Decider.SEN_TEAM:
                return "Special educational needs team"
            case Decider.HOSPITAL_SCHOOL:
                return "Hospital School"
            case _:
                assert_never(self)


@dataclass(frozen=True)
class PupilSituation:
    """What decides the route."""

    is_on_roll: bool
    has_plan: bool = False
    is_permanently_excluded: bool = False
    is_too_ill_for_school: bool = False


@dataclass(frozen=True)
class Route:
    """Who decides, why, and what has to happen first."""

    decider: Decider
    why: str
    first: tuple[str, ...] = ()


_REVIEW_PLAN = "Hold an annual or early annual review of the EHC plan"
_CONSULT_SEN = "Consult the special educational needs team"
_CONSULTANT = "A consultant of the health service says that the pupil cannot attend school"


def route_for(pupil: PupilSituation) -> Route:
    """The one route for this pupil.

    Illness comes first, then exclusion, because the guidance says of both "with or without" a plan.
    """
    consult = (_CONSULT_SEN,) if pupil.has_plan else ()
    if pupil.is_too_ill_for_school:
        return Route(
            Decider.HOSPITAL_SCHOOL,
            "The pupil has medical needs and cannot attend school",
            (_CONSULTANT, *consult),
        )
    if pupil.is_permanently_excluded:
        return Route(
            Decider.ACCESS_TO_LEARNING,
            "The pupil is permanently excluded: the council provides from the sixth day",
            consult,
        )
    if pupil.is_on_roll:
        return _route_on_roll(pupil.has_plan)
    return _route_without_place(pupil.has_plan)


def _route_on_roll(has_plan: bool) -> Route:
    if has_plan:
        return Route(
            Decider.SEN_TEAM,
            "The pupil has an EHC plan: the school recommends, the council decides",
            (_REVIEW_PLAN,),
        )
    return Route(Decider.SCHOOL_LEADERS, "The pupil is on the roll of the school")


def _route_without_place(has_plan: bool) -> Route:
    if has_plan:
        return Route(
            Decider.SEN_TEAM,
            "The pupil has an EHC plan and no suitable school place",
            (_REVIEW_PLAN,),
        )
    return Route(Decider.ACCESS_TO_LEARNING, "The pupil has no suitable school place")
