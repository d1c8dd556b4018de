"""What a phone must hear: its roster, and the marks and registers that changed since it last asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, Table, bindparam, select
from sqlalchemy.orm import Session

from portal.database.prepared import Prepared
from portal.database.rows import columns_for
from portal.domain.attendance.mark_log import MarkValue, effective_marks
from portal.domain.calendar.sessions import Half, SessionKey
from portal.models import CurrentMark, Mark, Provider, Register, RegisterEvent, RegisterState, User
from portal.offline.phone import SigningPhone
from portal.offline.sync.forms_told import forms_since
from portal.services.attendance.mark_logs import logged_mark
from portal.services.attendance.provider_days import ProviderDays

Json = dict[str, Any]

DAYS_TOLD = timedelta(days=21)
"""Three weeks each way hold the phone's five school days before and after, holidays between them."""

_CURRENT: Table = CurrentMark.__table__  # type: ignore[assignment]
_MARK: Table = Mark.__table__  # type: ignore[assignment]


class ChangedMark(NamedTuple):
    """What stands for a pupil's session, and the newest mark of it."""

    register_id: int
    placement_id: UUID
    day: date
    half: Half
    version: int
    is_conflict: bool
    code: str
    value: MarkValue
    captured_at: datetime
    name: str
    mark_id: UUID
    source: str


class NamedMark(NamedTuple):
    """A row of the log, with the name of whoever made it."""

    id: UUID
    version: int
    base_version: int
    source: str
    seq: int
    value: MarkValue
    captured_at: datetime
    name: str


class ChangedRegister(NamedTuple):
    """An event of a register that changed."""

    day: date
    half: Half
    state: RegisterState
    at: datetime
    reason: str
    name: str


_CHANGED_MARKS = Prepared(
    ChangedMark,
    select(*columns_for(ChangedMark, _CURRENT, User.name, Mark.id.label("mark_id"), _MARK))
    .join(User, User.id == CurrentMark.by_id)
    .join(
        Mark,
        (Mark.register_id == CurrentMark.register_id)
        & (Mark.placement_id == CurrentMark.placement_id)
        & (Mark.version == CurrentMark.version),
    )
    .where(
        CurrentMark.provider_id == bindparam("provider"),
        CurrentMark.change_number > bindparam("since"),
        CurrentMark.day.between(bindparam("first"), bindparam("last")),
    )
    .order_by(CurrentMark.change_number),
)
_WHOLE_LOG = Prepared(
    NamedMark,
    select(*columns_for(NamedMark, _MARK, User.name))
    .join(User, User.id == Mark.by_id)
    .where(
        Mark.register_id == bindparam("register"),
        Mark.placement_id == bindparam("placement"),
        Mark.awaits_reason.is_(False),
    ),
)
_CHANGED_REGISTERS = Prepared(
    ChangedRegister,
    select(
        Register.day,
        Register.half,
        RegisterEvent.state,
        RegisterEvent.at,
        RegisterEvent.reason,
        User.name,
    )
    .join(RegisterEvent, RegisterEvent.register_id == Register.id)
    .join(User, User.id == RegisterEvent.by_id)
    .where(
        Register.provider_id == bindparam("provider"),
        Register.change_number > bindparam("since"),
        Register.day.between(bindparam("first"), bindparam("last")),
    )
    .order_by(RegisterEvent.at, RegisterEvent.change_number),
)


@dataclass(frozen=True)
class Known:
    """What the phone said that it knows, and where the provider stands now."""

    cursor: int
    roster: str | None
    change_number: int
    roster_number: int
    today: date
    is_own_doing: bool = False
    """Whether all that changed since the cursor is what this phone has just sent."""

    @property
    def roster_version(self) -> str:
        """Changes with the day, which moves the window, and with every change to the placements."""
        return f"{self.today.isoformat()}.{self.roster_number}"


def read_cursor(given: object) -> int:
    """A cursor as the phone sends it back; anything else asks for everything."""
    if isinstance(given, int) and not isinstance(given, bool):
        return given if 0 <= given < 2**31 else 0
    if isinstance(given, str) and given.isdecimal() and len(given) < 10:
        return int(given)
    return 0


def changes_since(session: Session, phone: SigningPhone, known: Known, now: datetime) -> list[Json]:
    """Everything of this provider that the phone does not know yet, of the days near today.

    A phone on which nobody takes registers hears of no pupil.
    """
    is_new_roster = known.roster != known.roster_version
    if not is_new_roster and (known.is_own_doing or 0 < known.change_number <= known.cursor):
        return []
    forms = forms_since(session, phone, known.cursor, known.today)
    if not phone.hears_of_pupils:
        return forms
    roster: list[Json] = []
    if is_new_roster:
        provider = session.get_one(Provider, phone.provider_id, populate_existing=True)
        roster = [_roster(ProviderDays(session, provider, now), known.roster_version)]
    asked = {
        "provider": phone.provider_id,
        "since": 0 if is_new_roster else known.cursor,
        "first": known.today - DAYS_TOLD,
        "last": known.today + DAYS_TOLD,
    }
    connection = session.connection()
    return [*roster, *_marks(connection, phone, asked), *_registers(connection, asked), *forms]


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
        "marked_from": f"{days.marked_from(key):%H:%M}",
        "expected": [str(each) for each in expected],
        "other_half": {placement: text for placement, text in words.items() if text},
    }


def _marks(connection: Connection, phone: SigningPhone, asked: Json) -> list[Json]:
    rows = _CHANGED_MARKS.all(connection, **asked)
    return [
        {
            "type": "mark",
            "session": str(SessionKey(row.day, row.half)),
            "placement": str(row.placement_id),
            "version": row.version,
            "coded": row.code != "",
            "standing": _differing(connection, phone, row)
            if row.is_conflict
            else [_standing(row, row.mark_id, phone)],
        }
        for row in rows
    ]


def _differing(connection: Connection, phone: SigningPhone, row: ChangedMark) -> list[Json]:
    """The marks that stand where two differ; rare, so one question for each."""
    rows = _WHOLE_LOG.all(connection, register=row.register_id, placement=row.placement_id)
    log = {each.id: each for each in rows}
    effective = effective_marks(logged_mark(each) for each in log.values())
    return [_standing(log[each.id], each.id, phone) for each in effective]


def _standing(mark: ChangedMark | NamedMark, mark_id: UUID, phone: SigningPhone) -> Json:
    value = mark.value
    return {
        "op_id": str(mark_id),
        "seen": str(value.seen),
        "arrived": f"{value.arrived:%H:%M}" if value.arrived else None,
        "left": f"{value.left:%H:%M}" if value.left else None,
        "heard": value.heard,
        "action": value.action,
        "at": mark.captured_at.isoformat().replace("+00:00", "Z"),
        "by": mark.name,
        "here_device": mark.source == str(phone.id),
    }


def _registers(connection: Connection, asked: Json) -> list[Json]:
    rows = _CHANGED_REGISTERS.all(connection, **asked)
    newest = {SessionKey(row.day, row.half): row for row in rows}
    return [
        {
            "type": "register",
            "session": str(key),
            "state": str(row.state),
            "at": row.at.isoformat().replace("+00:00", "Z"),
            "by": row.name,
            "reason": row.reason,
        }
        for key, row in newest.items()
    ]
