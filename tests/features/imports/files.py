"""Makes CSV files for tests, and runs imports on them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from portal.features.imports.kinds import ImportKind
from portal.features.imports.reading.importer import Removal
from portal.features.imports.report import Report
from portal.features.imports.service import run_import

AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
TODAY = date(2026, 11, 24)

PUPIL = {
    "upn": "B801200005001",
    "reference": "",
    "first_name": "Amelia",
    "last_name": "Wren",
    "born_on": "04/05/2012",
    "sex": "F",
    "sen": "K",
    "looked_after": "no",
    "home_school_urn": "",
}
PLACEMENT = {
    "reference": "PL-1",
    "pupil": "B801200005001",
    "provider": "Hill Farm Learning",
    "commissioner": "access_to_learning",
    "starts_on": "02/11/2026",
    "ends_on": "",
    "reason": "mental_health",
    "sessions": "mon am+pm, wed am",
    "site": "",
    "from_on": "",
}
TERM = {"organisation": "", "kind": "term", "name": "Term 1", "start": "", "end": ""}
SCHOOL = {
    "URN": "123456",
    "LA (code)": "931",
    "LA (name)": "Oxfordshire",
    "EstablishmentNumber": "4001",
    "EstablishmentName": "Oakfield School",
    "TypeOfEstablishment (code)": "01",
    "TypeOfEstablishment (name)": "Community school",
    "EstablishmentTypeGroup (code)": "4",
    "EstablishmentStatus (code)": "1",
    "EstablishmentStatus (name)": "Open",
    "OpenDate": "01-09-1992",
    "CloseDate": "",
    "PhaseOfEducation (code)": "4",
    "StatutoryLowAge": "11",
    "StatutoryHighAge": "18",
    "UKPRN": "10012345",
    "Street": "2 Road",
    "Locality": "",
    "Address3": "",
    "Town": "Oxford",
    "County (name)": "Oxfordshire",
    "Postcode": "OX2 2BB",
    "SchoolWebsite": "",
    "TelephoneNum": "01865555020",
}
GIAS_HEADINGS = (*SCHOOL, *(f"Unused column {number}" for number in range(150 - len(SCHOOL))))


def csv_text(rows: Iterable[Mapping[str, str]], headings: Iterable[str]) -> Iterator[str]:
    """A CSV file, line by line."""
    names = list(headings)
    for cells in ([*names], *([row.get(name, "") for name in names] for row in rows)):
        line = io.StringIO()
        csv.writer(line).writerow(cells)
        yield line.getvalue()


def csv_file(*rows: Mapping[str, str]) -> bytes:
    """A UTF-8 file with the headings of the first row."""
    return "".join(csv_text(rows, rows[0])).encode()


def gias_file(schools: Iterable[Mapping[str, str]]) -> bytes:
    """A file with the shape of the national register: 150 columns, cp1252."""
    lines = csv_text(({**SCHOOL, **school} for school in schools), GIAS_HEADINGS)
    return b"".join(line.encode("cp1252") for line in lines)


def load(
    session: Session,
    kind: ImportKind,
    content: bytes,
    *,
    is_dry_run: bool = False,
    councils: frozenset[str] = frozenset(),
    today: date = TODAY,
    removal: Removal = Removal.ASK,
) -> Report:
    """Run an import and commit it where it is clean, as a command does."""
    report = run_import(
        session,
        kind,
        io.BytesIO(content),
        at=AT,
        today=today,
        is_dry_run=is_dry_run,
        councils=councils,
        removal=removal,
    )
    if report.may_commit and not is_dry_run:
        session.commit()
    else:
        session.rollback()
    return report


def first_problem(report: Report) -> tuple[int, str, str]:
    """Row, column and words of the first problem."""
    problem = report.problems[0]
    return problem.row, problem.column, problem.expected
