"""A school with thirty pupils off site in every year, and the registers of one year or of ten."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import uuid4

from sqlalchemy import Engine, Table, delete, insert
from sqlalchemy.orm import Session

from portal.clock import LONDON
from portal.domain.attendance.seen import Seen
from portal.domain.calendar.sessions import Half
from portal.models import (
    Attention,
    CurrentMark,
    Decision,
    Mark,
    Membership,
    Placement,
    Provider,
    Register,
    RegisterState,
    Role,
    School,
    Term,
)
from tests.build import Build

PUPILS = 30
SCHOOL_DAYS = 190
UNDECIDED_DAYS = 5
_ABSENT = 0.06
_DECIDED_CODE = "I"


@dataclass(frozen=True)
class Row:
    """One session of one pupil."""

    placement: Placement
    register_id: int
    day: date
    half: Half
    is_absent: bool
    is_undecided: bool


def fill(engine: Engine, years: int, today: date) -> str:
    """Add everything to an empty, migrated database; gives the email of somebody who decides.

    Both sizes hold the same newest year, and the same absences to decide.
    """
    with Session(engine) as session:
        build = Build(session, datetime.combine(today, time(9, 30), LONDON))
        school, provider = build.school(), build.provider()
        staff = build.member(provider, Role.PROVIDER_STAFF)
        office = build.member(school, Role.ATTENDANCE_OFFICER)
        session.execute(delete(Term))
        for back in range(years):
            _add_year(session, build, school, provider, staff, back)
        return office.user.email


def _add_year(
    session: Session, build: Build, school: School, provider: Provider, by: Membership, back: int
) -> None:
    days = _school_days(build.now.date(), back)
    ends_on = None if back == 0 else days[-1]
    _add_term(session, build, days[0], ends_on)
    placements = [
        build.placement(provider, school, starts_on=days[0], ends_on=ends_on) for _ in range(PUPILS)
    ]
    registers = _add_registers(session, provider, days)
    rows = list(_rows(placements, registers, days, Random(back)))
    tables: list[tuple[Table, list[dict[str, Any]]]] = [
        (Mark.__table__, [_mark(row, by) for row in rows]),  # type: ignore[list-item]
        (CurrentMark.__table__, [_current(row, by) for row in rows]),  # type: ignore[list-item]
        (
            Decision.__table__,  # type: ignore[list-item]
            [_decision(row, by, school) for row in rows if row.is_absent and not row.is_undecided],
        ),
    ]
    for table, values in tables:
        session.execute(insert(table), values)
    session.commit()


def _school_days(today: date, back: int) -> list[date]:
    """The weekdays up to yesterday, or of the same time `back` years earlier; oldest first."""
    last = today - timedelta(days=1 + 365 * back)
    weekdays = (last - timedelta(days=n) for n in range(400))
    return [day for day in weekdays if day.weekday() < 5][:SCHOOL_DAYS][::-1]


def _add_term(session: Session, build: Build, starts_on: date, ends_on: date | None) -> None:
    """One term for the year; the newest goes on after today."""
    last = ends_on or build.now.date() + timedelta(days=60)
    council = build.council()
    session.add(Term(organisation_id=council.id, name="Term 1", starts_on=starts_on, ends_on=last))


def _add_registers(
    session: Session, provider: Provider, days: list[date]
) -> dict[tuple[date, Half], int]:
    registers = [
        Register(
            provider_id=provider.id,
            day=day,
            half=half,
            state=RegisterState.FINISHED,
            opened_at=_at(day),
            finished_at=_at(day),
        )
        for day in days
        for half in Half
    ]
    session.add_all(registers)
    session.flush()
    return {(register.day, register.half): register.id for register in registers}


def _rows(
    placements: list[Placement],
    registers: dict[tuple[date, Half], int],
    days: list[date],
    chance: Random,
) -> Iterator[Row]:
    newest = set(days[-UNDECIDED_DAYS:])
    for (day, half), register_id in registers.items():
        for placement in placements:
            is_absent = chance.random() < _ABSENT
            is_undecided = is_absent and day in newest and placement.ends_on is None
            yield Row(placement, register_id, day, half, is_absent, is_undecided)


def _mark(row: Row, by: Membership) -> dict[str, Any]:
    return {
        "id": uuid4(),
        "register_id": row.register_id,
        "placement_id": row.placement.id,
        "version": 1,
        "base_version": 0,
        "source": "web:1",
        "seq": 1,
        "seen": Seen.NOT_HERE if row.is_absent else Seen.HERE,
        "captured_at": _at(row.day),
        "received_at": _at(row.day),
        "by_id": by.user_id,
        "position": by.position,
        "heard": "",
        "action": "",
        "reason": "",
        "awaits_reason": False,
        "clock_is_doubtful": False,
    }


def _current(row: Row, by: Membership) -> dict[str, Any]:
    return {
        "register_id": row.register_id,
        "placement_id": row.placement.id,
        "provider_id": row.placement.provider_id,
        "day": row.day,
        "half": row.half,
        "version": 1,
        "seen": Seen.NOT_HERE if row.is_absent else Seen.HERE,
        "heard": "",
        "action": "",
        "is_conflict": False,
        "code": _DECIDED_CODE if row.is_absent and not row.is_undecided else "",
        "awaits_decision": row.is_undecided,
        "attention": Attention.NONE,
        "captured_at": _at(row.day),
        "by_id": by.user_id,
        "change_number": 1,
    }


def _decision(row: Row, by: Membership, school: School) -> dict[str, Any]:
    return {
        "placement_id": row.placement.id,
        "day": row.day,
        "half": row.half,
        "code": _DECIDED_CODE,
        "words": "",
        "reason": "",
        "mark_version": 1,
        "decided_at": _at(row.day),
        "decided_by_id": by.user_id,
        "organisation_id": school.id,
        "position": by.position,
    }


def _at(day: date) -> datetime:
    return datetime.combine(day, time(9, 5), LONDON)
