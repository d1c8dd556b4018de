"""Adds to the append-only audit. Details hold identifiers and counts, never names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, insert
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.models import AuditEvent


class AuditAction(StrEnum):
    """What can stand in the audit, as `record.what_was_done`. A value is never changed: rows keep it."""

    ABSENCE_DECIDED = "absence.decided"
    ABSENCE_NOTICE_SEEN = "absence.notice_seen"
    ABSENCE_PROPOSED = "absence.proposed"
    ABSENCE_TAKEN_BACK = "absence.taken_back"
    ADMIN_CREATED = "admin.created"
    API_KEY_ENDED = "api_key.ended"
    API_KEY_MADE = "api_key.made"
    APPLICATION_ANSWERED = "application.answered"
    APPLICATION_BEGUN = "application.begun"
    APPLICATION_CARRIED_ON = "application.carried_on"
    APPLICATION_DECIDED = "application.decided"
    APPLICATION_ITEM_CHECKED = "application.item_checked"
    APPLICATION_LETTER_SEEN = "application.letter_seen"
    APPLICATION_QUESTION_ANSWERED = "application.question_answered"
    APPLICATION_RECOMMENDED = "application.recommended"
    APPLICATION_SECTION_SEEN = "application.section_seen"
    APPLICATION_SEEN = "application.seen"
    APPLICATION_SENT = "application.sent"
    APPLICATION_SENT_BACK = "application.sent_back"
    APPLICATION_WITHDRAWN = "application.withdrawn"
    AUDIT_VIEWED = "audit.viewed"
    CALENDAR_DAY_ADDED = "calendar.day_added"
    CALENDAR_DAY_REMOVED = "calendar.day_removed"
    CONDITION_MET = "condition.met"
    DAY_EXPORTED = "day.exported"
    DEVICE_ENROLLED = "device.enrolled"
    DEVICE_RENAMED = "device.renamed"
    DEVICE_REVOKED = "device.revoked"
    EVIDENCE_ADDED = "evidence.added"
    EVIDENCE_CHECKED = "evidence.checked"
    EVIDENCE_DOWNLOADED = "evidence.downloaded"
    EVIDENCE_REMOVED = "evidence.removed"
    IMPORT_RUN = "import.run"
    LISTING_CHANGED = "listing.changed"
    MARK_SETTLED = "mark.settled"
    MEMBER_ENDED = "member.ended"
    MEMBER_INVITED = "member.invited"
    MESSAGE_RETRIED = "message.retried"
    NON_LISTED_REPORTED = "non_listed.reported"
    OFFER_CHANGED = "offer.changed"
    OFFER_CHECKED = "offer.checked"
    OP_NUMBER_REUSED = "op.number_reused"
    ORGANISATION_CREATED = "organisation.created"
    PACK_ACCEPTED = "pack.accepted"
    PASSWORD_CHANGED = "password.changed"  # noqa: S105 - what was done, not a password
    POSTCODES_IMPORTED = "postcodes.imported"
    PROVIDER_DAY_ADDED = "provider.day_added"
    PROVIDER_DAY_REMOVED = "provider.day_removed"
    PROVIDER_HOURS_CHANGED = "provider.hours_changed"
    PROVIDER_REGISTERED = "provider.registered"
    PUPIL_MERGED = "pupil.merged"
    PUPIL_UPN_CORRECTED = "pupil.upn_corrected"
    PUPIL_VIEWED = "pupil.viewed"
    QA_OUTCOME_ENTERED = "qa_outcome.entered"
    REGISTER_CANCELLED = "register.cancelled"
    REGISTER_FINISHED = "register.finished"
    REGISTER_MARKED = "register.marked"
    REGISTER_OPENED_AGAIN = "register.opened_again"
    REGISTER_ORDER_CHANGED = "register.order_changed"
    REGISTER_PUPIL_ADDED = "register.pupil_added"
    REGISTER_STATEMENT_VIEWED = "register.statement_viewed"
    REVIEW_ANSWERED = "review.answered"
    REVIEW_BECAME_APPLICATION = "review.became_application"
    REVIEW_DECIDED = "review.decided"
    REVIEW_HANDED_OVER = "review.handed_over"
    REVIEW_LINK_OPENED = "review.link_opened"
    REVIEW_LINK_RENEWED = "review.link_renewed"
    REVIEW_REPORT_DOWNLOADED = "review.report_downloaded"
    REVIEW_SCORED = "review.scored"
    REVIEW_SECTION_SAVED = "review.section_saved"
    REVIEW_SENT = "review.sent"
    REVIEW_TOLD = "review.told"
    RISK_BAND_SET = "risk_band.set"
    ROLE_SWITCHED = "role.switched"
    SERVER_RESTORED = "server.restored"
    SERVER_WENT_BACK = "server.went_back"
    SETTINGS_CHANGED = "settings.changed"
    SIGN_IN_DONE = "sign_in.done"
    SIGN_IN_FAILED = "sign_in.failed"
    SIGN_OUT_DONE = "sign_out.done"
    SIGN_OUT_EVERYWHERE = "sign_out.everywhere"
    STAFF_ADDED = "staff.added"
    STAFF_CHANGED = "staff.changed"
    STAFF_CHECK_RECORDED = "staff.check_recorded"
    STAFF_CHECK_REMOVED = "staff.check_removed"
    STAFF_CONFIRMED = "staff.confirmed"
    STAFF_LOADED = "staff.loaded"
    STAFF_RECORD_READ = "staff_record.read"
    STANDING_DECIDED = "standing.decided"


@dataclass(frozen=True)
class Entry:
    action: AuditAction
    record_kind: str = ""
    record_id: str = ""
    address: str = ""
    details: Mapping[str, object] = field(default_factory=dict)


def add(session: Session, actor: Actor | None, entry: Entry, at: datetime) -> None:
    """Add within the caller's transaction: undone if that is undone."""
    session.execute(insert(AuditEvent).values(_row(actor, entry, at)))


def write_now(connection: Connection, actor: Actor | None, entry: Entry, at: datetime) -> None:
    """Add in a transaction of its own: for a page view, which changes nothing else."""
    connection.execute(insert(AuditEvent).values(_row(actor, entry, at)))


def _row(actor: Actor | None, entry: Entry, at: datetime) -> dict[str, object]:
    return {
        "at": at,
        "user_id": actor.user_id if actor else None,
        "role": actor.role.value if actor else "",
        "organisation_id": actor.organisation_id if actor else None,
        "action": entry.action.value,
        "record_kind": entry.record_kind,
        "record_id": entry.record_id,
        "address": entry.address,
        "details": dict(entry.details),
    }
