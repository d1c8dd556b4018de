"""Runs an import: reads the file, checks each batch, writes it unless something is wrong."""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable, Iterator
from datetime import date, datetime
from itertools import islice
from typing import BinaryIO

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.adapters.csv_files.reader import Progress, Row, read_rows
from portal.database.db import is_sqlite
from portal.features.imports.kinds import ImportKind
from portal.features.imports.placements.placements import PlacementImporter
from portal.features.imports.providers import ProviderImporter
from portal.features.imports.pupils.pupils import PupilImporter
from portal.features.imports.reading.importer import Importer, Job, Removal
from portal.features.imports.report import Notes, Report
from portal.features.imports.schools import SchoolImporter
from portal.features.imports.terms.published import ICS_START, as_file, calendar_rows
from portal.features.imports.terms.term_dates import TermDateImporter

BATCH = 1_000
_MOST_CALENDAR = 5_000_000
_IMPORT_LOCK = 4204  # any number that nothing else in the portal locks


def run_import(
    session: Session,
    kind: ImportKind,
    file: BinaryIO,
    *,
    at: datetime,
    today: date,
    is_dry_run: bool = False,
    councils: frozenset[str] = frozenset(),
    removal: Removal = Removal.ASK,
    encoding: str = "",
    progress: Progress = lambda read: None,
    end_step: Callable[[], None] | None = None,
) -> Report:
    """Check the file and write what it says. Commit only where `report.may_commit`.

    `removal` is what a person answered about records that the file replaces without naming them.

    `end_step` commits and begins anew: schools, which need nothing but themselves, are then written
    batch by batch, so that nobody waits for the whole file. Check the file with a dry run first.
    `councils` keeps only the schools of these three-figure council codes; empty keeps all.
    A dry run writes nothing. After the first problem the rest is checked and nothing more written.
    """
    if not is_dry_run:
        _wait_for_other_imports(session)
    notes = Notes()
    importer = _importer(kind, Job(session, notes, at, today, is_dry_run, removal), councils)
    if kind is ImportKind.TERM_DATES:
        file = _without_calendar(file)
    rows = read_rows(file, importer.sheet, notes, progress, encoding)
    for batch in _batches(rows):
        importer.take(batch)
        if end_step is not None and kind is ImportKind.SCHOOLS and notes.problem_count == 0:
            end_step()
            _wait_for_other_imports(session)
    importer.finish()
    return notes.report(kind, importer.preview_headings)


def _without_calendar(file: BinaryIO) -> BinaryIO:
    """A calendar file (ICS) as a file of term dates; any other as it is."""
    file.seek(0)
    is_calendar = file.read(64).removeprefix(codecs.BOM_UTF8).startswith(ICS_START)
    file.seek(0)
    return io.BytesIO(as_file(calendar_rows(file.read(_MOST_CALENDAR)))) if is_calendar else file


def _wait_for_other_imports(session: Session) -> None:
    """Two imports at once would add the same record twice. SQLite has one writer at a time anyway."""
    if not is_sqlite(session):
        session.execute(select(func.pg_advisory_xact_lock(_IMPORT_LOCK)))


def _importer(kind: ImportKind, job: Job, councils: frozenset[str]) -> Importer:
    match kind:
        case ImportKind.SCHOOLS:
            return SchoolImporter(job, councils)
        case ImportKind.TERM_DATES:
            return TermDateImporter(job)
        case ImportKind.PROVIDERS:
            return ProviderImporter(job)
        case ImportKind.PUPILS:
            return PupilImporter(job)
        case ImportKind.PLACEMENTS:
            return PlacementImporter(job)


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while batch := list(islice(rows, BATCH)):
        yield batch
