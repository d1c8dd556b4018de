"""Role × action × own or other's record → allowed, through scopes and policies on real rows."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from sqlalchemy.orm import Session

from portal.access import policies, scopes
from portal.access.actor import Actor
from portal.models import Placement, Provider, Pupil, Role
from tests.build import Build

YES, NO = True, False


@dataclass
class County:
    """Two of everything, so that each role has its own record and somebody else's."""

    actors: dict[Role, Actor]
    own: dict[Role, Placement]
    other: Placement
    provider: Provider
    other_provider: Provider


@pytest.fixture
def county(build: Build) -> County:
    council = build.council()
    provider, other_provider = build.provider(), build.provider("Elsewhere")
    school, other_school = build.school(), build.school("Far School")
    service, household = build.service(), build.household()
    by_school = build.placement(provider, school)
    by_service = build.placement(provider, service, build.pupil("Noah", "Roll"))
    by_parent = build.placement(provider, household, build.pupil("Pia", "Home"))
    other = build.placement(other_provider, other_school, build.pupil("Ola", "Far", other_school))
    home = {
        Role.PROVIDER_STAFF: provider,
        Role.PROVIDER_LEAD: provider,
        Role.REVIEW_GUEST: provider,
        Role.ATTENDANCE_OFFICER: school,
        Role.SENIOR_LEADER: school,
        Role.GOVERNOR: school,
        Role.SERVICE_OFFICER: service,
        Role.PARENT: household,
    }
    own = dict.fromkeys(Role, by_school) | {
        Role.SERVICE_OFFICER: by_service,
        Role.PARENT: by_parent,
    }
    actors = {role: build.actor(home.get(role, council), role) for role in Role}
    return County(actors, own, other, provider, other_provider)


# role: (sees own placement, other's; decides own absence, other's; settles own marks, other's;
#        takes own register, other's)
TABLE = {
    Role.PROVIDER_STAFF: (YES, NO, NO, NO, NO, NO, YES, NO),
    Role.PROVIDER_LEAD: (YES, NO, NO, NO, YES, NO, YES, NO),
    Role.ATTENDANCE_OFFICER: (YES, NO, YES, NO, YES, NO, NO, NO),
    Role.SENIOR_LEADER: (YES, NO, YES, NO, YES, NO, NO, NO),
    Role.GOVERNOR: (NO, NO, NO, NO, NO, NO, NO, NO),
    Role.SERVICE_OFFICER: (YES, NO, YES, NO, YES, NO, NO, NO),
    Role.VIRTUAL_AP_HEAD: (YES, YES, NO, NO, NO, NO, NO, NO),
    Role.QUALITY_OFFICER: (NO, NO, NO, NO, NO, NO, NO, NO),
    Role.PROCUREMENT_OFFICER: (NO, NO, NO, NO, NO, NO, NO, NO),
    Role.ADMINISTRATOR: (NO, NO, NO, NO, NO, NO, NO, NO),
    Role.PARENT: (YES, NO, NO, NO, NO, NO, NO, NO),
    Role.REVIEW_GUEST: (NO, NO, NO, NO, NO, NO, NO, NO),
}


@pytest.mark.parametrize("role", list(Role))
def test_own_and_others_records(county: County, session: Session, role: Role) -> None:
    actor, own, other = county.actors[role], county.own[role], county.other

    def sees(placement: Placement) -> bool:
        return (
            session.scalar(scopes.placements(actor).where(Placement.id == placement.id)) is not None
        )

    assert (
        sees(own),
        sees(other),
        policies.may_decide_absence(actor, own),
        policies.may_decide_absence(actor, other),
        policies.may_settle_marks(actor, own),
        policies.may_settle_marks(actor, other),
        policies.may_take_register(actor, county.provider),
        policies.may_take_register(actor, county.other_provider),
    ) == TABLE[role]


@pytest.mark.parametrize("role", list(Role))
def test_a_pupil_is_seen_exactly_where_a_placement_is(
    county: County, session: Session, role: Role
) -> None:
    actor = county.actors[role]
    seen = {pupil.id for pupil in session.scalars(scopes.pupils(actor))}
    placed = {placement.pupil_id for placement in session.scalars(scopes.placements(actor))}

    assert seen == placed


def test_the_home_school_decides_for_its_pupil_whom_the_council_placed(
    build: Build, session: Session
) -> None:
    school = build.school()
    placement = build.placement(
        build.provider(), build.service(), build.pupil("Kai", "Roll", school)
    )
    office = build.actor(school, Role.ATTENDANCE_OFFICER)
    service = build.actor(placement.commissioner, Role.SERVICE_OFFICER)

    assert policies.may_decide_absence(office, placement)
    assert not policies.may_propose_code(office, placement)
    assert not policies.may_decide_absence(service, placement)
    assert policies.may_propose_code(service, placement)
    assert policies.may_name_a_code(service)


def test_a_parent_explains_and_never_decides(build: Build) -> None:
    household = build.household()
    parent = build.actor(household, Role.PARENT)
    for school in (build.school(), None):
        placement = build.placement(build.provider(), household, build.pupil("Kai", "Home", school))
        assert not policies.may_decide_absence(parent, placement)
        assert not policies.may_make_standing_decision(parent, placement)
        assert policies.may_propose_code(parent, placement)
    assert not policies.may_name_a_code(parent)


def test_a_school_sees_its_own_pupil_before_any_placement(build: Build, session: Session) -> None:
    school = build.school()
    pupil = build.pupil("New", "Start", school)
    office = build.actor(school, Role.ATTENDANCE_OFFICER)

    assert session.scalars(scopes.pupils(office).where(Pupil.id == pupil.id)).one() is pupil
