"""Kayden of Oakfield School at Hill Farm; the school's office is signed in where it is asked for."""

from __future__ import annotations

import pytest

from portal.models import Membership, Placement, Role, School
from tests.build import Build
from tests.page import PageClient


@pytest.fixture
def school(build: Build) -> School:
    return build.school()


@pytest.fixture
def office(build: Build, client: PageClient, school: School) -> Membership:
    """The attendance officer of Oakfield, signed in."""
    member = build.member(school, Role.ATTENDANCE_OFFICER, "Priya Nair")
    client.sign_in(member)
    return member


@pytest.fixture
def placement(build: Build, school: School) -> Placement:
    return build.placement(build.provider(), school, build.pupil("Kayden", "Reeve", school))
