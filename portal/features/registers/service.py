"""Changes to registers from the ordinary page. The phone app's go through the same records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permissions import Permission
from portal.domain.attendance.mark_log import MarkValue
from portal.domain.calendar.sessions import SessionKey
from portal.domain.errors import InvalidError
from portal.models import Mark, Placement, Provider, RegisterState
from portal.services.attendance.marks import MarkOutcome, NewMark, record_marks
from portal.services.attendance.register_events import NewEvent, record_event
from portal.services.door import open_door


@dataclass(frozen=True)
class Entry:
    """One pupil's mark as the page sent it. `base_version` is what the page showed."""

    placement_id: UUID
    value: MarkValue
    base_version: int
    reason: str = ""


def take_register(
    session: Session,
    provider_id: int,
    key: SessionKey,
    entries: Sequence[Entry],
    by: Actor,
    at: datetime,
) -> list[MarkOutcome]:
    """Record the entries that the page changed. Raises InvalidError for a pupil of another provider."""
    if not entries:
        return []
    number = open_door(session, provider_id)
    _check_own(session, provider_id, [entry.placement_id for entry in entries])
    marks = [
        NewMark(
            id=uuid4(),
            key=key,
            placement_id=entry.placement_id,
            value=entry.value,
            base_version=entry.base_version,
            source=f"web:{by.user_id}",
            seq=0,
            captured_at=at,
            by_id=by.user_id,
            position=by.position,
            reason=entry.reason,
            may_settle=by.holds(Permission.MARK_SETTLE),
        )
        for entry in entries
    ]
    return record_marks(session, provider_id, marks, number, at)


def _check_own(session: Session, provider_id: int, placement_ids: Sequence[UUID]) -> None:
    own = set(
        session.scalars(
            select(Placement.id).where(
                Placement.provider_id == provider_id, Placement.id.in_(placement_ids)
            )
        )
    )
    if set(placement_ids) - own:
        raise InvalidError.of("placement", "This pupil is not on your list")


def settle(
    session: Session, placement: Placement, chosen: Mark, base_version: int, by: Actor, at: datetime
) -> MarkOutcome:
    """Choose one of two different marks. A new mark says so; both others stay in the log."""
    key = SessionKey(chosen.register.day, chosen.register.half)
    number = open_door(session, placement.provider_id)
    mark = NewMark(
        id=uuid4(),
        key=key,
        placement_id=placement.id,
        value=chosen.value,
        base_version=base_version,
        source=f"web:{by.user_id}",
        seq=0,
        captured_at=at,
        by_id=by.user_id,
        position=by.position,
        reason="Chosen from two different marks",
    )
    [outcome] = record_marks(session, placement.provider_id, [mark], number, at)
    return outcome


def change_state(
    session: Session,
    provider_id: int,
    key: SessionKey,
    state: RegisterState,
    by: Actor,
    at: datetime,
    reason: str = "",
    unmarked_count: int = 0,
) -> None:
    """Finish, cancel or open again. Raises InvalidError where a reason is needed and missing."""
    if state is RegisterState.CANCELLED and not reason:
        raise InvalidError.of("reason", "Say why the session is cancelled")
    number = open_door(session, provider_id)
    event = NewEvent(uuid4(), key, state, reason, at, by.user_id, by.position, unmarked_count)
    record_event(session, provider_id, event, number, at)


def put_in_order(session: Session, provider: Provider, placement_ids: Sequence[UUID]) -> None:
    """Set the order in which the provider's pupils stand in its registers."""
    _check_own(session, provider.id, placement_ids)
    for placement in session.scalars(select(Placement).where(Placement.provider_id == provider.id)):
        if placement.id in placement_ids:
            placement.position = placement_ids.index(placement.id) + 1
    provider.roster_number += 1
