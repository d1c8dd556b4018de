"""Where pupils are today, and the file for the office."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, time
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.attendance.seen import Seen
from portal.domain.calendar.sessions import Half, SessionKey
from portal.domain.text.spreadsheet_cells import safe_cell
from portal.features.placements.office_file import COLUMNS, OfficeRow, as_csv
from portal.features.placements.sites import site_words
from portal.models import (
    AuditEvent,
    CurrentMark,
    Membership,
    Placement,
    RegisterState,
    Role,
    Site,
    StandingDecision,
)
from portal.services.attendance.register_events import NewEvent, record_event
from portal.services.door import open_door
from tests.build import THIS_MORNING, Build
from tests.conftest import NOW
from tests.page import PageClient


@pytest.fixture
def kayden(office: Membership, placement: Placement) -> Placement:
    return placement


def download(
    client: PageClient, first: str = "2026-11-24", last: str = "2026-11-24"
) -> list[dict[str, str]]:
    token = client.get("/pupils/today").csrf_token()
    response = client.flask.post(
        "/pupils/today.csv", data={"csrf_token": token, "first": first, "last": last}
    )
    assert response.status_code == 200
    text = response.get_data().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_page_shows_each_pupil_with_the_address_and_the_week(
    build: Build, client: PageClient, kayden: Placement
) -> None:
    staff = build.member(kayden.provider, Role.PROVIDER_STAFF)
    build.mark(kayden, staff, Seen.NOT_HERE, heard="mum rang: ill")

    page = client.get("/pupils/today")

    assert "Kayden Reeve" in page.words
    assert "1 Lane, OX1 1AA" in page.words
    assert "Not seen, no code yet, at Hill Farm Learning" in page.words
    assert "“mum rang: ill”" in page.words


def test_another_schools_pupil_is_not_there(
    build: Build, client: PageClient, kayden: Placement
) -> None:
    build.placement(kayden.provider, build.school("Far School"), build.pupil("Ola", "Far"))

    assert "Ola" not in client.get("/pupils/today").words


def test_a_day_without_sessions_says_so(client: PageClient, kayden: Placement) -> None:
    page = client.get("/pupils/today?day=2026-11-28")

    assert "No pupil of yours has a session with a provider on this day" in page.words


def test_an_empty_day_says_what_will_appear(client: PageClient, office: Membership) -> None:
    assert "When one is, you see here where they are" in client.get("/pupils/today").words


def test_the_file_has_the_columns_of_the_office(
    build: Build, client: PageClient, kayden: Placement
) -> None:
    staff = build.member(kayden.provider, Role.PROVIDER_STAFF)
    build.mark(kayden, staff, Seen.LATE, arrived=time(9, 40))
    build.session.add(
        StandingDecision(
            placement_id=kayden.id,
            code="B",
            words="farm work",
            from_day=date(2026, 9, 2),
            decided_at=NOW,
            decided_by_id=staff.user_id,
            position="Officer",
        )
    )
    build.session.commit()

    [row] = download(client)

    assert list(row) == list(COLUMNS)
    assert (row["surname"], row["session"], row["observed"]) == ("Reeve", "AM", "late")
    assert (row["suggested_code"], row["decided_code"]) == ("B", "B")
    assert (row["arrived"], row["minutes_late"], row["amended"]) == ("09:40", "40", "N")
    assert row["provider_site"] == "Main site, 1 Lane, OX1 1AA"


@pytest.mark.parametrize(("day", "suggested"), [(16, "O"), (17, "N")])
def test_the_file_suggests_what_the_queue_does_once_the_five_school_days_are_over(
    build: Build, client: PageClient, kayden: Placement, day: int, suggested: str
) -> None:
    staff = build.member(kayden.provider, Role.PROVIDER_STAFF)
    build.mark(kayden, staff, Seen.NOT_HERE, key=SessionKey(date(2026, 11, day), Half.AM))

    [row] = [row for row in download(client, f"2026-11-{day}") if row["observed"] == "not here"]
    queue = client.get("/absences/")

    assert row["suggested_code"] == suggested
    assert re.search(rf"\b{suggested} [^,]+ suggested", queue.words)


def test_every_pupil_and_session_expected_has_a_row_also_without_a_mark(
    build: Build, client: PageClient, kayden: Placement
) -> None:
    other = build.placement(kayden.provider, kayden.commissioner)
    build.mark(kayden, build.member(kayden.provider, Role.PROVIDER_STAFF))

    rows = download(client, "2026-11-23", "2026-11-24")

    found = {(row["surname"], row["date"], row["session"]): row["observed"] for row in rows}
    name = other.pupil.last_name
    assert found == {
        ("Reeve", "2026-11-23", "AM"): "no mark",
        ("Reeve", "2026-11-23", "PM"): "no mark",
        ("Reeve", "2026-11-24", "AM"): "here",
        (name, "2026-11-23", "AM"): "no mark",
        (name, "2026-11-23", "PM"): "no mark",
        (name, "2026-11-24", "AM"): "no mark",
    }
    assert {row["provider_site"] for row in rows} == {"Main site, 1 Lane, OX1 1AA"}


def test_a_cancelled_session_has_a_row_with_its_reason(
    build: Build, client: PageClient, session: Session, kayden: Placement
) -> None:
    staff = build.member(kayden.provider, Role.PROVIDER_STAFF)
    number = open_door(session, kayden.provider_id)
    event = NewEvent(
        uuid4(), THIS_MORNING, RegisterState.CANCELLED, "Burst pipe", NOW, staff.user_id, "Tutor"
    )
    record_event(session, kayden.provider_id, event, number, NOW)
    session.commit()

    [row] = download(client)

    assert (row["observed"], row["reason"]) == ("no mark", "session cancelled: Burst pipe")


@pytest.mark.parametrize(
    ("name", "address", "words"),
    [
        ("Main site", "1 Lane", "Main site, 1 Lane, OX1 1AA"),
        ("1 Lane", "1 Lane, Oxford", "1 Lane, Oxford, OX1 1AA"),
        ("Barn", "Barn, 1 Lane, OX1 1AA", "Barn, 1 Lane, OX1 1AA"),
    ],
)
def test_a_site_says_each_thing_once(name: str, address: str, words: str) -> None:
    assert site_words(Site(name=name, address=address, postcode="OX1 1AA")) == words


def test_what_was_handed_over_is_remembered(
    build: Build, client: PageClient, kayden: Placement, session: Session
) -> None:
    build.mark(kayden, build.member(kayden.provider, Role.PROVIDER_STAFF))

    download(client)

    assert session.scalars(select(CurrentMark.exported_at)).one() == NOW
    assert session.scalars(select(AuditEvent).where(AuditEvent.action == "day.exported")).one()


def test_an_amended_mark_says_so(build: Build, client: PageClient, kayden: Placement) -> None:
    staff = build.member(kayden.provider, Role.PROVIDER_STAFF)
    build.mark(kayden, staff, Seen.NOT_HERE)
    build.finish(kayden.provider, staff)
    build.mark(kayden, staff, Seen.HERE, base_version=1, reason="came with the taxi")

    assert download(client)[0]["amended"] == "Y"


def test_a_mark_and_its_undo_before_the_register_is_finished_amend_nothing(
    build: Build, client: PageClient, kayden: Placement
) -> None:
    staff = build.member(kayden.provider, Role.PROVIDER_STAFF)
    for seen in (Seen.HERE, Seen.UNMARKED, Seen.HERE):
        build.mark(kayden, staff, seen)
    build.finish(kayden.provider, staff)

    assert download(client)[0]["amended"] == "N"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("/", "/"),
        ("\\", "\\"),
        ("=1+1", "'=1+1"),
        ("+44", "'+44"),
        ("-2", "'-2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("mum = ill", "mum = ill"),
        ("", ""),
    ],
)
def test_a_cell_that_would_run_gets_an_apostrophe(text: str, kept: str) -> None:
    assert safe_cell(text) == kept


def test_codes_and_quotes_survive_the_file() -> None:
    said = {"suggested_code": "/", "decided_code": "\\", "reason": 'said "no", left'}
    row = OfficeRow(**dict.fromkeys(COLUMNS, "x") | said)

    [read] = csv.DictReader(io.StringIO(as_csv([row]).removeprefix("\ufeff")))

    assert (read["suggested_code"], read["decided_code"]) == ("/", "\\")
    assert read["reason"] == 'said "no", left'


@pytest.mark.parametrize(
    ("first", "last"), [("2026-11-24", "2026-11-23"), ("2026-01-01", "2026-11-24")]
)
def test_days_the_wrong_way_round_or_too_many_are_pointed_out(
    client: PageClient, office: Membership, first: str, last: str
) -> None:
    client.get("/pupils/today")

    page = client.post("/pupils/today.csv", first=first, last=last)

    assert "Choose 1 to 31 days" in page.words


def test_a_governor_sees_no_names(build: Build, client: PageClient) -> None:
    client.sign_in(build.member(build.school(), Role.GOVERNOR))

    client.get("/pupils/today", 403)
