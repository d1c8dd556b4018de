"""Registers that should have come by now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import true
from sqlalchemy.orm import Session

from portal.access import scopes
from portal.domain.attendance.seen import Seen
from portal.domain.calendar.sessions import Half, SessionKey
from portal.models import CalendarDay, DayKind, Placement, RegisterState, Role
from portal.services.attendance.not_received import (
    MissingRegister,
    cancelled_registers,
    missing_registers,
    reminder_key,
)
from portal.services.attendance.register_events import NewEvent, record_event
from portal.services.door import open_door
from portal.services.mail.outbox import Email, write
from tests.build import THIS_MORNING, TUESDAY, Build
from tests.page import PageClient

HALF_PAST_NINE = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
A_MINUTE_BEFORE = datetime(2026, 11, 24, 9, 29, tzinfo=UTC)
TUESDAY_MORNINGS = [(1, Half.AM)]


@pytest.fixture
def placement(build: Build) -> Placement:
    return build.placement(
        build.provider(), build.school(), slots=TUESDAY_MORNINGS, starts_on=TUESDAY
    )


def keys_of(missing: Sequence[MissingRegister]) -> list[SessionKey]:
    return [each.key for each in missing]


def placements_of(missing: Sequence[MissingRegister]) -> list[tuple[UUID, ...]]:
    return [each.placement_ids for each in missing]


@pytest.mark.parametrize(
    ("now", "expected"), [(A_MINUTE_BEFORE, []), (HALF_PAST_NINE, [THIS_MORNING])]
)
def test_a_register_is_missing_half_an_hour_after_the_session_opened(
    placement: Placement, session: Session, now: datetime, expected: list[SessionKey]
) -> None:
    assert keys_of(missing_registers(session, true(), now)) == expected


def test_a_register_with_one_mark_has_come(
    placement: Placement, build: Build, session: Session
) -> None:
    build.mark(placement, build.member(placement.provider, Role.PROVIDER_STAFF), Seen.NOT_HERE)

    assert missing_registers(session, true(), HALF_PAST_NINE) == []


def test_a_mark_that_was_cleared_does_not_make_a_register(
    placement: Placement, build: Build, session: Session
) -> None:
    build.mark(placement, build.member(placement.provider, Role.PROVIDER_STAFF), Seen.UNMARKED)

    assert keys_of(missing_registers(session, true(), HALF_PAST_NINE)) == [THIS_MORNING]


def test_a_cancelled_session_is_not_missing_but_told_of_with_its_reason(
    placement: Placement, build: Build, session: Session
) -> None:
    close(session, placement, build, RegisterState.CANCELLED, "Burst pipe")

    assert missing_registers(session, true(), HALF_PAST_NINE) == []
    [cancelled] = cancelled_registers(session, true(), HALF_PAST_NINE)
    assert cancelled.cancelled_because == "Burst pipe"
    assert cancelled.placement_ids == (placement.id,)


def close(
    session: Session, placement: Placement, build: Build, state: RegisterState, reason: str
) -> None:
    staff = build.member(placement.provider, Role.PROVIDER_STAFF)
    number = open_door(session, placement.provider_id)
    event = NewEvent(uuid4(), THIS_MORNING, state, reason, build.now, staff.user_id, staff.position)
    record_event(session, placement.provider_id, event, number, build.now)
    session.commit()


def test_the_five_school_days_before_are_looked_through_and_no_more(
    build: Build, session: Session
) -> None:
    build.placement(build.provider(), build.school(), slots=[(d, Half.AM) for d in range(5)])

    days = {key.day for key in keys_of(missing_registers(session, true(), HALF_PAST_NINE))}

    assert days == {
        date(2026, 11, 17),
        date(2026, 11, 18),
        date(2026, 11, 19),
        date(2026, 11, 20),
        date(2026, 11, 23),
        TUESDAY,
    }


def test_a_day_on_which_the_provider_is_closed_has_no_register(
    placement: Placement, session: Session
) -> None:
    session.add(
        CalendarDay(
            organisation_id=placement.provider_id,
            day=TUESDAY,
            kind=DayKind.CLOSED,
            created_at=HALF_PAST_NINE,
        )
    )
    session.commit()

    assert missing_registers(session, true(), HALF_PAST_NINE) == []


def test_a_school_is_told_of_its_own_pupils_only(
    placement: Placement, build: Build, session: Session
) -> None:
    other = build.placement(
        placement.provider, build.school("Elm School"), slots=TUESDAY_MORNINGS, starts_on=TUESDAY
    )
    officer = build.actor(other.commissioner, Role.ATTENDANCE_OFFICER)

    missing = missing_registers(session, scopes.may_see_placement(officer), HALF_PAST_NINE)

    assert placements_of(missing) == [(other.id,)]


def test_the_last_reminder_to_the_provider_is_shown(
    placement: Placement, build: Build, session: Session
) -> None:
    staff = build.member(placement.provider, Role.PROVIDER_STAFF)
    key = reminder_key(placement.provider_id, THIS_MORNING, 1, staff.user_id)
    write(session, [Email(key, "staff@example.com", "Late", "")], HALF_PAST_NINE)

    [missing] = missing_registers(session, true(), HALF_PAST_NINE)

    assert missing.reminded_at == HALF_PAST_NINE


@pytest.mark.parametrize("address", ["/absences/", "/pupils/today?day=2026-11-24"])
def test_the_school_reads_why_a_session_was_cancelled(
    placement: Placement, build: Build, session: Session, client: PageClient, address: str
) -> None:
    close(session, placement, build, RegisterState.CANCELLED, "Burst pipe")
    client.sign_in(build.member(placement.commissioner, Role.ATTENDANCE_OFFICER))

    page = client.get(address)

    assert "Cancelled by the provider: Hill Farm Learning" in page.words
    assert "“Burst pipe”" in page.words
