"""Reminders that a register has not come, or that an absence is on its last day."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.attendance.seen import Seen
from portal.domain.calendar.sessions import Half, SessionKey
from portal.features.absences.last_day import remind_of_last_day
from portal.features.registers.chasing import chase_missing_registers
from portal.models import (
    CalendarDay,
    DayKind,
    Membership,
    Message,
    Placement,
    RegisterState,
    Role,
    School,
)
from portal.services.attendance.register_events import NewEvent, record_event
from portal.services.door import open_door
from tests.build import THIS_MORNING, TUESDAY, Build

NINE = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def school(build: Build) -> School:
    return build.school()


@pytest.fixture
def staff(build: Build, school: School) -> Membership:
    """Somebody who takes registers for one pupil of the school, and somebody who decides."""
    provider = build.provider()
    build.placement(provider, school)
    build.member(school, Role.ATTENDANCE_OFFICER, email="office@school.example")
    return build.member(provider, Role.PROVIDER_STAFF, email="staff@provider.example")


def chase(session: Session, minutes_after_nine: int) -> Counter[str]:
    """Who has been written to about this morning by now, and how often."""
    chase_missing_registers(session, NINE + timedelta(minutes=minutes_after_nine))
    session.commit()
    about_today = select(Message.to).where(Message.once_key.contains(":2026-11-24-am:"))
    return Counter(session.scalars(about_today))


def test_nobody_is_written_to_in_the_first_half_hour(staff: Membership, session: Session) -> None:
    assert chase(session, 29) == {}


def test_after_half_an_hour_both_sides_hear_of_it_once(staff: Membership, session: Session) -> None:
    once = {"staff@provider.example": 1, "office@school.example": 1}
    assert chase(session, 30) == once
    assert chase(session, 31) == once
    assert chase(session, 89) == once


def test_after_ninety_minutes_the_provider_alone_is_reminded_once_more(
    staff: Membership, session: Session
) -> None:
    chase(session, 30)
    twice = {"staff@provider.example": 2, "office@school.example": 1}
    assert chase(session, 90) == twice
    assert chase(session, 240) == twice


def test_a_register_in_which_everybody_is_marked_is_not_chased(
    staff: Membership, build: Build, session: Session
) -> None:
    for placement in session.scalars(select(Placement)).all():
        build.mark(placement, staff)
    assert chase(session, 120) == {}


def test_a_mark_for_a_pupil_of_one_school_does_not_silence_the_alert_of_another(
    staff: Membership, build: Build, session: Session
) -> None:
    elm = build.school(name="Elm School")
    build.member(elm, Role.ATTENDANCE_OFFICER, email="office@elm.example")
    marked = build.placement(staff.organisation, elm)  # type: ignore[arg-type]
    build.mark(marked, staff)

    assert set(chase(session, 120)) == {"staff@provider.example", "office@school.example"}


def finish(session: Session, build: Build, staff: Membership, at: datetime = NINE) -> None:
    number = open_door(session, staff.organisation_id)
    event = NewEvent(uuid4(), THIS_MORNING, RegisterState.FINISHED, "", at, staff.user_id, "Tutor")
    record_event(session, staff.organisation_id, event, number, at)
    session.commit()


def test_finishing_without_a_pupil_tells_those_who_decide_at_once_and_once(
    staff: Membership, build: Build, session: Session
) -> None:
    finish(session, build, staff)

    about = select(Message).where(Message.once_key.contains(":2026-11-24-am:finished:"))
    [message] = session.scalars(about).all()
    assert message.to == "office@school.example"
    assert message.subject == "Hill Farm Learning finished without a pupil of yours"
    assert "no mark for one of your pupils who was expected" in message.body
    assert "Amelia" not in message.body
    assert chase(session, 120) == {"office@school.example": 1}


def test_finishing_with_everybody_marked_tells_nobody(
    staff: Membership, build: Build, session: Session
) -> None:
    for placement in session.scalars(select(Placement)).all():
        build.mark(placement, staff)

    finish(session, build, staff)

    assert session.scalars(select(Message.to)).all() == []


def test_cancelling_tells_those_with_a_pupil_expected_with_the_reason(
    staff: Membership, build: Build, session: Session
) -> None:
    number = open_door(session, staff.organisation_id)
    event = NewEvent(
        uuid4(), THIS_MORNING, RegisterState.CANCELLED, "Burst pipe", NINE, staff.user_id, "Tutor"
    )
    record_event(session, staff.organisation_id, event, number, NINE)
    session.commit()

    [message] = session.scalars(select(Message)).all()
    assert message.to == "office@school.example"
    assert "“Burst pipe”" in message.body


def test_a_register_of_last_week_is_not_chased(staff: Membership, session: Session) -> None:
    chase(session, 30)
    keys = session.scalars(select(Message.once_key)).all()
    assert not [key for key in keys if "2026-11-20" in key]


def test_the_words_say_which_register_and_name_no_pupil(
    staff: Membership, session: Session
) -> None:
    chase(session, 30)
    about_today = select(Message.body).where(Message.once_key.contains(":2026-11-24-am:"))
    bodies = session.scalars(about_today).all()
    assert all("Tuesday 24 November, morning, Hill Farm Learning" in body for body in bodies)
    assert not any("Amelia" in body or "Wren" in body for body in bodies)


def absent_on(build: Build, staff: Membership, school: School, day: date) -> None:
    placement = build.placement(staff.organisation, school)  # type: ignore[arg-type]
    build.mark(placement, staff, Seen.NOT_HERE, SessionKey(day, Half.AM))


def last_day_letters(session: Session, today: date, hour: int = 8) -> list[str]:
    remind_of_last_day(session, datetime.combine(today, time(hour), UTC))
    session.commit()
    ours = select(Message.to).where(Message.once_key.startswith("last-day:"))
    return list(session.scalars(ours))


def test_on_the_fifth_school_day_whoever_decides_gets_one_email(
    build: Build, staff: Membership, school: School, session: Session
) -> None:
    absent_on(build, staff, school, date(2026, 11, 17))
    absent_on(build, staff, school, date(2026, 11, 17))

    assert last_day_letters(session, date(2026, 11, 23)) == []
    assert last_day_letters(session, TUESDAY, hour=6) == []
    assert last_day_letters(session, TUESDAY) == ["office@school.example"]
    assert last_day_letters(session, TUESDAY, hour=9) == ["office@school.example"]
    body = session.scalars(
        select(Message.body).where(Message.once_key.startswith("last-day:"))
    ).one()
    assert "2 absences are" in body


def test_a_training_day_of_the_home_school_moves_the_last_day(
    build: Build, staff: Membership, school: School, session: Session
) -> None:
    session.add(
        CalendarDay(
            organisation_id=school.id,
            day=date(2026, 11, 20),
            kind=DayKind.INSET,
            created_at=NINE,
        )
    )
    absent_on(build, staff, school, date(2026, 11, 17))

    assert last_day_letters(session, TUESDAY) == []
    assert last_day_letters(session, date(2026, 11, 25)) == ["office@school.example"]
