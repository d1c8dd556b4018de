"""Somebody in each role, in an organisation of the kind that the role belongs to."""

from __future__ import annotations

from typing import assert_never

from portal.models import Membership, Organisation, Role
from tests.build import Build


def member_of_role(build: Build, role: Role) -> Membership:
    return build.member(_organisation_for(build, role), role)


def _organisation_for(build: Build, role: Role) -> Organisation:
    match role:
        case Role.PROVIDER_STAFF | Role.PROVIDER_LEAD | Role.REVIEW_GUEST:
            return build.provider()
        case Role.ATTENDANCE_OFFICER | Role.SENIOR_LEADER | Role.GOVERNOR:
            return build.school()
        case Role.SERVICE_OFFICER:
            return build.service()
        case Role.PARENT:
            return build.household()
        case (
            Role.ADMINISTRATOR
            | Role.QUALITY_OFFICER
            | Role.PROCUREMENT_OFFICER
            | Role.VIRTUAL_AP_HEAD
        ):
            return build.council()
        case _:
            assert_never(role)
