"""The record from a CSV file: all of it, or nothing and a list of what is wrong."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.staff_records.sheet import SHEET
from portal.models import StaffCheck, StaffMember
from tests.features.staff_records.conftest import AddPerson
from tests.page import Page, PageClient

JO = {
    "name": "Jo Lindley",
    "role": "Director",
    "started_on": "02/09/2024",
    "manager": "yes",
    "seen_by": "Sam Carter",
    "enhanced_dbs_number": "001234567890",
    "enhanced_dbs": "20/08/2024",
    "identity": "20/08/2024 Ola Brandt",
}


def load(page: PageClient, *rows: dict[str, str]) -> Page:
    text = io.StringIO()
    writer = csv.DictWriter(text, [column.name for column in SHEET.columns])
    writer.writeheader()
    writer.writerows(rows)
    page.get("/staff/load")
    content = io.BytesIO(text.getvalue().encode())
    return page.post("/staff/load", file=(content, "staff.csv"))


def people(session: Session) -> list[StaffMember]:
    return list(session.scalars(select(StaffMember).order_by(StaffMember.name)))


def test_a_person_comes_with_the_checks(page: PageClient, session: Session) -> None:
    shown = load(page, JO)

    assert "The record is loaded: 1 added, 0 changed, 0 unchanged" in shown.words
    [jo] = people(session)
    assert (jo.role, jo.started_on, jo.is_manager) == ("Director", date(2024, 9, 2), True)
    assert jo.is_regulated_activity is True
    checks = {each.kind: each for each in session.scalars(select(StaffCheck))}
    assert checks["identity"].seen_by == "Ola Brandt"
    assert checks["enhanced_dbs"].seen_by == "Sam Carter"
    assert checks["enhanced_dbs"].number == "001234567890"


def test_the_same_file_again_changes_nothing(page: PageClient, session: Session) -> None:
    load(page, JO)
    shown = load(page, JO)

    assert "0 added, 0 changed, 1 unchanged" in shown.words
    assert len(people(session)) == 1


def test_a_person_who_is_known_is_changed(page: PageClient, session: Session) -> None:
    load(page, JO)
    shown = load(page, JO | {"name": "JO  LINDLEY", "role": "Owner"})

    assert "1 changed" in shown.words
    assert [each.role for each in people(session)] == ["Owner"]


def test_somebody_who_is_not_in_the_file_stays(
    page: PageClient, add: AddPerson, session: Session
) -> None:
    add("Ade Bello")
    load(page, JO)

    assert [each.name for each in people(session)] == ["Ade Bello", "Jo Lindley"]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"name": ""}, "Give the full name"),
        ({"started_on": "2/9/24"}, "with the year in four figures"),
        ({"ended_on": "01/09/2024"}, "The last day must not be before the first"),
        ({"teaches": "sometimes"}, "Use yes or no"),
        ({"identity": "in August"}, "Write the date like 24/11/2026, then who saw it"),
        ({"identity": "25/11/2026"}, "The day must be today or in the past"),
        ({"seen_by": ""}, "Say who saw it, after the date or in seen_by"),
        ({"enhanced_dbs_number": ""}, "Give the number of the certificate"),
        ({"enhanced_dbs_number": "12"}, "12"),
    ],
)
def test_one_wrong_cell_stops_the_whole_file_and_is_named(
    page: PageClient, session: Session, changed: dict[str, str], message: str
) -> None:
    shown = load(page, JO | {"name": "Ade Bello"}, JO | changed)

    assert "Nothing is loaded: the file has 1 problem" in shown.words
    assert message in shown.words
    assert people(session) == []


def test_a_person_twice_in_one_file_is_a_problem(page: PageClient, session: Session) -> None:
    shown = load(page, JO, JO)

    assert "Row 2 has this person and first day already" in shown.words
    assert people(session) == []


def test_a_file_that_is_no_csv_file_says_so(page: PageClient) -> None:
    page.get("/staff/load")
    shown = page.post("/staff/load", file=(io.BytesIO(b"PK\x03\x04"), "staff.xlsx"))

    assert "not a CSV file or an Excel workbook" in shown.words
    assert "Choose a CSV or Excel file" in page.post("/staff/load").words


def test_the_headings_come_as_a_file(page: PageClient) -> None:
    answer = page.flask.get("/staff/file.csv")

    assert answer.get_data(as_text=True).startswith("name,role,started_on")
    assert "attachment" in answer.headers["Content-Disposition"]


def test_a_cell_that_says_not_applicable_is_no_check(page: PageClient, session: Session) -> None:
    load(page, {**JO, "identity": "N/A", "ended_on": "–", "manager": "1"})

    [jo] = people(session)
    assert (jo.ended_on, jo.is_manager) == (None, True)
    assert [each.kind for each in session.scalars(select(StaffCheck))] == ["enhanced_dbs"]


def test_a_check_may_have_its_day_in_words(page: PageClient, session: Session) -> None:
    load(page, {**JO, "identity": "Tuesday 20 August 2024 Ola Brandt"})

    checks = {each.kind: each for each in session.scalars(select(StaffCheck))}
    assert checks["identity"].checked_on == date(2024, 8, 20)
    assert checks["identity"].seen_by == "Ola Brandt"


def test_a_column_that_is_not_in_the_file_changes_nothing(
    page: PageClient, session: Session
) -> None:
    load(page, JO)
    page.get("/staff/load")
    content = io.BytesIO(b"name,role,started_on\nJo Lindley,Director,02/09/2024\n")

    shown = page.post("/staff/load", file=(content, "staff.csv"))

    assert "0 added, 0 changed, 1 unchanged" in shown.words
    assert people(session)[0].is_manager is True
