"""Schools from a file with the shape of the national register."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Mapping
from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.adapters.csv_files.notes import ODD
from portal.features.imports.kinds import ImportKind
from portal.features.imports.report import Outcome, Report
from portal.features.imports.service import run_import
from portal.models import OrganisationKind, School
from tests.build import Build
from tests.features.imports.files import (
    AT,
    GIAS_HEADINGS,
    SCHOOL,
    TODAY,
    csv_text,
    first_problem,
    gias_file,
)
from tests.features.imports.files import load as load_file

MOST_MEMORY = 30_000_000


def load(
    session: Session,
    *schools: Mapping[str, str],
    councils: frozenset[str] = frozenset(),
    is_dry_run: bool = False,
) -> Report:
    content = gias_file(schools)
    return load_file(session, ImportKind.SCHOOLS, content, councils=councils, is_dry_run=is_dry_run)


def test_a_school_is_kept_as_the_register_describes_it(session: Session) -> None:
    load(session, {"EstablishmentName": "École St Zoë", "Locality": "Headington"})

    school = session.scalars(select(School)).one()
    assert school.kind is OrganisationKind.SCHOOL
    assert (school.urn, school.name) == (123456, "École St Zoë")
    assert school.laestab == "931/4001"
    assert school.address == "2 Road, Headington, Oxford, Oxfordshire"
    assert (school.postcode, school.telephone) == ("OX2 2BB", "01865555020")
    assert (school.opened_on, school.closed_on) == (date(1992, 9, 1), None)
    assert (school.low_age, school.high_age, school.status_code) == (11, 18, "1")


def test_a_second_load_of_the_same_file_changes_nothing(session: Session) -> None:
    schools = [{"URN": str(100001 + number)} for number in range(5)]
    load(session, *schools)

    report = load(session, *schools)

    assert report.summary == "0 added, 0 changed, 5 unchanged"


def test_a_school_that_closes_keeps_its_row(session: Session) -> None:
    load(session, {})
    before = session.scalars(select(School.id)).one()

    report = load(
        session, {"EstablishmentStatus (code)": "2", "CloseDate": "31-08-2026", "Town": "Witney"}
    )

    session.expire_all()
    school = session.scalars(select(School)).one()
    assert report.counts[Outcome.CHANGED] == 1
    assert (school.id, school.status_code, school.closed_on) == (before, "2", date(2026, 8, 31))


def test_an_address_typed_by_hand_elsewhere_stays(build: Build, session: Session) -> None:
    school = build.school(urn=123456)
    school.email = "office@oakfield.example"
    session.commit()

    load(session, {})

    assert session.scalars(select(School.email)).one() == "office@oakfield.example"


def test_schools_of_other_councils_are_left_out_and_counted(session: Session) -> None:
    report = load(
        session,
        {"URN": "100001"},
        {"URN": "100002", "LA (code)": "933"},
        {"URN": "100003", "LA (code)": "825"},
        councils=frozenset({"931", "933"}),
    )

    assert session.scalars(select(School.urn).order_by(School.urn)).all() == [100001, 100002]
    assert report.left_out == {"of another council": 1}


def test_a_dry_run_says_what_would_happen_and_writes_nothing(session: Session) -> None:
    report = load(session, {}, is_dry_run=True)

    assert report.counts[Outcome.ADDED] == 1
    assert report.preview[0].cells[1] == "Oakfield School"
    assert session.scalar(select(func.count()).select_from(School)) == 0


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("URN", "12345", "A URN is 6 numbers, like 123456"),
        ("URN", "", "A URN is 6 numbers, like 123456"),
        ("LA (code)", "Oxon", "This is a number of 3 figures"),
        ("EstablishmentNumber", "40015", "Use 4 characters or fewer"),
        ("EstablishmentName", "", "Give the name"),
        ("EstablishmentName", "x" * 300, "Use 200 characters or fewer"),
        ("EstablishmentStatus (code)", "Open", "This is a number of 1 figure"),
        ("OpenDate", "01-01-0001", "The year must be from 500 to 2100"),
        ("CloseDate", "31-02-2026", "There is no such day: check the day and the month"),
    ],
)
def test_one_odd_row_is_left_out_and_reported(
    session: Session, column: str, value: str, words: str
) -> None:
    report = load(session, {"URN": "100001"}, {column: value}, {"URN": "100002"})

    [warning] = report.warnings
    assert (warning.row, warning.column) == (3, column)
    assert warning.expected == f"{words}. This row is left out"
    assert report.left_out == {ODD: 1}
    assert session.scalars(select(School.urn).order_by(School.urn)).all() == [100001, 100002]


@pytest.mark.parametrize("odd", [b"Total: 2 establishments\r\n", b"123456,\x81\r\n"])
def test_a_footer_or_an_unknown_byte_is_left_out(session: Session, odd: bytes) -> None:
    report = load_file(session, ImportKind.SCHOOLS, gias_file([{}]) + odd)

    assert report.left_out == {ODD: 1}
    assert session.scalars(select(School.urn)).all() == [123456]


def test_the_same_school_twice_is_taken_once(session: Session) -> None:
    report = load(session, {}, {"URN": "100001"}, {})

    assert report.warnings[0].row == 4
    assert "This URN stands in a row above too" in report.warnings[0].expected
    assert report.counts[Outcome.ADDED] == 2


@pytest.mark.parametrize(
    ("column", "value", "kept"),
    [
        ("StatutoryLowAge", "eleven", None),
        ("UKPRN", "10012345 and more", ""),
        ("Postcode", "OX2 2BB, Oxford", ""),
    ],
)
def test_what_the_register_got_wrong_is_left_empty_with_a_warning(
    session: Session, column: str, value: str, kept: str | None
) -> None:
    report = load(session, {column: value})

    school = session.scalars(select(School)).one()
    held = {"StatutoryLowAge": school.low_age, "UKPRN": school.ukprn, "Postcode": school.postcode}
    assert held[column] == kept
    assert [warning.column for warning in report.warnings] == [column]


def test_a_missing_column_is_named(session: Session) -> None:
    headings = [name for name in SCHOOL if name != "CloseDate"]
    content = "".join(csv_text([SCHOOL], headings)).encode()

    report = load_file(session, ImportKind.SCHOOLS, content)

    assert first_problem(report)[:2] == (1, "CloseDate")


def test_a_file_of_odd_rows_is_the_wrong_file(session: Session) -> None:
    report = load(session, {}, *({"URN": "x"} for _ in range(300)))

    assert "300 rows are not as the register writes them" in first_problem(report)[2]
    assert (report.warning_count, len(report.warnings)) == (300, 200)
    assert session.scalar(select(func.count()).select_from(School)) == 0


def test_a_long_file_needs_little_memory(session: Session) -> None:
    filler = {name: "some words that nobody reads" for name in GIAS_HEADINGS[len(SCHOOL) :]}
    content = io.BytesIO(
        gias_file({**filler, "URN": str(100001 + number)} for number in range(20_000))
    )
    tracemalloc.start()
    report = run_import(session, ImportKind.SCHOOLS, content, at=AT, today=TODAY)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert report.counts[Outcome.ADDED] == 20_000
    assert len(content.getbuffer()) > 2 * MOST_MEMORY
    assert peak < MOST_MEMORY
