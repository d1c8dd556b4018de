"""Schools from the national register, Get Information about Schools (GIAS).

The file is the Department for Education's, so a person here cannot mend it: a telephone number or
an age that makes no sense is left empty with a warning, and an odd row is left out and reported. A
school is never removed: one that has
closed keeps its row, with its status.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import insert, select, update

from portal.adapters.csv_files.notes import ODD
from portal.adapters.csv_files.reader import Row
from portal.domain.calendar.written_days import parse_day
from portal.features.imports.reading.importer import Job
from portal.features.imports.reading.sheets import GIAS
from portal.features.imports.report import outcome_of
from portal.models import School

_FIRST_OPENING_YEAR = 500  # the oldest school in England says that it opened in 597
_LAST_YEAR = 2100
_OLDEST_AGE = 120
_FEW = 20
_ODD_SHARE = 0.01
_URN_LIMIT = 1_000_000
_ADDRESS_COLUMNS = ("Street", "Locality", "Address3", "Town", "County (name)")


@dataclass(frozen=True)
class SchoolEntry:
    """Named and typed as the columns of School."""

    urn: int
    name: str
    telephone: str
    la_code: str
    establishment_number: str
    ukprn: str
    type_code: str
    type_name: str
    phase_code: str
    status_code: str
    opened_on: date | None
    closed_on: date | None
    low_age: int | None
    high_age: int | None
    address: str
    postcode: str


_KEPT = tuple(SchoolEntry.__dataclass_fields__)


class SchoolImporter:
    """Adds and changes schools by URN. `councils` keeps only those; empty keeps all."""

    sheet = GIAS
    preview_headings = ("URN", "School", "Council", "Type", "Address")

    def __init__(self, job: Job, councils: frozenset[str]) -> None:
        self._job = job
        self._councils = councils
        self._read_urns = bytearray(_URN_LIMIT)  # one flag a URN: a million rows need one megabyte

    def take(self, rows: Sequence[Row]) -> None:
        entries = [(row, entry) for row in rows if (entry := self._read(row)) is not None]
        known = self._known([entry.urn for _, entry in entries])
        added, changed = [], []
        for row, entry in entries:
            school_id, before = known.get(entry.urn, (0, None))
            if before is None:
                added.append(asdict(entry))
            elif before != entry:
                changed.append({"id": school_id, **asdict(entry)})
            self._note(row, entry, before)
        if self._job.may_write and added:
            self._job.session.execute(insert(School), added)
        if self._job.may_write and changed:
            self._job.session.execute(update(School), changed)

    def finish(self) -> None:
        """Every batch is complete in itself; a file of odd rows is the wrong file."""
        odd = self._job.notes.left_out.get(ODD, 0)
        if odd > max(_FEW, self._job.notes.rows * _ODD_SHARE):
            expected = f"{odd:,} rows are not as the register writes them: is it the right file?"
            self._job.notes.file_problem(expected)

    def _note(self, row: Row, entry: SchoolEntry, before: SchoolEntry | None) -> None:
        cells = (str(entry.urn), entry.name, entry.la_code, entry.type_name, entry.address)
        self._job.notes.add(row.number, outcome_of(before, entry), cells)

    def _known(self, urns: list[int]) -> dict[int, tuple[int, SchoolEntry]]:
        columns = [getattr(School, name) for name in _KEPT]
        found = self._job.session.execute(select(School.id, *columns).where(School.urn.in_(urns)))
        return {row.urn: (row.id, SchoolEntry(*row[1:])) for row in found}

    def _read(self, row: Row) -> SchoolEntry | None:
        """The school of a row, or None with a note of why not."""
        council = row["LA (code)"]
        if self._councils and council not in self._councils:
            self._job.notes.leave_out("of another council")
            return None
        self._faults: list[tuple[str, str]] = []
        entry = SchoolEntry(
            urn=self._urn(row),
            name=self._text(row, "EstablishmentName", 200, is_needed=True),
            telephone=self._short(row, "TelephoneNum", 40),
            la_code=self._number_code(row, "LA (code)", 3),
            establishment_number=self._text(row, "EstablishmentNumber", 4),
            ukprn=self._short(row, "UKPRN", 8),
            type_code=self._text(row, "TypeOfEstablishment (code)", 3),
            type_name=self._text(row, "TypeOfEstablishment (name)", 100),
            phase_code=self._text(row, "PhaseOfEducation (code)", 2),
            status_code=self._number_code(row, "EstablishmentStatus (code)", 1),
            opened_on=self._day(row, "OpenDate"),
            closed_on=self._day(row, "CloseDate"),
            low_age=self._age(row, "StatutoryLowAge"),
            high_age=self._age(row, "StatutoryHighAge"),
            address=self._address(row),
            postcode=self._short(row, "Postcode", 8),
        )
        if not self._faults:
            return entry
        column, expected = self._faults[0]
        self._job.notes.leave_out_odd(row.number, column, row[column], expected)
        return None

    def _urn(self, row: Row) -> int:
        text = row["URN"]
        if not (text.isascii() and text.isdecimal() and len(text) == 6 and text[0] != "0"):
            self._faults.append(("URN", "A URN is 6 numbers, like 123456"))
            return 0
        urn = int(text)
        if self._read_urns[urn]:
            self._faults.append(("URN", "This URN stands in a row above too"))
        self._read_urns[urn] = 1
        return urn

    def _text(self, row: Row, column: str, longest: int, is_needed: bool = False) -> str:
        text = row[column]
        if len(text) > longest:
            self._faults.append((column, f"Use {longest} characters or fewer"))
        elif is_needed and not text:
            self._faults.append((column, "Give the name"))
        return text

    def _number_code(self, row: Row, column: str, longest: int) -> str:
        text = row[column]
        if not (text.isascii() and text.isdecimal() and len(text) <= longest):
            figures = "1 figure" if longest == 1 else f"{longest} figures"
            self._faults.append((column, f"This is a number of {figures}"))
        return text

    def _short(self, row: Row, column: str, longest: int) -> str:
        text = row[column]
        if len(text) <= longest:
            return text
        self._job.warn(row, column, "This is too long, so it is left empty")
        return ""

    def _address(self, row: Row) -> str:
        parts = [row[column] for column in _ADDRESS_COLUMNS]
        address = ", ".join(part for part in parts if part and part != "Not recorded")
        if len(address) > 300:
            advice = "The address is too long, so it is cut at 300 characters"
            self._job.warn(row, "Street", advice)
        return address[:300]

    def _day(self, row: Row, column: str) -> date | None:
        text = row[column]
        if not text:
            return None
        try:
            return parse_day(text, _FIRST_OPENING_YEAR, _LAST_YEAR)
        except ValueError as error:
            self._faults.append((column, str(error)))
            return None

    def _age(self, row: Row, column: str) -> int | None:
        text = row[column]
        if not text:
            return None
        if text.isascii() and text.isdecimal() and len(text) <= 3 and int(text) <= _OLDEST_AGE:
            return int(text)
        self._job.warn(row, column, "This is no age, so it is left empty")
        return None
