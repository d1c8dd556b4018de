"""Loads the single central record from a CSV file: all of it, or nothing and a list of what is wrong."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import BinaryIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.adapters.csv_files.fields import load_row
from portal.adapters.csv_files.notes import FileNotes
from portal.adapters.csv_files.reader import Row, read_rows
from portal.domain.errors import InvalidError
from portal.domain.evidence.single_central_record import StaffCheckKind
from portal.features.staff_records import service
from portal.features.staff_records.service import NewCheck, PersonDetails
from portal.features.staff_records.sheet import (
    DETAILS,
    NUMBER,
    SHEET,
    CellCheck,
    StaffEntry,
    StaffSchema,
)
from portal.models import StaffMember

_Key = tuple[str, date]


@dataclass(frozen=True)
class Loaded:
    """What became of the file. With a problem nothing may be committed."""

    notes: FileNotes
    counts: Counter[str]

    @property
    def is_clean(self) -> bool:
        return self.notes.problem_count == 0

    @property
    def words(self) -> str:
        return ", ".join(
            f"{self.counts[name]} {name}" for name in ("added", "changed", "unchanged")
        )


def load_people(
    session: Session, provider_id: int, file: BinaryIO, by_id: int, at: datetime, today: date
) -> Loaded:
    """Add and change people and their checks. Somebody who is not in the file stays as they are.

    A person is found by name and first day.
    """
    notes, counts = FileNotes(), Counter[str]()
    loader = _Loader(session, provider_id, by_id, at, today, notes)
    schema = StaffSchema()
    for row in read_rows(file, SHEET, notes):
        entry = load_row(schema, row, notes)
        if entry is not None:
            counts[loader.take(row, entry)] += 1
    return Loaded(notes, counts)


class _Loader:
    """One run over a file."""

    def __init__(
        self,
        session: Session,
        provider_id: int,
        by_id: int,
        at: datetime,
        today: date,
        notes: FileNotes,
    ) -> None:
        self._session = session
        self._provider_id = provider_id
        self._by_id = by_id
        self._at = at
        self._today = today
        self._notes = notes
        self._rows: dict[_Key, int] = {}
        members = session.scalars(select(StaffMember).where(StaffMember.provider_id == provider_id))
        self._known = {_key(each.name, each.started_on): each for each in members}

    def take(self, row: Row, entry: StaffEntry) -> str:
        """Write one person: added, changed or unchanged."""
        key = _key(entry.details.name, entry.details.started_on)
        first = self._rows.setdefault(key, row.number)
        if first != row.number:
            self._problem(row, "name", f"Row {first} has this person and first day already")
            return "unchanged"
        checks = [self._check(row, entry, kind, cell) for kind, cell in entry.checks.items()]
        member, outcome = self._person(row, key, entry.details)
        if member is None:
            return "unchanged"
        is_new = [self._record(row, member, check) for check in checks if check is not None]
        return "changed" if outcome == "unchanged" and any(is_new) else outcome

    def _person(
        self, row: Row, key: _Key, details: PersonDetails
    ) -> tuple[StaffMember | None, str]:
        known = self._known.get(key)
        try:
            if known is None:
                return service.add_person(self._session, self._provider_id, details), "added"
            kept = _with_absent_columns(row, known, details)
            is_changed = service.change_person(self._session, known, kept)
        except InvalidError as error:
            self._problem(row, error.errors[0].field, error.errors[0].message)
            return None, "unchanged"
        return known, "changed" if is_changed else "unchanged"

    def _check(
        self, row: Row, entry: StaffEntry, kind: StaffCheckKind, cell: CellCheck
    ) -> NewCheck | None:
        seen_by = cell.seen_by or entry.seen_by
        if not seen_by:
            self._problem(row, kind.value, "Say who saw it, after the date or in seen_by")
            return None
        if kind.has_number and not entry.dbs_number:
            self._problem(row, NUMBER, "Give the number of the certificate")
            return None
        return NewCheck(kind, cell.checked_on, seen_by, entry.dbs_number)

    def _record(self, row: Row, member: StaffMember, check: NewCheck) -> bool:
        try:
            return service.record_check(
                self._session, member, check, self._by_id, self._at, self._today
            )
        except InvalidError as error:
            self._problem(row, check.kind.value, error.errors[0].message)
            return False

    def _problem(self, row: Row, column: str, expected: str) -> None:
        self._notes.problem(row.number, column, row[column], expected)


def _with_absent_columns(row: Row, known: StaffMember, details: PersonDetails) -> PersonDetails:
    """The details, with what the record has where the file has no such column."""
    held = {
        name: getattr(known, name) for column, name in DETAILS.items() if column not in row.cells
    }
    return replace(details, **held)


def _key(name: str, started_on: date) -> _Key:
    return " ".join(name.split()).casefold(), started_on
