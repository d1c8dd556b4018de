"""What the register pages show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from portal.domain.attendance.amending import EntryKind, kinds_of
from portal.domain.attendance.mark_log import effective_marks
from portal.domain.attendance.seen import Seen
from portal.domain.calendar.sessions import SessionKey
from portal.models import CurrentMark, Mark, Placement, Register, RegisterEvent, RegisterState
from portal.services.attendance.mark_logs import entry_of, logged_mark
from portal.services.attendance.provider_days import ProviderDays


@dataclass(frozen=True)
class RowOfRegister:
    """One pupil's row: what stands, and the two marks where two differ."""

    placement_id: UUID
    name: str
    note: str
    is_expected: bool
    current: CurrentMark | None
    differing: tuple[Mark, ...] = ()

    @property
    def version(self) -> int:
        return self.current.version if self.current else 0

    @property
    def is_marked(self) -> bool:
        return self.current is not None and self.current.seen is not Seen.UNMARKED


@dataclass(frozen=True)
class RegisterView:
    key: SessionKey
    opens_at: datetime
    register: Register | None
    last_event: RegisterEvent | None
    rows: tuple[RowOfRegister, ...]
    others: tuple[tuple[UUID, str], ...]

    @property
    def marked_count(self) -> int:
        return sum(row.is_marked for row in self.rows)

    @property
    def state(self) -> RegisterState:
        return self.register.state if self.register else RegisterState.OPEN

    @property
    def first_finished_at(self) -> datetime | None:
        """When the sitting ended: from then on a change of an entry is an amendment."""
        events = self.register.events if self.register else []
        return min((e.at for e in events if e.state is RegisterState.FINISHED), default=None)

    @property
    def is_finished(self) -> bool:
        return self.state is RegisterState.FINISHED


def register_of(session: Session, provider_id: int, key: SessionKey) -> Register | None:
    return session.scalar(
        select(Register)
        .options(joinedload(Register.events).joinedload(RegisterEvent.by))
        .where(
            Register.provider_id == provider_id,
            Register.day == key.day,
            Register.half == key.half,
        )
        .execution_options(populate_existing=True)
    )


def view_register(session: Session, days: ProviderDays, key: SessionKey) -> RegisterView:
    """The register of a session: the expected pupils in the provider's order, then those added."""
    register = register_of(session, days.provider.id, key)
    current = _current_marks(session, register)
    expected = days.expected(key)
    shown = [*expected, *(each for each in current if each not in expected)]
    names = _names(session, days, shown)
    rows = tuple(
        RowOfRegister(
            placement_id=placement_id,
            name=names[placement_id],
            note=days.other_half_words(key, placement_id),
            is_expected=placement_id in expected,
            current=current.get(placement_id),
            differing=_differing(session, current.get(placement_id)),
        )
        for placement_id in shown
    )
    others = tuple(
        (pupil.placement_id, pupil.name)
        for pupil in days.pupils.values()
        if pupil.placement_id not in shown and pupil.is_placed_on(key.day)
    )
    last_event = register.events[-1] if register and register.events else None
    return RegisterView(key, days.hours.opens_at(key), register, last_event, rows, others)


def _current_marks(session: Session, register: Register | None) -> dict[UUID, CurrentMark]:
    if register is None:
        return {}
    marks = session.scalars(
        select(CurrentMark)
        .options(joinedload(CurrentMark.by))
        .where(CurrentMark.register_id == register.id)
        .execution_options(populate_existing=True)
    )
    return {mark.placement_id: mark for mark in marks}


def _names(session: Session, days: ProviderDays, shown: list[UUID]) -> dict[UUID, str]:
    names = {pupil.placement_id: pupil.name for pupil in days.pupils.values()}
    missing = [each for each in shown if each not in names]
    if missing:
        for placement in session.scalars(
            select(Placement).options(joinedload(Placement.pupil)).where(Placement.id.in_(missing))
        ):
            names[placement.id] = f"{placement.pupil.first_name} {placement.pupil.last_name[:1]}"
    return names


def _differing(session: Session, current: CurrentMark | None) -> tuple[Mark, ...]:
    if current is None or not current.is_conflict:
        return ()
    return effective_marks_of(session, current.register_id, current.placement_id)


def effective_marks_of(session: Session, register_id: int, placement_id: UUID) -> tuple[Mark, ...]:
    """The marks of one pupil that nothing replaces, oldest first."""
    marks = session.scalars(
        select(Mark)
        .options(joinedload(Mark.by))
        .where(Mark.register_id == register_id, Mark.placement_id == placement_id)
    ).all()
    by_id = {mark.id: mark for mark in marks}
    effective = effective_marks(logged_mark(mark) for mark in marks if not mark.awaits_reason)
    return tuple(by_id[each.id] for each in effective)


def whole_log(session: Session, register: Register) -> list[Mark]:
    """Every mark of a register in the order of the log, for the statement."""
    return list(
        session.scalars(
            select(Mark)
            .options(joinedload(Mark.by), joinedload(Mark.placement))
            .where(Mark.register_id == register.id)
            .order_by(Mark.placement_id, Mark.version)
        )
    )


def kinds_of_entries(view: RegisterView, log: list[Mark]) -> dict[UUID, EntryKind]:
    """What each mark of a register's log is: of the sitting, the original, or an amendment."""
    kinds: dict[UUID, EntryKind] = {}
    for row in view.rows:
        own = [entry_of(mark) for mark in log if mark.placement_id == row.placement_id]
        exported_at = row.current.exported_at if row.current else None
        kinds |= kinds_of(own, (view.first_finished_at, exported_at))
    return kinds


@dataclass(frozen=True)
class ListedRegister:
    """A line of the list of registers."""

    key: SessionKey
    expected: int
    marked: int
    differing: int
    state: RegisterState


def list_registers(session: Session, days: ProviderDays) -> list[ListedRegister]:
    """The provider's registers from five school days back to today's or the next, newest first."""
    last = max(days.today, days.due.day)
    keys = [key for key in days.sessions if key.day <= last]
    found = {
        SessionKey(row.day, row.half): row
        for row in session.execute(
            select(
                Register.day,
                Register.half,
                Register.state,
                func.count(CurrentMark.placement_id)
                .filter(CurrentMark.seen != Seen.UNMARKED)
                .label("marked"),
                func.count(CurrentMark.placement_id)
                .filter(CurrentMark.is_conflict)
                .label("differing"),
            )
            .outerjoin(CurrentMark, CurrentMark.register_id == Register.id)
            .where(
                Register.provider_id == days.provider.id,
                Register.day.between(keys[0].day, keys[-1].day),
            )
            .group_by(Register.id, Register.day, Register.half, Register.state)
        )
    }
    lines = [
        ListedRegister(
            key,
            len(days.expected(key)),
            found[key].marked if key in found else 0,
            found[key].differing if key in found else 0,
            found[key].state if key in found else RegisterState.OPEN,
        )
        for key in sorted({*keys, *found}, reverse=True)
    ]
    return [line for line in lines if line.expected or line.marked or line.differing]
