"""Pupils who were expected and of whom nothing has come, half an hour after the session opened.

Asked by both sides: the provider about its own registers, the commissioner about its pupils. It is
about pupils, not registers: a mark for one pupil says nothing about another, and neither does a
register that was finished without some of them. A pupil is missing here until there is a mark, the
session is cancelled with a reason, or a code that is final has been decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from portal.access.permissions import Permission
from portal.clock import in_london
from portal.domain.attendance.awaiting import is_final
from portal.domain.attendance.clocks import not_received_at
from portal.domain.attendance.seen import Seen
from portal.domain.calendar.sessions import Half, SessionKey
from portal.models import (
    CurrentMark,
    Decision,
    Message,
    Placement,
    Provider,
    Pupil,
    Register,
    RegisterEvent,
    RegisterState,
)
from portal.services.attendance.expected import Slot, expected_in, slots_between
from portal.services.attendance.provider_days import hours_of
from portal.services.calendar.calendars import Calendars
from portal.services.mail.outbox import people_who_hold

DAYS_BACK = 5
"""School days before today in which a mark is still looked for."""

REMINDERS = (1, 2)
_FINISHED = RegisterState.FINISHED


@dataclass(frozen=True)
class DueSession:
    """A session that opened half an hour ago or longer, and some of the pupils expected in it.

    `placement_ids` are those that the asker may see: all who were expected, or of missing_marks
    those of whom nothing has come.
    """

    provider_id: int
    provider_name: str
    telephone: str
    key: SessionKey
    opened_at: datetime
    placement_ids: tuple[UUID, ...]
    is_finished: bool = False
    reminded_at: datetime | None = None
    cancelled_because: str = ""

    @classmethod
    def of(
        cls,
        provider: Provider,
        key: SessionKey,
        placement_ids: Sequence[UUID],
        is_finished: bool = False,
    ) -> DueSession:
        return cls(
            provider.id,
            provider.name,
            provider.telephone,
            key,
            hours_of(provider).opens_at(key),
            tuple(placement_ids),
            is_finished,
        )


def reminder_key(provider_id: int, key: SessionKey, number: int, user_id: int) -> str:
    """The once_key of the first or second reminder to one person of the provider."""
    return f"not-received:{provider_id}:{key}:provider:{number}:{user_id}"


def missing_marks(
    session: Session, condition: ColumnElement[bool], now: datetime
) -> list[DueSession]:
    """Sessions of today and the five school days before with pupils of whom nothing has come.

    `condition` is on Placement, such as scopes.may_see_placement(actor). Newest first.
    """
    due = list(_lately_due(session, condition, now))
    if not due:
        return []
    states = states_of(session, due)
    missing = [
        replace(each, is_finished=states.get((each.provider_id, each.key)) is _FINISHED)
        for each in without_mark(session, condition, due)
        if states.get((each.provider_id, each.key)) is not RegisterState.CANCELLED
    ]
    reminded = _reminders(session, missing)
    return [
        replace(each, reminded_at=reminded.get((each.provider_id, each.key))) for each in missing
    ]


def without_mark(
    session: Session, condition: ColumnElement[bool], due: Sequence[DueSession]
) -> list[DueSession]:
    """Of these sessions, those with pupils of whom nothing has come, and only these pupils."""
    if not due:
        return []
    first = min(each.key.day for each in due)
    accounted = _marked(session, condition, first) | _decided(session, condition, first)
    found = []
    for each in due:
        left = tuple(id for id in each.placement_ids if (id, each.key) not in accounted)
        if left:
            found.append(replace(each, placement_ids=left))
    return found


def cancelled_sessions(
    session: Session, condition: ColumnElement[bool], now: datetime
) -> list[DueSession]:
    """Sessions of the same days that the provider cancelled, with the reason it gave."""
    due = list(_lately_due(session, condition, now))
    reasons = cancellations_of(session, due)
    return [
        replace(each, cancelled_because=reasons[(each.provider_id, each.key)])
        for each in due
        if (each.provider_id, each.key) in reasons
    ]


def cancellations_of(
    session: Session, due: Sequence[DueSession]
) -> dict[tuple[int, SessionKey], str]:
    """The reasons of those of these sessions that are cancelled, by provider and session."""
    if not due:
        return {}
    rows = session.execute(
        select(Register.provider_id, Register.day, Register.half, RegisterEvent.reason)
        .join(RegisterEvent, RegisterEvent.register_id == Register.id)
        .where(
            Register.provider_id.in_({each.provider_id for each in due}),
            Register.day >= min(each.key.day for each in due),
            Register.state == RegisterState.CANCELLED,
            RegisterEvent.state == RegisterState.CANCELLED,
        )
        .order_by(RegisterEvent.at)
    )
    return {
        (row.provider_id, SessionKey(row.day, row.half)): row.reason or "no reason given"
        for row in rows
    }


def _lately_due(
    session: Session, condition: ColumnElement[bool], now: datetime
) -> Iterator[DueSession]:
    council = Calendars(session).of(None)
    first = council.school_days_before(in_london(now).date(), DAYS_BACK)
    return sessions_due(session, condition, first, now)


def sessions_due(
    session: Session, condition: ColumnElement[bool], first: date, now: datetime
) -> Iterator[DueSession]:
    """Sessions from `first` on in which somebody was expected, half an hour after they opened.

    Whether a register came is not asked. Newest first.
    """
    for each in expected_sessions(session, condition, first, in_london(now).date()):
        if now >= not_received_at(each.opened_at):
            yield each


def expected_sessions(
    session: Session, condition: ColumnElement[bool], first: date, last: date
) -> Iterator[DueSession]:
    """Every session from `first` to `last` in which somebody is expected, opened or not; newest first."""
    slots = slots_between(session, first, last, condition)
    providers = _providers(session, slots)
    calendars = Calendars(session, providers)
    by_provider: dict[int, list[Slot]] = {}
    for slot in slots:
        by_provider.setdefault(slot.provider_id, []).append(slot)
    for key in _keys(first, last):
        for provider_id, provider in providers.items():
            expected = expected_in(by_provider[provider_id], key)
            is_open = calendars.of(provider_id).is_school_day(key.day)
            if expected and is_open:
                yield DueSession.of(provider, key, expected)


def _keys(first: date, last: date) -> list[SessionKey]:
    days = [date.fromordinal(each) for each in range(last.toordinal(), first.toordinal() - 1, -1)]
    return [SessionKey(day, half) for day in days for half in (Half.PM, Half.AM)]


def _providers(session: Session, slots: Sequence[Slot]) -> dict[int, Provider]:
    ids = {slot.provider_id for slot in slots}
    found = session.scalars(
        select(Provider).where(Provider.id.in_(ids)).order_by(Provider.name, Provider.id)
    )
    return {provider.id: provider for provider in found}


def states_of(
    session: Session, due: Sequence[DueSession]
) -> dict[tuple[int, SessionKey], RegisterState]:
    """The registers that there are of these sessions, by provider and session."""
    wanted = {(each.provider_id, each.key) for each in due}
    rows = session.execute(
        select(Register.provider_id, Register.day, Register.half, Register.state).where(
            Register.provider_id.in_({each.provider_id for each in due}),
            Register.day >= min(each.key.day for each in due),
        )
    )
    found = {(row.provider_id, SessionKey(row.day, row.half)): row.state for row in rows}
    return {place: state for place, state in found.items() if place in wanted}


def _marked(
    session: Session, condition: ColumnElement[bool], first: date
) -> set[tuple[UUID, SessionKey]]:
    """The pupils' sessions in which there is a mark; one that was cleared is none."""
    rows = session.execute(
        select(CurrentMark.placement_id, CurrentMark.day, CurrentMark.half)
        .join(Placement, Placement.id == CurrentMark.placement_id)
        .join(Pupil, Pupil.id == Placement.pupil_id)
        .where(
            condition,
            CurrentMark.day >= first,
            or_(CurrentMark.seen != Seen.UNMARKED, CurrentMark.is_conflict),
        )
    )
    return {(row.placement_id, SessionKey(row.day, row.half)) for row in rows}


def _decided(
    session: Session, condition: ColumnElement[bool], first: date
) -> set[tuple[UUID, SessionKey]]:
    """The pupils' sessions of which the code that counts is final."""
    rows = session.execute(
        select(Decision.placement_id, Decision.day, Decision.half, Decision.code)
        .join(Placement, Placement.id == Decision.placement_id)
        .join(Pupil, Pupil.id == Placement.pupil_id)
        .where(condition, Decision.day >= first)
        .order_by(Decision.id)
    )
    codes = {(row.placement_id, SessionKey(row.day, row.half)): row.code for row in rows}
    return {place for place, code in codes.items() if is_final(code)}


def _reminders(
    session: Session, missing: Iterable[DueSession]
) -> dict[tuple[int, SessionKey], datetime]:
    """When the provider was last reminded of each register."""
    missing = list(missing)
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


@dataclass(frozen=True)
class NamedPupil:
    pupil_id: UUID
    placement_id: UUID
    name: str


@dataclass(frozen=True)
class NamedSession:
    """A session with the names of those of whom nothing has come, for a page."""

    due: DueSession
    pupils: tuple[NamedPupil, ...]


@dataclass(frozen=True)
class ProviderSilence:
    """All that has not come from one provider: one line of a page, however long it has been silent."""

    sessions: tuple[NamedSession, ...]

    @property
    def latest(self) -> DueSession:
        return self.sessions[0].due

    @property
    def earlier(self) -> int:
        """How many sessions before the latest there are."""
        return len(self.sessions) - 1


def by_provider(session: Session, missing: Sequence[DueSession]) -> list[ProviderSilence]:
    """What missing_marks found, by provider with names; the provider with the newest session first."""
    named = _named(session, missing)
    sessions: dict[int, list[NamedSession]] = {}
    for each in sorted(missing, key=lambda each: each.key, reverse=True):
        pupils = sorted((named[id] for id in each.placement_ids), key=lambda pupil: pupil.name)
        sessions.setdefault(each.provider_id, []).append(NamedSession(each, tuple(pupils)))
    return [ProviderSilence(tuple(own)) for own in sessions.values()]


def _named(session: Session, missing: Sequence[DueSession]) -> dict[UUID, NamedPupil]:
    ids = {id for each in missing for id in each.placement_ids}
    if not ids:
        return {}
    rows = session.execute(
        select(Placement.id, Pupil.id.label("pupil_id"), Pupil.first_name, Pupil.last_name)
        .join(Pupil, Pupil.id == Placement.pupil_id)
        .where(Placement.id.in_(ids))
    )
    return {
        row.id: NamedPupil(row.pupil_id, row.id, f"{row.first_name} {row.last_name}")
        for row in rows
    }
