"""What a phone must hear: its roster, and the marks and registers that changed since it last asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db import AnyRow
from portal.domain.mark_log import standing
from portal.domain.seen import SessionKey
from portal.models import CurrentMark, Device, Mark, Provider, Register, RegisterEvent, User
from portal.records.marks import logged_mark
from portal.records.provider_days import ProviderDays

Json = dict[str, Any]


def roster_version(provider: Provider, day: date) -> str:
    """Changes with the day, which moves the window, and with every change to the placements."""
    return f"{day.isoformat()}.{provider.roster_number}"


def read_cursor(given: object) -> int:
    """A cursor as the phone sends it back; anything else asks for everything."""
    if isinstance(given, int) and not isinstance(given, bool):
        return given if 0 <= given < 2**31 else 0
    if isinstance(given, str) and given.isdigit() and len(given) < 10:
        return int(given)
    return 0


def changes_since(
    session: Session, device: Device, days: ProviderDays, cursor: int, known_roster: str | None
) -> list[Json]:
    """Everything of this provider that the phone does not know yet, of its window of days."""
    version = roster_version(days.provider, days.today)
    roster = [] if known_roster == version else [_roster(days, version)]
    if cursor and cursor >= days.provider.change_number and not roster:
        return []
    since = 0 if roster else cursor
    first, last = days.days[0], days.days[-1]
    marks = _marks(session, device, since, first, last)
    return [*roster, *marks, *_registers(session, device, since, first, last)]


def _roster(days: ProviderDays, version: str) -> Json:
    notice = ""
    if days.due.day != days.today:
        notice = f"No school today. The next register is for {days.due.words}."
    return {
        "type": "roster",
        "version": version,
        "today": days.today.isoformat(),
        "now_due": str(days.due),
        "notice": notice,
        "provider": {"name": days.provider.name},
        "pupils": [
            {
                "placement": str(pupil.placement_id),
                "name": pupil.name,
                "ended": not pupil.is_placed_on(days.due.day),
            }
            for pupil in days.pupils.values()
        ],
        "sessions": [_session(days, key) for key in days.sessions],
    }


def _session(days: ProviderDays, key: SessionKey) -> Json:
    expected = days.expected(key)
    words = {str(each): days.other_half_words(key, each) for each in expected}
    return {
        "id": str(key),
        "opens": f"{days.hours.opens(key.half):%H:%M}",
        "closes": f"{days.hours.closes(key.half):%H:%M}",
        "expected": [str(each) for each in expected],
        "other_half": {placement: text for placement, text in words.items() if text},
    }


def _marks(session: Session, device: Device, since: int, first: date, last: date) -> list[Json]:
    rows = session.execute(
        select(
            CurrentMark.register_id,
            CurrentMark.placement_id,
            CurrentMark.day,
            CurrentMark.half,
            CurrentMark.version,
            CurrentMark.is_conflict,
            CurrentMark.code,
            CurrentMark.seen,
            CurrentMark.arrived,
            CurrentMark.left,
            CurrentMark.heard,
            CurrentMark.action,
            CurrentMark.captured_at,
            User.name,
            Mark.id.label("mark_id"),
            Mark.source,
        )
        .join(User, User.id == CurrentMark.by_id)
        .join(
            Mark,
            (Mark.register_id == CurrentMark.register_id)
            & (Mark.placement_id == CurrentMark.placement_id)
            & (Mark.version == CurrentMark.version),
        )
        .where(
            CurrentMark.provider_id == device.provider_id,
            CurrentMark.change_number > since,
            CurrentMark.day.between(first, last),
        )
        .order_by(CurrentMark.change_number)
    ).all()
    differing = _differing(session, device, [row for row in rows if row.is_conflict])
    return [
        {
            "type": "mark",
            "session": str(SessionKey(row.day, row.half)),
            "placement": str(row.placement_id),
            "version": row.version,
            "coded": row.code != "",
            "standing": differing.get((row.register_id, row.placement_id))
            or [_standing(row, row.mark_id, row.name, device)],
        }
        for row in rows
    ]


def _differing(
    session: Session, device: Device, rows: Sequence[AnyRow]
) -> dict[tuple[int, UUID], list[Json]]:
    """The marks that stand where two differ; rare, so one question for each."""
    found: dict[tuple[int, UUID], list[Json]] = {}
    for row in rows:
        log = session.execute(
            select(Mark, User.name)
            .join(User, User.id == Mark.by_id)
            .where(
                Mark.register_id == row.register_id,
                Mark.placement_id == row.placement_id,
                Mark.is_held.is_(False),
            )
        ).all()
        names = {mark.id: (mark, name) for mark, name in log}
        found[(row.register_id, row.placement_id)] = [
            _standing(names[each.id][0], each.id, names[each.id][1], device)
            for each in standing(logged_mark(mark) for mark, _ in log)
        ]
    return found


def _standing(mark: Mark | AnyRow, mark_id: UUID, name: str, device: Device) -> Json:
    return {
        "op_id": str(mark_id),
        "seen": str(mark.seen),
        "arrived": f"{mark.arrived:%H:%M}" if mark.arrived else None,
        "left": f"{mark.left:%H:%M}" if mark.left else None,
        "heard": mark.heard,
        "action": mark.action,
        "at": mark.captured_at.isoformat().replace("+00:00", "Z"),
        "by": name,
        "here_device": mark.source == str(device.id),
    }


def _registers(session: Session, device: Device, since: int, first: date, last: date) -> list[Json]:
    rows = session.execute(
        select(Register.day, Register.half, RegisterEvent, User.name)
        .join(RegisterEvent, RegisterEvent.register_id == Register.id)
        .join(User, User.id == RegisterEvent.by_id)
        .where(
            Register.provider_id == device.provider_id,
            Register.change_number > since,
            Register.day.between(first, last),
        )
        .order_by(RegisterEvent.at, RegisterEvent.change_number)
    )
    newest = {SessionKey(row.day, row.half): (row.RegisterEvent, row.name) for row in rows}
    return [
        {
            "type": "register",
            "session": str(key),
            "state": str(event.state),
            "at": event.at.isoformat().replace("+00:00", "Z"),
            "by": name,
            "reason": event.reason,
        }
        for key, (event, name) in newest.items()
    ]
