"""Upload, preview, load."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import clock
from portal.config import Settings
from portal.features.imports.kinds import ImportKind
from portal.models import AuditEvent, Membership, Placement, Pupil, Role, School, Term
from tests.build import Build
from tests.conftest import NOW
from tests.features.imports.files import PLACEMENT, PUPIL, csv_file, gias_file
from tests.page import Page, PageClient


@pytest.fixture
def kept(settings: Settings) -> Path:
    """Where uploaded files wait; empty."""
    folder = settings.instance / "imports"
    for path in folder.glob("*.*"):
        path.unlink()
    return folder


@pytest.fixture
def administrator(build: Build, client: PageClient) -> Membership:
    member = build.member(build.council(), Role.ADMINISTRATOR)
    client.sign_in(member)
    return member


def upload(client: PageClient, kind: ImportKind, content: bytes, **fields: str) -> Page:
    client.get(f"/imports/{kind}/")
    return client.post(f"/imports/{kind}/", file=(io.BytesIO(content), "our file.csv"), **fields)


def address_of(page: Page, button: str) -> str:
    """Where the form with this button leads."""
    return next(
        form.get("action", "")
        for form in page.all("form")
        if button in " ".join("".join(form.itertext()).split())
    )


def count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Pupil)) or 0


def test_a_file_is_looked_at_before_it_is_loaded(
    administrator: Membership, client: PageClient, session: Session, kept: Path
) -> None:
    page = upload(client, ImportKind.PUPILS, csv_file(PUPIL))

    assert page.h1 == "Check pupils"
    assert "our file.csv , 1 row. Nothing is loaded yet." in page.words
    assert "1 added, 0 changed, 0 unchanged" in page.words
    assert "B801200005001 Amelia Wren 04/05/2012 K No roll" in page.words
    assert count(session) == 0

    page = client.post(address_of(page, "Load these pupils"))

    assert "Pupils loaded: 1 added" in page.words
    assert "Last loaded 24 November 2026 at 9:30" in page.words
    assert count(session) == 1
    assert list(kept.iterdir()) == []


def test_a_file_with_problems_cannot_be_loaded(
    administrator: Membership, client: PageClient, session: Session
) -> None:
    page = upload(client, ImportKind.PUPILS, csv_file({**PUPIL, "born_on": "01/01/0001"}))

    assert page.h1 == "There are problems in this file"
    assert "born_on 01/01/0001 The year must be from 1950 to 2100" in page.words
    assert not any("load" in form.get("action", "") for form in page.all("form"))


def test_a_file_that_went_bad_after_the_look_loads_nothing(
    administrator: Membership, build: Build, client: PageClient, session: Session
) -> None:
    page = upload(client, ImportKind.PUPILS, csv_file({**PUPIL, "reference": "AP-1"}))
    build.pupil(upn="R931400124001").reference = "AP-1"
    session.commit()

    page = client.post(address_of(page, "Load these pupils"))

    assert "Nothing was loaded: something has changed since you looked" in page.words
    assert "The pupil with this reference has the UPN R931400124001" in page.words
    assert count(session) == 1


def test_a_file_that_is_given_up_is_deleted(
    administrator: Membership, client: PageClient, session: Session, kept: Path
) -> None:
    page = upload(client, ImportKind.PUPILS, csv_file(PUPIL))

    page = client.post(address_of(page, "load nothing"))

    assert "Nothing was loaded." in page.words
    assert list(kept.iterdir()) == []
    assert count(session) == 0


def test_the_same_file_again_has_nothing_to_load(
    administrator: Membership, client: PageClient, session: Session
) -> None:
    page = upload(client, ImportKind.PUPILS, csv_file(PUPIL))
    client.post(address_of(page, "Load these pupils"))

    page = upload(client, ImportKind.PUPILS, csv_file(PUPIL))

    assert "The portal has all of this already." in page.words


def test_after_an_hour_the_file_must_be_uploaded_again(
    administrator: Membership,
    client: PageClient,
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = upload(client, ImportKind.PUPILS, csv_file(PUPIL))
    address = address_of(page, "Load these pupils")
    monkeypatch.setattr(clock, "stopped_at", NOW + timedelta(minutes=61))

    page = client.post(address)

    assert "Upload the file again" in page.words
    assert count(session) == 0


def test_another_administrator_does_not_see_the_file(
    administrator: Membership, build: Build, client: PageClient
) -> None:
    page = upload(client, ImportKind.PUPILS, csv_file(PUPIL))
    address = address_of(page, "Load these pupils").removesuffix("load")
    client.post("/sign-out")
    client.sign_in(build.member(build.council(), Role.ADMINISTRATOR, "Jo Lindley"))

    page = client.get(address)

    assert "Amelia" not in page.words
    assert "Upload the file again" in page.words


def test_every_kind_of_file_goes_through_the_pages(
    administrator: Membership, build: Build, client: PageClient, session: Session
) -> None:
    build.provider()
    schools = gias_file([{}, {"URN": "100002", "LA (code)": "825"}])
    page = upload(client, ImportKind.SCHOOLS, schools, councils="931, 933")
    assert "1 left out, of another council" in page.words
    client.post(address_of(page, "Load these schools"))
    page = upload(client, ImportKind.PUPILS, csv_file({**PUPIL, "home_school_urn": "123456"}))
    client.post(address_of(page, "Load these pupils"))
    page = upload(client, ImportKind.PLACEMENTS, csv_file({**PLACEMENT, "commissioner": "123456"}))
    client.post(address_of(page, "Load these placements"))

    assert session.scalars(select(School.urn)).all() == [123456]
    assert session.scalars(select(Placement)).one().pupil.name == "Amelia Wren"


def test_the_term_dates_to_download_can_be_loaded(
    administrator: Membership, client: PageClient, session: Session
) -> None:
    page = client.get("/imports/term-dates/")
    address = page.link("Download the term dates")
    content = client.flask.get(address).data

    page = upload(client, ImportKind.TERM_DATES, content)

    assert "1 added, 0 changed, 6 unchanged" in page.words
    client.post(address_of(page, "Load these term dates"))
    assert session.scalar(select(func.count()).select_from(Term)) == 6


@pytest.mark.parametrize("kind", [ImportKind.PUPILS, ImportKind.PLACEMENTS])
def test_a_file_with_the_headings_is_right_but_for_its_rows(
    administrator: Membership, client: PageClient, kind: ImportKind
) -> None:
    page = client.get(f"/imports/{kind}/")
    content = client.flask.get(page.link("Download a file with the headings")).data

    page = upload(client, kind, content)

    assert "This file has headings but no rows" in page.words


def test_a_page_without_a_file_asks_for_one(administrator: Membership, client: PageClient) -> None:
    client.get("/imports/pupils/")

    page = client.post("/imports/pupils/")

    assert page.title.startswith("Error: ")
    assert "Choose a CSV or Excel file" in page.words


def test_council_codes_are_checked(administrator: Membership, client: PageClient) -> None:
    page = upload(client, ImportKind.SCHOOLS, gias_file([{}]), councils="Oxfordshire")

    assert "Write council codes of three figures" in page.words


@pytest.mark.parametrize(
    "content", [b"", b"\0\0", b"PK\x03\x04", "a,b".encode("utf-16"), b'"', b"\xff\xfe\xfd"]
)
@pytest.mark.parametrize("kind", list(ImportKind))
def test_a_file_that_is_no_csv_is_explained(
    administrator: Membership, client: PageClient, kind: ImportKind, content: bytes
) -> None:
    page = upload(client, kind, content)

    assert page.h1 == "There are problems in this file"


def test_names_are_shown_as_text(administrator: Membership, client: PageClient) -> None:
    page = upload(
        client, ImportKind.PUPILS, csv_file({**PUPIL, "first_name": "<script>alert(1)</script>"})
    )

    assert "<script>alert(1)</script> Wren" in page.words


def test_a_file_that_is_too_large_is_refused_in_words(
    administrator: Membership, client: PageClient, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.get("/imports/schools/")
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 5_000)

    page = client.post(
        "/imports/schools/", 413, file=(io.BytesIO(b"x" * 10_000), "edubasealldata.csv")
    )

    assert page.h1 == "That is too large"


NO_FILE = "x" * 32


@pytest.mark.parametrize(
    "path",
    [
        "/imports/",
        "/imports/pupils/",
        "/imports/pupils/file.csv",
        "/imports/files/" + "x" * 32 + "/",
    ],
)
def test_only_an_administrator_may_import(build: Build, client: PageClient, path: str) -> None:
    client.sign_in(build.member(build.council(), Role.VIRTUAL_AP_HEAD))

    assert client.get(path, 403).h1 == "You cannot do this"


@pytest.mark.parametrize("action", ["load", "discard"])
def test_only_an_administrator_may_load_or_discard(
    build: Build, client: PageClient, action: str
) -> None:
    client.sign_in(build.member(build.provider(), Role.PROVIDER_LEAD))
    client.get("/account")

    client.post(f"/imports/files/{NO_FILE}/{action}", 403)


def test_an_unknown_kind_is_not_found(administrator: Membership, client: PageClient) -> None:
    client.get("/imports/people/", 404)


def test_the_audit_names_who_loaded_what(
    administrator: Membership, client: PageClient, session: Session
) -> None:
    page = upload(client, ImportKind.PUPILS, csv_file(PUPIL))
    client.post(address_of(page, "Load these pupils"))

    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "import.run")).one()
    assert (event.user_id, event.record_id) == (administrator.user_id, "pupils")
    assert event.details["added"] == 1


def test_what_a_file_leaves_out_is_asked_about_before_it_is_deleted(
    administrator: Membership, client: PageClient, session: Session
) -> None:
    before = session.scalar(select(func.count()).select_from(Term))
    content = b"organisation,kind,name,start,end\n,term,Autumn,02/09/2026,18/12/2026\n"
    page = upload(client, ImportKind.TERM_DATES, content)
    assert "Term 6 07/06/2027 21/07/2027" in page.words
    load = address_of(page, "Load these term dates")

    page = client.post(load)
    assert "Choose what should happen to what the file leaves out" in page.words
    assert session.scalar(select(func.count()).select_from(Term)) == before

    page = client.post(load, removal="remove")
    assert "Term dates loaded: 0 added, 1 changed, 0 unchanged, 5 removed" in page.words
    assert session.scalar(select(func.count()).select_from(Term)) == 1


def test_the_owner_of_a_file_chooses_how_it_was_saved(
    administrator: Membership, client: PageClient, session: Session
) -> None:
    content = csv_file({**PUPIL, "first_name": "Zoë"}).decode().encode("cp850")
    page = upload(client, ImportKind.PUPILS, content)
    assert "DOS: Zoë" in page.words

    page = client.post(address_of(page, "Read the file again"), encoding="mac_roman")
    assert "Zoâ Wren" in page.words
