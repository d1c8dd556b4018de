"""Registers that should have come by now and have not: half an hour after the session opened.

Asked by both sides: the provider about its own registers, the commissioner about those in which
its pupils were expected.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from portal.access.permissions import Permission
from portal.clock import in_london
from portal.domain.attendance.clocks import not_received_at
from portal.domain.attendance.seen import Seen
from portal.domain.calendar.sessions import Half, SessionKey
from portal.models import CurrentMark, Message, Provider, Register, RegisterEvent, RegisterState
from portal.services.attendance.expected import Slot, expected_in, slots_between
from portal.services.attendance.provider_days import hours_of
from portal.services.calendar.calendars import Calendars
from portal.services.mail.outbox import people_who_hold

DAYS_BACK = 5
"""School days before today in which a register is still looked for."""

REMINDERS = (1, 2)


@dataclass(frozen=True)
class MissingRegister:
    """A session without a register. `placement_ids` are those expected that the asker may see."""

    provider_id: int
    provider_name: str
    telephone: str
    key: SessionKey
    opened_at: datetime
    placement_ids: tuple[UUID, ...]
    reminded_at: datetime | None = None
    cancelled_because: str = ""


def reminder_key(provider_id: int, key: SessionKey, number: int, user_id: int) -> str:
    """The once_key of the first or second reminder to one person of the provider."""
    return f"not-received:{provider_id}:{key}:provider:{number}:{user_id}"


def missing_registers(
    session: Session, condition: ColumnElement[bool], now: datetime
) -> list[MissingRegister]:
    """Registers of today and the five school days before that have no mark and were not closed.

    `condition` is on Placement, such as scopes.may_see_placement(actor). Newest first.
    """
    due = list(_lately_due(session, condition, now))
    came = _received(session, due)
    missing = [each for each in due if (each.provider_id, each.key) not in came]
    reminded = _reminders(session, missing)
    return [
        replace(each, reminded_at=reminded.get((each.provider_id, each.key))) for each in missing
    ]


def cancelled_registers(
    session: Session, condition: ColumnElement[bool], now: datetime
) -> list[MissingRegister]:
    """Sessions of the same days that the provider cancelled, with the reason it gave."""
    due = {(each.provider_id, each.key): each for each in _lately_due(session, condition, now)}
    if not due:
        return []
    rows = session.execute(
        select(Register.provider_id, Register.day, Register.half, RegisterEvent.reason)
        .join(RegisterEvent, RegisterEvent.register_id == Register.id)
        .where(
            Register.provider_id.in_({provider_id for provider_id, _ in due}),
            Register.day >= min(key.day for _, key in due),
            Register.state == RegisterState.CANCELLED,
            RegisterEvent.state == RegisterState.CANCELLED,
        )
        .order_by(RegisterEvent.at)
    )
    reasons = {
        (row.provider_id, SessionKey(row.day, row.half)): row.reason or "no reason given"
        for row in rows
    }
    return [
        replace(each, cancelled_because=reasons[place])
        for place, each in due.items()
        if place in reasons
    ]


def _lately_due(
    session: Session, condition: ColumnElement[bool], now: datetime
) -> Iterator[MissingRegister]:
    council = Calendars(session).of(None)
    first = council.school_days_before(in_london(now).date(), DAYS_BACK)
    return sessions_due(session, condition, first, now)


def sessions_due(
    session: Session, condition: ColumnElement[bool], first: date, now: datetime
) -> Iterator[MissingRegister]:
    """Sessions from `first` on in which somebody was expected, half an hour after they opened.

    Whether a register came is not asked. Newest first.
    """
    today = in_london(now).date()
    slots = slots_between(session, first, today, condition)
    providers = _providers(session, slots)
    calendars = Calendars(session, providers)
    by_provider: dict[int, list[Slot]] = {}
    for slot in slots:
        by_provider.setdefault(slot.provider_id, []).append(slot)
    for key in _keys(first, today):
        for provider_id, provider in providers.items():
            opens_at = hours_of(provider).opens_at(key)
            expected = expected_in(by_provider[provider_id], key)
            is_open = calendars.of(provider_id).is_school_day(key.day)
            if expected and is_open and now >= not_received_at(opens_at):
                yield MissingRegister(
                    provider_id, provider.name, provider.telephone, key, opens_at, tuple(expected)
                )


def _keys(first: date, today: date) -> list[SessionKey]:
    days = [date.fromordinal(each) for each in range(today.toordinal(), first.toordinal() - 1, -1)]
    return [SessionKey(day, half) for day in days for half in (Half.PM, Half.AM)]


def _providers(session: Session, slots: Sequence[Slot]) -> dict[int, Provider]:
    ids = {slot.provider_id for slot in slots}
    found = session.scalars(
        select(Provider).where(Provider.id.in_(ids)).order_by(Provider.name, Provider.id)
    )
    return {provider.id: provider for provider in found}


def _received(session: Session, due: Sequence[MissingRegister]) -> set[tuple[int, SessionKey]]:
    if not due:
        return set()
    has_marks = exists().where(
        CurrentMark.register_id == Register.id, CurrentMark.seen != Seen.UNMARKED
    )
    rows = session.execute(
        select(Register.provider_id, Register.day, Register.half).where(
            Register.provider_id.in_({each.provider_id for each in due}),
            Register.day >= min(each.key.day for each in due),
            or_(Register.state != RegisterState.OPEN, has_marks),
        )
    )
    return {(row.provider_id, SessionKey(row.day, row.half)) for row in rows}


def _reminders(
    session: Session, missing: Sequence[MissingRegister]
) -> dict[tuple[int, SessionKey], datetime]:
    """When the provider was last reminded of each register."""
    provider_ids = {each.provider_id for each in missing}
    if not provider_ids:
        return {}
    people = people_who_hold(session, provider_ids, Permission.REGISTER_TAKE)
    places = {
        reminder_key(each.provider_id, each.key, number, user_id): (each.provider_id, each.key)
        for each in missing
        for user_id, _ in people.get(each.provider_id, [])
        for number in REMINDERS
    }
    rows = session.execute(
        select(Message.once_key, Message.created_at)
        .where(Message.once_key.in_(places))
        .order_by(Message.created_at)
    )
    return {places[row.once_key]: row.created_at for row in rows}
