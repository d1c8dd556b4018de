"""Sessions of which the provider has told nothing: the commissioner may decide all the same."""

from __future__ import annotations

import csv
import io
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.attendance.seen import Seen
from portal.domain.calendar.sessions import Half, SessionKey
from portal.models import CurrentMark, Decision, Placement, RegisterState, Role
from portal.services.attendance.register_events import NewEvent, record_event
from portal.services.door import open_door
from tests.build import THIS_MORNING, TUESDAY, Build
from tests.conftest import NOW
from tests.features.absences.conftest import County
from tests.page import Page, PageClient

TUESDAY_MORNINGS = [(1, Half.AM)]


@pytest.fixture
def starter(build: Build, county: County) -> Placement:
    """Expected this Tuesday morning for the first time."""
    pupil = build.pupil("Zara", "Khan", county.school)
    return build.placement(county.provider, county.school, pupil, TUESDAY_MORNINGS, TUESDAY)


def address(placement: Placement, day: str = "2026-11-24", half: str = "am") -> str:
    return f"/absences/{placement.id}/{day}/{half}/unmarked"


def decide(client: PageClient, placement: Placement, code: str, **more: str) -> Page:
    """Choose a code on the page as it is now."""
    last = client.get(address(placement)).fields()["last"]
    return client.post(address(placement), **{"last": last, "code": code, **more})


def test_the_queue_leads_from_the_missing_register_to_the_pupils_without_a_mark(
    client: PageClient, county: County, starter: Placement
) -> None:
    client.sign_in(county.office)
    queue = client.get("/absences/")

    page = client.get(queue.link("Decide a code where no mark has come"))

    assert "Zara Khan Tue 24 Nov, morning" in page.words
    assert "No register has come" in page.words


def test_a_pupil_left_out_of_a_register_is_named_with_what_is_missing(
    build: Build, client: PageClient, county: County, starter: Placement
) -> None:
    build.mark(county.kayden, county.staff)
    client.sign_in(county.office)

    page = client.get("/absences/unmarked/")

    assert "The register is not finished" in page.words


def test_a_decided_session_leaves_the_list_and_shows_in_the_week_and_in_the_numbers(
    client: PageClient, county: County, starter: Placement, session: Session
) -> None:
    client.sign_in(county.office)

    after = decide(client, starter, "I")

    assert "Decided: I for Zara Khan, Tuesday 24 November, morning" in after.words
    decision = session.scalars(select(Decision)).one()
    assert (decision.code, decision.mark_version) == ("I", 0)
    assert address(starter) not in client.get("/absences/unmarked/").html
    pupil_page = client.get(f"/pupils/{starter.pupil_id}")
    assert "code I, no mark from Hill Farm Learning" in pupil_page.words
    assert (
        "0 of 1 possible session attended. Absences: 1 authorised, 0 unauthorised"
        in pupil_page.words
    )


def test_n_stays_in_the_list_because_it_is_not_final(
    client: PageClient, county: County, starter: Placement, session: Session
) -> None:
    client.sign_in(county.office)

    after = decide(client, starter, "N")
    decide(client, starter, "I")

    assert "N for now." in after.words
    assert session.scalars(select(Decision.code).order_by(Decision.id)).all() == ["N", "I"]


def test_the_file_for_the_office_holds_the_decision(
    client: PageClient, county: County, starter: Placement
) -> None:
    client.sign_in(county.office)
    decide(client, starter, "M")
    token = client.get("/pupils/today").csrf_token()

    response = client.flask.post(
        "/pupils/today.csv",
        data={"csrf_token": token, "first": "2026-11-24", "last": "2026-11-24"},
    )

    rows = csv.DictReader(io.StringIO(response.get_data().decode("utf-8-sig")))
    [row] = [row for row in rows if row["decided_code"]]
    assert (row["forename"], row["observed"], row["decided_code"]) == ("Zara", "no mark", "M")
    assert (row["decided_by"], row["recorded_by"]) == ("Priya Nair", "")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"code": ""}, "Choose a code"),
        ({"code": "B"}, "Not a valid choice"),
        ({"code": "X"}, "Not a valid choice"),
        ({"code": "Y7"}, "Code Y7 needs words"),
    ],
)
def test_what_cannot_be_decided_is_pointed_out(
    client: PageClient,
    county: County,
    starter: Placement,
    session: Session,
    fields: dict[str, str],
    message: str,
) -> None:
    client.sign_in(county.office)

    page = decide(client, starter, **fields)

    assert page.title.startswith("Error: ")
    assert message in page.words
    assert session.scalars(select(Decision)).all() == []


def test_it_is_taken_back_with_a_reason_and_can_be_decided_again(
    client: PageClient, county: County, starter: Placement, session: Session
) -> None:
    client.sign_in(county.office)
    decide(client, starter, "I")
    back = client.get(address(starter))  # a decided session leads to the page that takes it back

    client.post(
        f"/absences/{starter.id}/2026-11-24/am/take-back",
        reason="Wrong pupil",
        last=back.fields()["last"],
    )
    decide(client, starter, "M")

    codes = session.execute(select(Decision.code, Decision.reason).order_by(Decision.id)).all()
    assert [tuple(row) for row in codes] == [("I", ""), ("", "Wrong pupil"), ("M", "")]


def test_two_people_who_decide_the_same_session_do_not_overwrite_each_other(
    client: PageClient, county: County, starter: Placement, session: Session
) -> None:
    client.sign_in(county.office)
    decide(client, starter, "I")

    client.post(address(starter), 409, last="", code="M")

    assert session.scalars(select(Decision.code)).all() == ["I"]


def test_a_mark_that_came_in_the_meantime_is_not_decided_unseen(
    build: Build, client: PageClient, county: County, starter: Placement, session: Session
) -> None:
    client.sign_in(county.office)
    client.get(address(starter))
    build.mark(starter, county.staff)

    client.post(address(starter), 409, last="", code="I")

    assert session.scalars(select(Decision)).all() == []


def test_a_pupil_who_was_seen_after_all_comes_into_the_queue(
    build: Build, client: PageClient, county: County, starter: Placement, session: Session
) -> None:
    client.sign_in(county.office)
    decide(client, starter, "I")

    build.mark(starter, county.staff)

    assert session.scalars(select(CurrentMark)).one().awaits_decision
    assert "Decided I by Priya Nair" in client.get("/absences/").words


def test_a_mark_that_was_cleared_counts_as_none(
    build: Build, client: PageClient, county: County, starter: Placement, session: Session
) -> None:
    build.mark(starter, county.staff)
    build.mark(starter, county.staff, Seen.UNMARKED, base_version=1)
    client.sign_in(county.office)

    decide(client, starter, "I")

    assert session.scalars(select(CurrentMark.code)).one() == "I"
    assert "code I, no mark from" in client.get(f"/pupils/{starter.pupil_id}").words


@pytest.mark.parametrize(
    ("day", "half"),
    [("2026-11-24", "pm"), ("2026-11-25", "am"), ("2026-12-01", "am"), ("2026-11-17", "am")],
)
def test_a_session_without_the_pupil_or_still_to_come_cannot_be_decided(
    client: PageClient, county: County, starter: Placement, day: str, half: str
) -> None:
    client.sign_in(county.office)

    client.get(address(starter, day, half), 404)


def test_the_pupils_page_offers_what_is_without_a_mark(
    client: PageClient, county: County, starter: Placement
) -> None:
    client.sign_in(county.office)

    page = client.get(f"/pupils/{starter.pupil_id}")

    assert page.link("Decide a code") == address(starter)


def test_neither_the_provider_nor_another_school_decides(
    build: Build, client: PageClient, county: County, starter: Placement
) -> None:
    client.sign_in(build.member(county.provider, Role.PROVIDER_LEAD))
    assert "Decide a code" not in client.get(f"/pupils/{starter.pupil_id}").words
    client.get("/absences/unmarked/", 403)
    client.get(address(starter), 403)

    client.post("/sign-out")
    client.sign_in(build.member(build.school("Far School"), Role.ATTENDANCE_OFFICER))

    assert "Zara" not in client.get("/absences/unmarked/").words
    client.get(address(starter), 404)


def test_the_virtual_head_looks_and_cannot_decide(
    build: Build, client: PageClient, county: County, starter: Placement
) -> None:
    client.sign_in(build.member(build.council(), Role.VIRTUAL_AP_HEAD))

    page = client.get("/absences/unmarked/")

    assert "Waits for Oakfield School" in page.words
    client.get(address(starter), 403)


def test_the_provider_reads_no_code_where_it_has_sent_nothing(
    client: PageClient, county: County, starter: Placement
) -> None:
    client.sign_in(county.office)
    decide(client, starter, "I")
    client.post("/sign-out")
    client.sign_in(county.staff)

    page = client.get(f"/pupils/{starter.pupil_id}")

    assert "code I" not in page.words
    assert "expected at Hill Farm Learning" in page.words


def test_four_weeks_are_listed(client: PageClient, county: County) -> None:
    client.sign_in(county.office)

    page = client.get("/absences/unmarked/")

    assert address(county.kayden, "2026-11-02") in page.html  # 27 to 30 October are half-term
    assert SessionKey(date(2026, 11, 24), Half.PM).words not in page.words
    assert THIS_MORNING.words in page.words


@pytest.mark.parametrize(
    ("state", "why"),
    [
        (RegisterState.FINISHED, "The register came without a mark for this pupil"),
        (RegisterState.CANCELLED, "The provider cancelled the session"),
        (RegisterState.OPEN, "The register is not finished"),
    ],
)
def test_the_list_says_what_came_instead_of_a_mark(
    build: Build,
    client: PageClient,
    session: Session,
    county: County,
    starter: Placement,
    state: RegisterState,
    why: str,
) -> None:
    staff = county.staff
    event = NewEvent(uuid4(), THIS_MORNING, state, "Snow", NOW, staff.user_id, staff.position)
    record_event(session, county.provider.id, event, open_door(session, county.provider.id), NOW)
    session.commit()
    client.sign_in(county.office)

    assert why in client.get(address(starter)).words + client.get("/absences/unmarked/").words
