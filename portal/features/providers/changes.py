"""What was changed about a provider's hours and days, by whom and when: read from the audit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.access.audit_log import AuditAction
from portal.domain.calendar.day_words import full_day
from portal.models import AuditEvent, DayKind

MOST_SHOWN = 20
_ACTIONS: Final = (
    AuditAction.PROVIDER_HOURS_CHANGED,
    AuditAction.PROVIDER_DAY_ADDED,
    AuditAction.PROVIDER_DAY_REMOVED,
)


@dataclass(frozen=True)
class Change:
    at: datetime
    by: str
    words: str


def changes_of(session: Session, provider_id: int) -> list[Change]:
    """The last changes, newest first."""
    events = session.scalars(
        select(AuditEvent)
        .options(joinedload(AuditEvent.user))
        .where(
            AuditEvent.record_kind == "provider",
            AuditEvent.record_id == str(provider_id),
            AuditEvent.action.in_([action.value for action in _ACTIONS]),
        )
        .order_by(AuditEvent.id.desc())
        .limit(MOST_SHOWN)
    )
    return [
        Change(each.at, each.user.name if each.user else "", _words(each.action, each.details))
        for each in events
    ]


def _words(action: str, details: dict[str, Any]) -> str:
    if action == AuditAction.PROVIDER_HOURS_CHANGED:
        return f"Hours: {details['before']} became {details['after']}" if details else "Hours"
    if "day" not in details:
        return "A day"
    state = "closed" if details["state"] == DayKind.CLOSED else "open"
    day = full_day(date.fromisoformat(details["day"]))
    if action == AuditAction.PROVIDER_DAY_ADDED:
        return f"{day}: {state}"
    return f"{day}: no longer {state}"
