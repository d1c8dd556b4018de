"""What can be done (`record:action`) and which role may do it. Whose records: see scopes and policies."""

from __future__ import annotations

from enum import StrEnum

from portal.models import Role


class Permission(StrEnum):
    ABSENCE_DECIDE = "absence:decide"
    ABSENCE_READ = "absence:read"
    AUDIT_READ = "audit:read"
    CALENDAR_EDIT = "calendar:edit"
    DAY_EXPORT = "day:export"
    DAY_READ = "day:read"
    DEVICE_ENROL = "device:enrol"
    DEVICE_READ = "device:read"
    DEVICE_REVOKE = "device:revoke"
    IMPORT_RUN = "import:run"
    MARK_SETTLE = "mark:settle"
    MEMBER_INVITE = "member:invite"
    MEMBER_READ = "member:read"
    MESSAGE_READ = "message:read"
    PLACEMENT_READ = "placement:read"
    PROVIDER_EDIT = "provider:edit"
    PUPIL_READ = "pupil:read"
    REGISTER_READ = "register:read"
    REGISTER_TAKE = "register:take"
    STANDING_DECIDE = "standing:decide"
    SUMMARY_READ = "summary:read"


_P = Permission

_COMMISSIONER = frozenset(
    {
        _P.ABSENCE_DECIDE,
        _P.ABSENCE_READ,
        _P.DAY_EXPORT,
        _P.DAY_READ,
        _P.MARK_SETTLE,
        _P.PLACEMENT_READ,
        _P.PUPIL_READ,
        _P.STANDING_DECIDE,
    }
)
_PROVIDER = frozenset(
    {
        _P.DEVICE_ENROL,
        _P.DEVICE_READ,
        _P.PLACEMENT_READ,
        _P.PUPIL_READ,
        _P.REGISTER_READ,
        _P.REGISTER_TAKE,
    }
)

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.PROVIDER_STAFF: _PROVIDER,
    Role.PROVIDER_LEAD: _PROVIDER
    | {_P.DEVICE_REVOKE, _P.MARK_SETTLE, _P.MEMBER_INVITE, _P.MEMBER_READ, _P.PROVIDER_EDIT},
    Role.ATTENDANCE_OFFICER: _COMMISSIONER | {_P.CALENDAR_EDIT},
    Role.SENIOR_LEADER: _COMMISSIONER
    | {_P.CALENDAR_EDIT, _P.MEMBER_INVITE, _P.MEMBER_READ, _P.SUMMARY_READ},
    Role.GOVERNOR: frozenset({_P.SUMMARY_READ}),
    Role.SERVICE_OFFICER: _COMMISSIONER | {_P.SUMMARY_READ},
    Role.VIRTUAL_AP_HEAD: frozenset(
        {
            _P.ABSENCE_READ,
            _P.DAY_READ,
            _P.PLACEMENT_READ,
            _P.PUPIL_READ,
            _P.REGISTER_READ,
            _P.SUMMARY_READ,
        }
    ),
    Role.QUALITY_OFFICER: frozenset({_P.SUMMARY_READ}),
    Role.PROCUREMENT_OFFICER: frozenset({_P.SUMMARY_READ}),
    Role.ADMINISTRATOR: frozenset(
        {
            _P.AUDIT_READ,
            _P.CALENDAR_EDIT,
            _P.IMPORT_RUN,
            _P.MEMBER_INVITE,
            _P.MEMBER_READ,
            _P.MESSAGE_READ,
        }
    ),
    Role.PARENT: _COMMISSIONER,
}


def role_holds(role: Role, permission: Permission) -> bool:
    return permission in ROLE_PERMISSIONS[role]
