"""Who may do what, as a table that a commissioner could read.

A row: the role, what it may do to its own records, and what it may do to others'. Everything that
is not named is refused.
"""

from __future__ import annotations

import pytest

from portal.access.permissions import Permission, role_holds
from portal.models import Role

P = Permission

COMMISSIONER = {
    P.ABSENCE_DECIDE,
    P.ABSENCE_PROPOSE,
    P.ABSENCE_READ,
    P.CATALOGUE_READ,
    P.DAY_EXPORT,
    P.DAY_READ,
    P.EVIDENCE_READ,
    P.MARK_SETTLE,
    P.NON_LISTED_REPORT,
    P.PACK_ACCEPT,
    P.PLACEMENT_READ,
    P.PUPIL_READ,
    P.REVIEW_READ,
    P.STANDING_DECIDE,
}
PROVIDER = {
    P.CATALOGUE_READ,
    P.DEVICE_ENROL,
    P.DEVICE_READ,
    P.PLACEMENT_READ,
    P.PUPIL_READ,
    P.REGISTER_READ,
    P.REGISTER_TAKE,
}
CHECKS_PROVIDERS = {
    P.APPLICATION_CHECK,
    P.APPLICATION_DECIDE,
    P.CATALOGUE_READ,
    P.EVIDENCE_READ,
    P.LISTING_CHANGE,
    P.REVIEW_READ,
    P.REVIEW_SCORE,
    P.STAFF_RECORD_READ,
    P.SUMMARY_READ,
}
MATRIX: dict[Role, set[Permission]] = {
    Role.PROVIDER_STAFF: PROVIDER,
    Role.PROVIDER_LEAD: PROVIDER
    | {
        P.APPLICATION_EDIT,
        P.DEVICE_REVOKE,
        P.EVIDENCE_EDIT,
        P.EVIDENCE_READ,
        P.MARK_SETTLE,
        P.MEMBER_INVITE,
        P.MEMBER_READ,
        P.OFFER_EDIT,
        P.PROVIDER_EDIT,
        P.STAFF_RECORD_EDIT,
        P.STAFF_RECORD_READ,
    },
    Role.ATTENDANCE_OFFICER: COMMISSIONER | {P.CALENDAR_EDIT},
    Role.SENIOR_LEADER: COMMISSIONER
    | {P.CALENDAR_EDIT, P.MEMBER_INVITE, P.MEMBER_READ, P.SUMMARY_READ},
    Role.GOVERNOR: {P.SUMMARY_READ},
    Role.SERVICE_OFFICER: COMMISSIONER | {P.SUMMARY_READ},
    Role.PARENT: COMMISSIONER - {P.ABSENCE_DECIDE, P.MARK_SETTLE, P.STANDING_DECIDE},
    Role.VIRTUAL_AP_HEAD: CHECKS_PROVIDERS
    | {
        P.ABSENCE_READ,
        P.DAY_READ,
        P.PLACEMENT_READ,
        P.PUPIL_READ,
        P.QA_OUTCOME_ENTER,
        P.REGISTER_READ,
    },
    Role.QUALITY_OFFICER: CHECKS_PROVIDERS | {P.QA_OUTCOME_ENTER},
    Role.PROCUREMENT_OFFICER: CHECKS_PROVIDERS | {P.SETTING_EDIT},
    Role.ADMINISTRATOR: {
        P.API_KEY_EDIT,
        P.AUDIT_READ,
        P.CALENDAR_EDIT,
        P.CATALOGUE_READ,
        P.IMPORT_RUN,
        P.MEMBER_INVITE,
        P.MEMBER_READ,
        P.MESSAGE_READ,
        P.SETTING_EDIT,
    },
    Role.REVIEW_GUEST: {P.DEVICE_ENROL, P.EVIDENCE_EDIT, P.REVIEW_ANSWER},
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
