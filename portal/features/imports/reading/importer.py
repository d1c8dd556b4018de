"""What every importer has: the file's columns, a way to take rows in batches, and an end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from sqlalchemy.orm import Session

from portal.adapters.csv_files.reader import Row
from portal.adapters.csv_files.sheet import Sheet
from portal.features.imports.report import Notes


class Removal(StrEnum):
    """What becomes of records that a file replaces without naming them. Nobody is asked twice."""

    ASK = "ask"
    KEEP = "keep"
    REMOVE = "remove"


@dataclass(frozen=True)
class Job:
    """One run: where to write, what was found so far, and when it is."""

    session: Session
    notes: Notes
    at: datetime
    today: date
    is_dry_run: bool
    removal: Removal = Removal.ASK

    @property
    def may_write(self) -> bool:
        return not self.is_dry_run and self.notes.problem_count == 0 and not self.notes.asks

    def problem(self, row: Row, column: str, expected: str) -> None:
        """Note that a cell stops the import."""
        self.notes.problem(row.number, column, row[column], expected)

    def warn(self, row: Row, column: str, advice: str) -> None:
        """Note a cell that a person should check."""
        self.notes.warning(row.number, column, row[column], advice)


class Importer(Protocol):
    @property
    def sheet(self) -> Sheet: ...

    @property
    def preview_headings(self) -> tuple[str, ...]: ...

    def take(self, rows: Sequence[Row]) -> None:
        """Check the rows, note what becomes of them, and write them if the job may."""

    def finish(self) -> None:
        """Do what needs all rows."""
