"""Kayden of Oakfield School at Hill Farm, marked by Sam; the school's office decides."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from portal.models import Membership, Placement, Provider, Role, School
from tests.build import Build


@dataclass
class County:
    school: School
    provider: Provider
    office: Membership
    staff: Membership
    kayden: Placement


@pytest.fixture
def county(build: Build) -> County:
    school, provider = build.school(), build.provider()
    return County(
        school,
        provider,
        build.member(school, Role.ATTENDANCE_OFFICER, "Priya Nair"),
        build.member(provider, Role.PROVIDER_STAFF, "Sam Carter"),
        build.placement(provider, school, build.pupil("Kayden", "Reeve", school)),
    )
