"""What can be done (`record:action`) and which role may do it. Whose records: see scopes and policies."""

from __future__ import annotations

from enum import StrEnum

from portal.models import Role


class Permission(StrEnum):
    ABSENCE_DECIDE = "absence:decide"
    ABSENCE_PROPOSE = "absence:propose"
    ABSENCE_READ = "absence:read"
    API_KEY_EDIT = "api_key:edit"
    APPLICATION_CHECK = "application:check"
    APPLICATION_DECIDE = "application:decide"
    APPLICATION_EDIT = "application:edit"
    AUDIT_READ = "audit:read"
    CALENDAR_EDIT = "calendar:edit"
    CATALOGUE_READ = "catalogue:read"
    DAY_EXPORT = "day:export"
    DAY_READ = "day:read"
    DEVICE_ENROL = "device:enrol"
    DEVICE_READ = "device:read"
    DEVICE_REVOKE = "device:revoke"
    EVIDENCE_EDIT = "evidence:edit"
    EVIDENCE_READ = "evidence:read"
    IMPORT_RUN = "import:run"
    LISTING_CHANGE = "listing:change"
    MARK_SETTLE = "mark:settle"
    MEMBER_INVITE = "member:invite"
    MEMBER_READ = "member:read"
    MESSAGE_READ = "message:read"
    NON_LISTED_REPORT = "non_listed:report"
    OFFER_EDIT = "offer:edit"
    PACK_ACCEPT = "pack:accept"
    PLACEMENT_READ = "placement:read"
    PROVIDER_EDIT = "provider:edit"
    PUPIL_READ = "pupil:read"
    QA_OUTCOME_ENTER = "qa_outcome:enter"
    REGISTER_READ = "register:read"
    REGISTER_TAKE = "register:take"
    REVIEW_ANSWER = "review:answer"
    REVIEW_READ = "review:read"
    REVIEW_SCORE = "review:score"
    SETTING_EDIT = "setting:edit"
    STAFF_RECORD_EDIT = "staff_record:edit"
    STAFF_RECORD_READ = "staff_record:read"
    STANDING_DECIDE = "standing:decide"
    SUMMARY_READ = "summary:read"


_P = Permission

_COMMISSIONER = frozenset(
    {
        _P.ABSENCE_DECIDE,
        _P.ABSENCE_PROPOSE,
        _P.ABSENCE_READ,
        _P.CATALOGUE_READ,
        _P.DAY_EXPORT,
        _P.EVIDENCE_READ,
        _P.DAY_READ,
        _P.MARK_SETTLE,
        _P.NON_LISTED_REPORT,
        _P.PACK_ACCEPT,
        _P.PLACEMENT_READ,
        _P.PUPIL_READ,
        _P.REVIEW_READ,
        _P.STANDING_DECIDE,
    }
)
_CHECKS = frozenset(
    {
        _P.APPLICATION_CHECK,
        _P.APPLICATION_DECIDE,
        _P.CATALOGUE_READ,
        _P.EVIDENCE_READ,
        _P.LISTING_CHANGE,
        _P.REVIEW_READ,
        _P.REVIEW_SCORE,
        _P.STAFF_RECORD_READ,
        _P.SUMMARY_READ,
    }
)
_PROVIDER = frozenset(
    {
        _P.CATALOGUE_READ,
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
    | {
        _P.APPLICATION_EDIT,
        _P.EVIDENCE_EDIT,
        _P.EVIDENCE_READ,
        _P.OFFER_EDIT,
        _P.STAFF_RECORD_EDIT,
        _P.STAFF_RECORD_READ,
    }
    | {_P.DEVICE_REVOKE, _P.MARK_SETTLE, _P.MEMBER_INVITE, _P.MEMBER_READ, _P.PROVIDER_EDIT},
    Role.ATTENDANCE_OFFICER: _COMMISSIONER | {_P.CALENDAR_EDIT},
    Role.SENIOR_LEADER: _COMMISSIONER
    | {_P.CALENDAR_EDIT, _P.MEMBER_INVITE, _P.MEMBER_READ, _P.SUMMARY_READ},
    Role.GOVERNOR: frozenset({_P.SUMMARY_READ}),
    Role.SERVICE_OFFICER: _COMMISSIONER | {_P.SUMMARY_READ},
    Role.VIRTUAL_AP_HEAD: _CHECKS
    | frozenset(
        {
            _P.ABSENCE_READ,
            _P.DAY_READ,
            _P.PLACEMENT_READ,
            _P.PUPIL_READ,
            _P.QA_OUTCOME_ENTER,
            _P.REGISTER_READ,
            _P.SUMMARY_READ,
        }
    ),
    Role.QUALITY_OFFICER: _CHECKS | {_P.QA_OUTCOME_ENTER},
    Role.PROCUREMENT_OFFICER: _CHECKS | {_P.SETTING_EDIT},
    Role.ADMINISTRATOR: frozenset(
        {
            _P.AUDIT_READ,
            _P.CALENDAR_EDIT,
            _P.CATALOGUE_READ,
            _P.IMPORT_RUN,
            _P.MEMBER_INVITE,
            _P.MEMBER_READ,
            _P.MESSAGE_READ,
            _P.SETTING_EDIT,
            _P.API_KEY_EDIT,
        }
    ),
    # A parent with a personal budget explains, and never decides.
    Role.PARENT: _COMMISSIONER - {_P.ABSENCE_DECIDE, _P.MARK_SETTLE, _P.STANDING_DECIDE},
    Role.REVIEW_GUEST: frozenset({_P.DEVICE_ENROL, _P.EVIDENCE_EDIT, _P.REVIEW_ANSWER}),
}


def role_holds(role: Role, permission: Permission) -> bool:
    return permission in ROLE_PERMISSIONS[role]
