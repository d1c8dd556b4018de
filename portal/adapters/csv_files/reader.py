"""Reads a CSV file or a workbook row by row, never the whole of it: which columns, which rows."""

from __future__ import annotations

import codecs
import csv
import io
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from portal.adapters.csv_files.encodings import CHOICES, WINDOWS, NotTextError, find_encoding
from portal.adapters.csv_files.headings import Places, find_columns
from portal.adapters.csv_files.notes import FileNotes
from portal.adapters.csv_files.sheet import Sheet
from portal.adapters.csv_files.workbook import (
    ZIP_START,
    UnreadableError,
    is_workbook,
    workbook_rows,
)
from portal.domain.text.plain_text import clean_line

Progress = Callable[[int], None]
"""Is told from time to time how many bytes have been read."""

LONGEST_CELL = 10_000
LONGEST_LINE = 1_000_000
_PROGRESS_ROWS = 500
_UNREADABLE = "\N{REPLACEMENT CHARACTER}"
_SAVE_AS = "save it as “CSV UTF-8 (comma delimited)” and try again"
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_OLD_SPREADSHEET = b"\xd0\xcf\x11\xe0"

_LONE_QUOTE = 'look for a quotation mark (") without its partner'


@dataclass(frozen=True)
class Row:
    """The cells of one row by column name, cleaned; "" where the file has no such column."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


class _StopReading(Exception):
    """The rest of the file cannot be read. `args[0]` says why."""


def read_rows(
    file: BinaryIO,
    sheet: Sheet,
    notes: FileNotes,
    progress: Progress = lambda read: None,
    encoding: str = "",
) -> Iterator[Row]:
    """Every row that is fit to be looked at; what is wrong with the others goes into the notes.

    `file` is read twice: first to learn its encoding, then row by row. `encoding` is what a person
    chose where that was in doubt.
    """
    try:
        start = _start_of(file)
        if start.startswith(ZIP_START):
            yield from _read_records(_workbook(file), sheet, notes, lambda: progress(file.tell()))
        else:
            yield from _read_csv(file, sheet, notes, progress, encoding)
    except (_StopReading, UnreadableError) as stop:
        notes.file_problem(str(stop))
    except NotTextError as stop:
        notes.file_problem(f"{stop}: {_SAVE_AS}")


def _start_of(file: BinaryIO) -> bytes:
    file.seek(0)
    start = file.read(4)
    if not start:
        raise _StopReading("This file is empty")
    if start.startswith(_UTF16):
        raise _StopReading(f"This file is in UTF-16: {_SAVE_AS}")
    if start.startswith(_OLD_SPREADSHEET) or (
        start.startswith(ZIP_START) and not is_workbook(file)
    ):
        raise _StopReading(
            f"This is not a CSV file or an Excel workbook (XLSX): open it, {_SAVE_AS}"
        )
    return start


def _workbook(file: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    """Rows as wide as the headings: a workbook leaves out the empty cells at the end of a row."""
    width = 0
    for number, cells in enumerate(workbook_rows(file), 1):
        width = width or len(cells)
        yield number, cells + [""] * (width - len(cells))


def _read_csv(
    file: BinaryIO, sheet: Sheet, notes: FileNotes, progress: Progress, encoding: str
) -> Iterator[Row]:
    if encoding not in CHOICES:
        found = find_encoding(file)
        encoding, notes.encoding = found.name, found
        if found.is_in_doubt:
            read = ", ".join(found.readings[encoding])
            notes.warning(0, "", read, f"These are read as {CHOICES[encoding]} text: check them")
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="")
    csv.field_size_limit(LONGEST_CELL)
    try:
        records = _records(csv.reader(_lines(text), strict=True))
        is_windows = encoding == WINDOWS
        yield from _read_records(records, sheet, notes, lambda: progress(file.tell()), is_windows)
    finally:
        text.detach()


def _read_records(
    records: Iterator[tuple[int, list[str]]],
    sheet: Sheet,
    notes: FileNotes,
    tell: Callable[[], None],
    is_windows: bool = False,
) -> Iterator[Row]:
    """The rows below the headings, which stand in the first record."""
    _, heading = next(records, (1, []))
    places = find_columns(heading, sheet, notes)
    if places is None:
        return
    for number, cells in records:
        if number % _PROGRESS_ROWS == 0:
            tell()
        if not any(cells):
            continue
        notes.rows += 1
        if notes.rows > sheet.row_limit:
            raise _StopReading(f"This file has more than {sheet.row_limit:,} rows: split it")
        row = _read_row(number, cells, len(heading), places, is_windows)
        if isinstance(row, Row):
            yield row
        else:
            row.note(notes, sheet.leaves_out_odd_rows)
    tell()
    if notes.rows == 0:
        notes.file_problem("This file has headings but no rows")


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    """The lines of the file; one without an end must not fill the memory."""
    while line := text.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise _StopReading("This file has a line of a million characters: is it a CSV file?")
        yield line


def _records(reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    number = 0
    while True:
        number += 1
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _StopReading(_csv_words(number, str(error))) from None
        yield number, record


def _csv_words(number: int, error: str) -> str:
    if "field limit" in error:
        return (
            f"Row {number} has a cell of more than {LONGEST_CELL:,} characters:"
            ' look for a quotation mark (") without its partner'
        )
    return f'Row {number} cannot be read: look for a quotation mark (") without its partner'


@dataclass(frozen=True)
class _OddRow:
    """A row that cannot be used, and why."""

    number: int
    column: str
    value: str
    expected: str

    def note(self, notes: FileNotes, is_left_out: bool) -> None:
        if is_left_out:
            notes.leave_out_odd(self.number, self.column, self.value, self.expected)
        else:
            notes.problem(self.number, self.column, self.value, self.expected)


def _read_row(
    number: int, cells: list[str], width: int, places: Places, is_windows: bool
) -> Row | _OddRow:
    """The row with clean cells."""
    if len(cells) < width or any(cells[width:]):
        expected = f"The headings have {width} columns: look for a comma too many or too few"
        return _OddRow(number, "", f"{len(cells)} columns", expected)
    clean: dict[str, str] = {}
    for name, those in places.items():
        parts = [cells[place] for place in those]
        for cell in parts:
            fault = "" if cell.isascii() and cell.isprintable() else _fault_of(cell, is_windows)
            if fault:
                return _OddRow(number, name, cell, fault)
        lines = [clean_line(part) for part in parts]
        clean[name] = "/".join(lines) if any(lines) else ""
    return Row(number, clean)


def _fault_of(cell: str, is_windows: bool) -> str:
    """Why a cell cannot be used as it is, or ""."""
    if _UNREADABLE in cell or (is_windows and _is_garbled(cell)):
        return f"Some characters cannot be read: {_SAVE_AS}"
    if any(unicodedata.category(letter) == "Cc" and letter not in "\r\n\t" for letter in cell):
        return "Take out the characters that cannot be printed"
    return ""


def _is_garbled(cell: str) -> bool:
    """Whether a cell is UTF-8 in a file that elsewhere is not: “Ã©” for “é”."""
    if cell.isascii():
        return False
    try:
        cell.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return False
    return True
