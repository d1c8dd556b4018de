"""Who may do what, as a table that a commissioner could read.

A row: the role, what it may do to its own records, and what it may do to others'. Everything that
is not named is refused.
"""

from __future__ import annotations

import pytest

from portal.access.permissions import Permission, role_holds
from portal.models import Role

P = Permission

MATRIX: dict[Role, set[Permission]] = {
    Role.PROVIDER_STAFF: {
        P.REGISTER_TAKE,
        P.REGISTER_READ,
        P.DEVICE_ENROL,
        P.DEVICE_READ,
        P.PUPIL_READ,
        P.PLACEMENT_READ,
    },
    Role.PROVIDER_LEAD: {
        P.REGISTER_TAKE,
        P.REGISTER_READ,
        P.DEVICE_ENROL,
        P.DEVICE_READ,
        P.DEVICE_REVOKE,
        P.MARK_SETTLE,
        P.PUPIL_READ,
        P.PLACEMENT_READ,
        P.PROVIDER_EDIT,
        P.MEMBER_INVITE,
        P.MEMBER_READ,
    },
    Role.ATTENDANCE_OFFICER: {
        P.ABSENCE_DECIDE,
        P.ABSENCE_READ,
        P.CALENDAR_EDIT,
        P.DAY_EXPORT,
        P.DAY_READ,
        P.MARK_SETTLE,
        P.PLACEMENT_READ,
        P.PUPIL_READ,
        P.STANDING_DECIDE,
    },
    Role.SENIOR_LEADER: {
        P.ABSENCE_DECIDE,
        P.ABSENCE_READ,
        P.CALENDAR_EDIT,
        P.DAY_EXPORT,
        P.DAY_READ,
        P.MARK_SETTLE,
        P.MEMBER_INVITE,
        P.MEMBER_READ,
        P.PLACEMENT_READ,
        P.PUPIL_READ,
        P.STANDING_DECIDE,
        P.SUMMARY_READ,
    },
    Role.GOVERNOR: {P.SUMMARY_READ},
    Role.SERVICE_OFFICER: {
        P.ABSENCE_DECIDE,
        P.ABSENCE_READ,
        P.DAY_EXPORT,
        P.DAY_READ,
        P.MARK_SETTLE,
        P.PLACEMENT_READ,
        P.PUPIL_READ,
        P.STANDING_DECIDE,
        P.SUMMARY_READ,
    },
    Role.VIRTUAL_AP_HEAD: {
        P.ABSENCE_READ,
        P.DAY_READ,
        P.PLACEMENT_READ,
        P.PUPIL_READ,
        P.REGISTER_READ,
        P.SUMMARY_READ,
    },
    Role.QUALITY_OFFICER: {P.SUMMARY_READ},
    Role.PROCUREMENT_OFFICER: {P.SUMMARY_READ},
    Role.ADMINISTRATOR: {
        P.AUDIT_READ,
        P.CALENDAR_EDIT,
        P.IMPORT_RUN,
        P.MEMBER_INVITE,
        P.MEMBER_READ,
        P.MESSAGE_READ,
    },
    Role.PARENT: {
        P.ABSENCE_DECIDE,
        P.ABSENCE_READ,
        P.DAY_EXPORT,
        P.DAY_READ,
        P.MARK_SETTLE,
        P.PLACEMENT_READ,
        P.PUPIL_READ,
        P.STANDING_DECIDE,
    },
}


@pytest.mark.parametrize("permission", list(Permission))
@pytest.mark.parametrize("role", list(Role))
def test_a_role_holds_what_the_table_says_and_nothing_else(
    role: Role, permission: Permission
) -> None:
    assert role_holds(role, permission) == (permission in MATRIX[role])


def test_no_provider_ever_decides_a_code() -> None:
    deciders = {role for role, may in MATRIX.items() if P.ABSENCE_DECIDE in may}

    assert not deciders & {Role.PROVIDER_STAFF, Role.PROVIDER_LEAD}
