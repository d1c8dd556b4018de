"""Dates that a placement must keep, and the threshold for a penalty notice: for school and council."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.attendance.seen import Seen
from portal.domain.calendar.sessions import Half, SessionKey
from portal.models import CurrentMark, Placement, PlacementReason, Role, School
from tests.build import TUESDAY, Build
from tests.page import PageClient

REACHED = "Penalty notice threshold reached"
SIXTH_FORMER = date(2009, 5, 4)
Absences = Callable[[Placement, int, str], None]


@pytest.fixture
def absences(build: Build, session: Session) -> Absences:
    """Gives a pupil absences with a code, one each morning up to today."""

    def add(placement: Placement, count: int, code: str) -> None:
        staff = build.member(placement.provider, Role.PROVIDER_STAFF)
        for number in range(count):
            key = SessionKey(TUESDAY - timedelta(days=number), Half.AM)
            build.mark(placement, staff, Seen.NOT_HERE, key)
        for mark in session.scalars(
            select(CurrentMark).where(CurrentMark.placement_id == placement.id)
        ):
            mark.code = code
        session.commit()

    return add


@pytest.mark.usefixtures("office")
def test_the_pupils_page_tells_the_week_as_it_is_now(
    build: Build, client: PageClient, placement: Placement, session: Session
) -> None:
    for slot in placement.slots:
        slot.valid_to = None if slot.weekday else TUESDAY - timedelta(days=1)
    session.commit()

    page = client.get(f"/pupils/{placement.pupil_id}")

    assert "Tuesday all day, Wednesday all day, Thursday all day, Friday all day." in page.words
    assert "Monday all day" not in page.words


@pytest.mark.usefixtures("office")
def test_the_next_review_is_in_the_list_and_on_the_pupils_page(
    client: PageClient, placement: Placement
) -> None:
    assert "18 December 2026" in client.get("/placements/").words
    assert "Review due by 18 December 2026" in client.get(f"/pupils/{placement.pupil_id}").words


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    ("ends_on", "words"),
    [
        (date(2026, 12, 17), "Ends before the next review"),
        (date(2026, 11, 20), "No more reviews"),
    ],
)
def test_a_placement_that_ends_first_has_no_review_to_come(
    build: Build, client: PageClient, school: School, ends_on: date, words: str
) -> None:
    build.placement(build.provider(), school, ends_on=ends_on)

    page = client.get("/placements/")

    assert words in page.words
    assert "18 December 2026" not in page.words


@pytest.mark.usefixtures("office")
def test_the_notice_to_parents_is_named_while_there_is_time(
    build: Build, client: PageClient, school: School
) -> None:
    placement = build.placement(build.provider(), school, starts_on=date(2026, 11, 30))

    assert "Write to the parents by 26 November 2026" in client.get("/placements/").words
    assert (
        "Written notice to the parents must go by 26 November 2026"
        in client.get(f"/pupils/{placement.pupil_id}").words
    )


@pytest.mark.usefixtures("office")
def test_a_notice_whose_day_is_over_stays_on_the_pupils_page_only(
    build: Build, client: PageClient, school: School
) -> None:
    placement = build.placement(build.provider(), school, starts_on=date(2026, 11, 2))

    assert "Write to the parents" not in client.get("/placements/").words
    assert "had to go by 22 October 2026" in client.get(f"/pupils/{placement.pupil_id}").words


@pytest.mark.usefixtures("office")
def test_no_notice_is_named_where_the_terms_before_are_not_loaded(
    client: PageClient, placement: Placement
) -> None:
    assert "notice to the parents" not in client.get(f"/pupils/{placement.pupil_id}").words


@pytest.mark.usefixtures("office")
def test_only_a_direction_by_the_school_to_improve_behaviour_needs_the_notice(
    build: Build, client: PageClient, school: School
) -> None:
    starts_on = date(2026, 11, 30)
    illness = build.placement(build.provider(), school, starts_on=starts_on)
    illness.reason = PlacementReason.PHYSICAL_HEALTH
    build.session.commit()
    build.placement(
        build.provider(), build.service(), build.pupil("Kai", "Roll", school), starts_on=starts_on
    )

    assert "Write to the parents" not in client.get("/placements/").words


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(("count", "is_reached"), [(9, False), (10, True)])
def test_ten_unauthorised_sessions_reach_the_threshold(
    client: PageClient, placement: Placement, absences: Absences, count: int, is_reached: bool
) -> None:
    absences(placement, count, "O")

    assert (REACHED in client.get("/placements/").words) is is_reached
    assert ("1 pupil has reached the threshold" in client.get("/").words) is is_reached
    page = client.get(f"/pupils/{placement.pupil_id}")
    assert f"{count} unauthorised sessions with providers in the 10 school weeks" in page.words
    assert "since 14 September 2026" in page.words
    assert ("Reached" in page.words) is is_reached


@pytest.mark.usefixtures("office")
def test_authorised_absences_do_not_count_towards_it(
    client: PageClient, placement: Placement, absences: Absences
) -> None:
    absences(placement, 12, "I")

    assert REACHED not in client.get("/placements/").words
    assert "Penalty notice" not in client.get(f"/pupils/{placement.pupil_id}").words


@pytest.mark.usefixtures("office")
def test_a_session_decided_without_a_mark_counts_towards_it(
    client: PageClient, placement: Placement, absences: Absences
) -> None:
    absences(placement, 9, "O")
    address = f"/absences/{placement.id}/2026-11-23/pm/unmarked"
    client.get(address)
    client.post(address, code="G", last="")

    assert REACHED in client.get("/placements/").words


@pytest.mark.usefixtures("office")
def test_no_penalty_notice_is_for_a_pupil_past_school_age(
    build: Build, client: PageClient, school: School, absences: Absences
) -> None:
    pupil = build.pupil("Zara", "Khan", school, born_on=SIXTH_FORMER)
    placement = build.placement(build.provider(), school, pupil)
    absences(placement, 10, "O")

    assert REACHED not in client.get("/placements/").words
    assert "Penalty notice" not in client.get(f"/pupils/{placement.pupil_id}").words


def test_a_council_service_sees_it_for_its_own_placement_of_a_pupil_on_a_roll(
    build: Build, client: PageClient, school: School, absences: Absences
) -> None:
    service = build.service()
    on_roll = build.placement(build.provider(), service, build.pupil("Kai", "Roll", school))
    no_roll = build.placement(build.provider(), service, build.pupil("Noah", "Noroll"))
    absences(on_roll, 10, "O")
    absences(no_roll, 10, "O")
    client.sign_in(build.member(service, Role.SERVICE_OFFICER))

    assert client.get("/placements/").words.count(REACHED) == 1
    assert "Penalty notice" in client.get(f"/pupils/{on_roll.pupil_id}").words
    assert "Penalty notice" not in client.get(f"/pupils/{no_roll.pupil_id}").words


@pytest.mark.parametrize("role", [Role.PARENT, Role.PROVIDER_LEAD])
def test_neither_parent_nor_provider_sees_it(
    build: Build, client: PageClient, school: School, absences: Absences, role: Role
) -> None:
    household = build.household()
    placement = build.placement(build.provider(), household, build.pupil("Pia", "Home", school))
    absences(placement, 10, "O")
    home = household if role is Role.PARENT else placement.provider
    client.sign_in(build.member(home, role))

    for path in ("/", "/placements/", f"/pupils/{placement.pupil_id}"):
        assert "enalty notice" not in client.get(path).words


def test_the_provider_sees_none_of_the_commissioners_dates(
    build: Build, client: PageClient, placement: Placement
) -> None:
    client.sign_in(build.member(placement.provider, Role.PROVIDER_LEAD))

    for path in ("/placements/", f"/pupils/{placement.pupil_id}"):
        page = client.get(path)
        assert "Review due by" not in page.words
        assert "notice to the parents" not in page.words
