"""A pupil of Oakfield School at Hill Farm, expected in every session."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from portal.access.actor import Actor
from portal.models import Membership, Placement, Role
from tests.build import Build


@dataclass
class Pair:
    placement: Placement
    staff: Membership
    office: Actor


@pytest.fixture
def pair(build: Build) -> Pair:
    """The provider's tutor, who marks, and the school's office, which decides."""
    school, provider = build.school(), build.provider()
    return Pair(
        build.placement(provider, school),
        build.member(provider, Role.PROVIDER_STAFF),
        build.actor(school, Role.ATTENDANCE_OFFICER, "Priya Nair"),
    )
