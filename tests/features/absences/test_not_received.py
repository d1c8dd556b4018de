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
from portal.models import CalendarDay, DayKind, Decision, Placement, RegisterState, Role
from portal.services.attendance.not_received import (
    DueSession,
    cancelled_sessions,
    missing_marks,
    reminder_key,
)
from portal.services.attendance.register_events import NewEvent, record_event
from portal.services.door import open_door
from portal.services.mail.outbox import Email, write
from tests.build import THIS_MORNING, TUESDAY, Build
from tests.page import PageClient, words_of

HALF_PAST_NINE = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
A_MINUTE_BEFORE = datetime(2026, 11, 24, 9, 29, tzinfo=UTC)
TUESDAY_MORNINGS = [(1, Half.AM)]


@pytest.fixture
def placement(build: Build) -> Placement:
    return build.placement(
        build.provider(), build.school(), slots=TUESDAY_MORNINGS, starts_on=TUESDAY
    )


def keys_of(missing: Sequence[DueSession]) -> list[SessionKey]:
    return [each.key for each in missing]


def placements_of(missing: Sequence[DueSession]) -> list[tuple[UUID, ...]]:
    return [each.placement_ids for each in missing]


@pytest.mark.parametrize(
    ("now", "expected"), [(A_MINUTE_BEFORE, []), (HALF_PAST_NINE, [THIS_MORNING])]
)
def test_a_register_is_missing_half_an_hour_after_the_session_opened(
    placement: Placement, session: Session, now: datetime, expected: list[SessionKey]
) -> None:
    assert keys_of(missing_marks(session, true(), now)) == expected


def test_a_mark_accounts_for_its_own_pupil_and_for_nobody_else(
    placement: Placement, build: Build, session: Session
) -> None:
    other = build.placement(
        placement.provider, placement.commissioner, slots=TUESDAY_MORNINGS, starts_on=TUESDAY
    )
    staff = build.member(placement.provider, Role.PROVIDER_STAFF)

    build.mark(placement, staff, Seen.NOT_HERE)
    assert placements_of(missing_marks(session, true(), HALF_PAST_NINE)) == [(other.id,)]

    build.mark(other, staff)
    assert missing_marks(session, true(), HALF_PAST_NINE) == []


def test_finishing_without_a_pupil_does_not_end_the_alert(
    placement: Placement, build: Build, session: Session
) -> None:
    close(session, placement, build, RegisterState.FINISHED, "")

    [missing] = missing_marks(session, true(), HALF_PAST_NINE)
    assert missing.is_finished
    assert missing.placement_ids == (placement.id,)


@pytest.mark.parametrize(("code", "is_missing"), [("C", False), ("N", True), ("", True)])
def test_a_final_code_ends_the_alert_and_no_other(
    placement: Placement, build: Build, session: Session, code: str, is_missing: bool
) -> None:
    officer = build.member(placement.commissioner, Role.ATTENDANCE_OFFICER)
    session.add(
        Decision(
            placement_id=placement.id,
            day=THIS_MORNING.day,
            half=THIS_MORNING.half,
            code=code,
            decided_at=build.now,
            decided_by_id=officer.user_id,
            organisation_id=officer.organisation_id,
            position=officer.position,
        )
    )
    session.commit()

    assert bool(missing_marks(session, true(), HALF_PAST_NINE)) is is_missing


def test_a_week_of_silence_is_one_line_with_the_names_behind_it(
    build: Build, session: Session, client: PageClient
) -> None:
    school = build.school()
    placement = build.placement(build.provider(), school)
    client.sign_in(build.member(school, Role.ATTENDANCE_OFFICER))

    page = client.get("/absences/")

    lines = [each for each in page.all("summary") if "Not received" in words_of(each)]
    assert len(lines) == 1
    assert "Hill Farm Learning" in words_of(lines[0])
    assert "earlier sessions" in words_of(lines[0])
    assert placement.pupil.name in page.words


def test_only_four_providers_are_shown_before_the_rest_is_folded(
    build: Build, session: Session, client: PageClient
) -> None:
    school = build.school()
    for number in range(6):
        build.placement(build.provider(f"Farm {number}"), school)
    client.sign_in(build.member(school, Role.ATTENDANCE_OFFICER))

    page = client.get("/absences/")

    assert "2 more providers with pupils not marked" in page.words


def test_a_mark_that_was_cleared_does_not_make_a_register(
    placement: Placement, build: Build, session: Session
) -> None:
    build.mark(placement, build.member(placement.provider, Role.PROVIDER_STAFF), Seen.UNMARKED)

    assert keys_of(missing_marks(session, true(), HALF_PAST_NINE)) == [THIS_MORNING]


def test_a_cancelled_session_is_not_missing_but_told_of_with_its_reason(
    placement: Placement, build: Build, session: Session
) -> None:
    close(session, placement, build, RegisterState.CANCELLED, "Burst pipe")

    assert missing_marks(session, true(), HALF_PAST_NINE) == []
    [cancelled] = cancelled_sessions(session, true(), HALF_PAST_NINE)
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

    days = {key.day for key in keys_of(missing_marks(session, true(), HALF_PAST_NINE))}

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

    assert missing_marks(session, true(), HALF_PAST_NINE) == []


def test_a_school_is_told_of_its_own_pupils_only(
    placement: Placement, build: Build, session: Session
) -> None:
    other = build.placement(
        placement.provider, build.school("Elm School"), slots=TUESDAY_MORNINGS, starts_on=TUESDAY
    )
    officer = build.actor(other.commissioner, Role.ATTENDANCE_OFFICER)

    missing = missing_marks(session, scopes.may_see_placement(officer), HALF_PAST_NINE)

    assert placements_of(missing) == [(other.id,)]


def test_the_last_reminder_to_the_provider_is_shown(
    placement: Placement, build: Build, session: Session
) -> None:
    staff = build.member(placement.provider, Role.PROVIDER_STAFF)
    key = reminder_key(placement.provider_id, THIS_MORNING, 1, staff.user_id)
    write(session, [Email(key, "staff@example.com", "Late", "")], HALF_PAST_NINE)

    [missing] = missing_marks(session, true(), HALF_PAST_NINE)

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
