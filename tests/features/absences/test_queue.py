"""The queue of absences, as the school's office meets it."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from portal.domain.attendance.seen import Seen
from portal.domain.calendar.sessions import Half, SessionKey
from portal.models import CalendarDay, CurrentMark, DayKind, Decision, Mark, Placement, Role
from tests.build import Build
from tests.conftest import NOW
from tests.features.absences.conftest import County, Queue
from tests.page import PageClient

MONDAY_WEEK = SessionKey(date(2026, 11, 16), Half.AM)  # six school days before today
YESTERDAY = SessionKey(date(2026, 11, 23), Half.AM)


def test_an_absence_waits_with_its_clock_and_the_providers_words(
    build: Build, county: County, queue: Queue
) -> None:
    build.mark(county.kayden, county.staff, Seen.NOT_HERE, heard="mum rang: ill")

    page = queue.look()

    assert "5 school days Kayden Reeve" in page.words
    assert "“mum rang: ill”" in page.words
    assert "Absences 1" in page.words


def test_the_suggested_code_is_marked_and_nothing_is_chosen(
    build: Build, county: County, queue: Queue
) -> None:
    build.mark(county.kayden, county.staff, Seen.NOT_HERE, heard="mum rang: ill")

    page = queue.look()

    assert "I Illness" in page.words
    assert "suggested" in page.words
    assert not [r for r in page.all("input") if r.get("checked") is not None]


@pytest.mark.usefixtures("kayden_away")
def test_a_decision_takes_the_absence_out_of_the_queue(queue: Queue, session: Session) -> None:
    after = queue.decide("I")

    assert "1 decision saved" in after.words
    assert "Nothing waits for a decision" in after.words
    decision = session.scalars(select(Decision)).one()
    assert (decision.code, decision.position) == ("I", "Attendance officer")


@pytest.mark.usefixtures("kayden_away")
def test_n_stays_in_the_queue_because_it_is_not_final(queue: Queue) -> None:
    assert "Decided N by Priya Nair" in queue.decide("N").words


@pytest.mark.usefixtures("kayden_away")
def test_the_oldest_clock_comes_first(
    build: Build, county: County, queue: Queue, zara: Placement
) -> None:
    build.mark(zara, county.staff, Seen.NOT_HERE, key=MONDAY_WEEK)

    words = queue.look().words

    assert words.index("Zara Khan") < words.index("Kayden Reeve")
    assert "1 school day over" in words


def test_an_inset_day_of_the_home_school_gives_one_more_day(
    build: Build, county: County, queue: Queue, session: Session
) -> None:
    build.mark(county.kayden, county.staff, Seen.NOT_HERE, key=MONDAY_WEEK)
    session.add(
        CalendarDay(
            organisation_id=county.school.id,
            day=date(2026, 11, 20),
            kind=DayKind.INSET,
            note="",
            created_at=NOW,
        )
    )
    session.commit()

    assert "Last day Kayden Reeve" in queue.look().words


@pytest.mark.usefixtures("kayden_away")
def test_one_press_gives_o_to_those_whose_days_have_run_out(
    build: Build, county: County, queue: Queue, session: Session
) -> None:
    build.mark(county.kayden, county.staff, Seen.NOT_HERE, key=MONDAY_WEEK)
    page = queue.look()

    after = queue.save(queue.choose("", key=MONDAY_WEEK) | queue.choose(""), do="use-o")

    assert "Use O for the 1" in page.words
    assert "1 decision saved" in after.words
    assert [(d.code, d.day) for d in session.scalars(select(Decision))] == [("O", MONDAY_WEEK.day)]


@pytest.mark.usefixtures("kayden_away")
def test_a_mark_that_changed_in_the_meantime_is_shown_again(
    build: Build, county: County, queue: Queue
) -> None:
    fields = queue.choose("I")
    build.mark(county.kayden, county.staff, Seen.NOT_HERE, heard="taxi", base_version=1)

    after = queue.save(fields)

    assert "The provider changed the mark in the meantime" in after.words
    assert queue.codes() == []


@pytest.mark.usefixtures("kayden_away")
def test_a_decision_is_taken_back_with_a_reason_and_both_stay(
    client: PageClient, county: County, queue: Queue
) -> None:
    queue.decide("I")
    address = f"/absences/{county.kayden.id}/2026-11-24/am/take-back"
    last = client.get(address).fields()["last"]

    refused = client.post(address, reason="", last=last)
    after = client.post(address, reason="wrong pupil", last=last)

    assert "Say why the decision changes" in refused.words
    assert "Kayden Reeve" in after.words
    assert queue.codes() == ["I", ""]
    decided = client.get("/absences/decided/").words
    assert "Taken back Why: wrong pupil" in decided
    assert "No code stands" in decided


@pytest.mark.usefixtures("kayden_away")
def test_a_pupil_marked_here_after_the_decision_comes_back_into_the_queue(
    build: Build, county: County, queue: Queue
) -> None:
    queue.decide("I")

    build.mark(county.kayden, county.staff, Seen.HERE, base_version=1)

    assert "the provider has changed the mark since" in queue.look().words


def test_two_different_marks_are_both_shown_and_the_school_may_choose(
    build: Build, client: PageClient, county: County, queue: Queue, session: Session
) -> None:
    build.mark(county.kayden, county.staff, Seen.HERE, base_version=0, source="phone a")
    build.mark(county.kayden, county.staff, Seen.NOT_HERE, base_version=0, source="phone b")
    page = queue.look()
    here = session.scalars(select(Mark).where(Mark.seen == Seen.HERE)).one()

    after = client.post(
        "/registers/2026-11-24/am/settle",
        placement_id=county.kayden.id,
        mark_id=here.id,
        base_version=2,
        next="/absences/",
    )

    assert "Two marks differ" in page.words
    assert "Nothing waits for a decision" in after.words


def test_a_held_mark_says_why_it_waits_and_can_be_put_away(
    build: Build, client: PageClient, county: County, queue: Queue, session: Session
) -> None:
    build.mark(county.kayden, county.staff, Seen.HERE)
    session.scalars(select(CurrentMark)).one().exported_at = NOW
    session.commit()
    build.mark(county.kayden, county.staff, Seen.NOT_HERE, base_version=1)
    page = queue.look()

    client.post(f"/absences/{county.kayden.id}/2026-11-24/am/seen", 409, version=1)
    after = client.post(f"/absences/{county.kayden.id}/2026-11-24/am/seen", version=2)

    assert "Changed after you downloaded it" in page.words
    assert "Nothing waits for a decision" in after.words


def test_a_register_that_has_not_come_is_named_with_the_telephone(queue: Queue) -> None:
    words = queue.look().words

    assert "Not received: Hill Farm Learning" in words
    assert "Ring 01865 555 010" in words


@pytest.mark.parametrize("role", [Role.PROVIDER_STAFF, Role.PROVIDER_LEAD])
def test_the_provider_never_decides(
    build: Build, client: PageClient, county: County, role: Role
) -> None:
    client.sign_in(build.member(county.provider, role))

    client.get("/absences/", 403)
    client.get("/")
    client.post("/absences/", 403)


@pytest.mark.usefixtures("kayden_away")
def test_the_virtual_head_looks_and_cannot_decide(build: Build, client: PageClient) -> None:
    client.sign_in(build.member(build.council(), Role.VIRTUAL_AP_HEAD))

    page = client.get("/absences/")

    assert "Waits for Oakfield School" in page.words
    client.post("/absences/", 403)


@pytest.mark.usefixtures("kayden_away")
def test_another_schools_absence_is_not_there(
    build: Build, client: PageClient, county: County
) -> None:
    client.sign_in(build.member(build.school("Far School"), Role.ATTENDANCE_OFFICER))

    assert "Kayden" not in client.get("/absences/").words
    client.get(f"/absences/{county.kayden.id}/2026-11-24/am/take-back", 404)


def test_the_home_school_decides_for_a_pupil_whom_the_council_placed(
    build: Build, county: County, queue: Queue
) -> None:
    placed = build.placement(
        county.provider, build.service(), build.pupil("Noah", "Lee", county.school)
    )
    build.mark(placed, county.staff, Seen.NOT_HERE)

    queue.decide("I", placed)

    assert queue.codes() == ["I"]


@pytest.mark.usefixtures("kayden_away")
def test_x_is_refused_for_a_pupil_of_school_age(queue: Queue) -> None:
    after = queue.decide("X")

    assert "Choose one of the codes" in after.words
    assert queue.codes() == []


def test_the_number_of_questions_to_the_database_does_not_grow_with_the_queue(
    build: Build, county: County, queue: Queue, session: Session
) -> None:
    counts = []
    for _ in range(2):
        for number in range(4):
            pupil = build.pupil(f"P{number}", "Test", county.school)
            placement = build.placement(county.provider, county.school, pupil)
            build.mark(placement, county.staff, Seen.NOT_HERE, key=YESTERDAY)
        statements: list[str] = []
        connection = session.connection()

        def note(*args: object, into: list[str] = statements) -> None:
            into.append(str(args[2]))

        event.listen(connection, "before_cursor_execute", note)
        queue.look()
        event.remove(connection, "before_cursor_execute", note)
        counts.append(len([s for s in statements if s.startswith("SELECT")]))

    assert counts[0] == counts[1]
