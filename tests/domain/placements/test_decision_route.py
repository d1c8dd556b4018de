"""Who decides a placement."""

import pytest

from portal.domain.placements.decision_route import Decider, PupilSituation, route_for

ON_ROLL = PupilSituation(is_on_roll=True)


@pytest.mark.parametrize("has_plan", [False, True])
@pytest.mark.parametrize(
    ("on_roll", "excluded", "ill", "without_plan", "with_plan"),
    [
        (True, False, False, Decider.SCHOOL_LEADERS, Decider.SEN_TEAM),
        (False, False, False, Decider.ACCESS_TO_LEARNING, Decider.SEN_TEAM),
        (False, True, False, Decider.ACCESS_TO_LEARNING, Decider.ACCESS_TO_LEARNING),
        (True, True, False, Decider.ACCESS_TO_LEARNING, Decider.ACCESS_TO_LEARNING),
        (True, False, True, Decider.HOSPITAL_SCHOOL, Decider.HOSPITAL_SCHOOL),
        (False, False, True, Decider.HOSPITAL_SCHOOL, Decider.HOSPITAL_SCHOOL),
        (False, True, True, Decider.HOSPITAL_SCHOOL, Decider.HOSPITAL_SCHOOL),
    ],
)
def test_the_guidance_names_one_decider(
    on_roll: bool,
    excluded: bool,
    ill: bool,
    without_plan: Decider,
    with_plan: Decider,
    has_plan: bool,
) -> None:
    route = route_for(PupilSituation(on_roll, has_plan, excluded, ill))
    assert route.decider is (with_plan if has_plan else without_plan)
    assert route.why


def test_a_school_decides_alone_for_its_own_pupil_without_a_plan() -> None:
    assert route_for(ON_ROLL).first == ()


@pytest.mark.parametrize("is_on_roll", [True, False])
def test_a_plan_is_reviewed_before_the_council_decides(is_on_roll: bool) -> None:
    route = route_for(PupilSituation(is_on_roll, has_plan=True))
    assert "review of the EHC plan" in route.first[0]


def test_the_hospital_school_needs_a_consultants_word() -> None:
    route = route_for(PupilSituation(is_on_roll=True, is_too_ill_for_school=True))
    assert "consultant" in route.first[0]


def test_the_sen_team_is_consulted_about_every_pupil_with_a_plan() -> None:
    excluded = PupilSituation(is_on_roll=False, has_plan=True, is_permanently_excluded=True)
    assert route_for(excluded).first == ("Consult the special educational needs team",)


def test_each_decider_has_its_own_words() -> None:
    assert len({decider.words for decider in Decider}) == len(Decider)
