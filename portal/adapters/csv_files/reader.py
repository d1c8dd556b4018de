"""Reads a CSV file row by row, never the whole of it: which encoding, which columns, which rows."""

from __future__ import annotations

import codecs
import csv
import io
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from portal.adapters.csv_files.notes import FileNotes
from portal.adapters.csv_files.sheet import Sheet
from portal.domain.text.plain_text import clean_line

Progress = Callable[[int], None]
"""Is told from time to time how many bytes have been read."""

LONGEST_CELL = 10_000
LONGEST_LINE = 1_000_000
_CHUNK = 1 << 18
_PROGRESS_ROWS = 500
_MOST_NAMED = 5
_UNREADABLE = "\N{REPLACEMENT CHARACTER}"
_SAVE_AS = "save it as “CSV UTF-8 (comma delimited)” and try again"
_WRONG_STARTS = (
    ((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE), f"This file is in UTF-16: {_SAVE_AS}"),
    (
        (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"),
        f"This is a spreadsheet or a zip file, not a CSV file: open it, {_SAVE_AS}",
    ),
)

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
    file: BinaryIO, sheet: Sheet, notes: FileNotes, progress: Progress = lambda read: None
) -> Iterator[Row]:
    """Every row that is fit to be looked at; what is wrong with the others goes into the notes.

    `file` is read twice: first to learn its encoding, then row by row.
    """
    try:
        encoding = _find_encoding(file)
        file.seek(0)
        text = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="")
        try:
            yield from _read_text(text, sheet, notes, lambda: progress(file.tell()))
        finally:
            text.detach()
    except _StopReading as stop:
        notes.file_problem(str(stop))


def _find_encoding(file: BinaryIO) -> str:
    """UTF-8 if the whole file is valid UTF-8, otherwise cp1252 (Windows, Western Europe)."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8, is_first = True, True
    while chunk := file.read(_CHUNK):
        if is_first:
            _refuse_wrong_start(chunk)
            is_first = False
        if b"\0" in chunk:
            raise _StopReading(f"This file has NUL characters, so it is not plain text: {_SAVE_AS}")
        is_utf8 = is_utf8 and _decodes(decoder, chunk)
    if is_first:
        raise _StopReading("This file is empty")
    return "utf-8-sig" if is_utf8 and _decodes(decoder, b"", is_last=True) else "cp1252"


def _refuse_wrong_start(chunk: bytes) -> None:
    for starts, message in _WRONG_STARTS:
        if chunk.startswith(starts):
            raise _StopReading(message)


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, is_last: bool = False) -> bool:
    try:
        decoder.decode(chunk, is_last)
    except UnicodeDecodeError:
        return False
    return True


def _read_text(
    text: io.TextIOWrapper, sheet: Sheet, notes: FileNotes, tell: Callable[[], None]
) -> Iterator[Row]:
    records = _records(csv.reader(_lines(text), strict=True))
    heading = next(records, [])
    places = _find_columns(heading, sheet, notes)
    if places is None:
        return
    is_windows = text.encoding == "cp1252"
    for number, cells in enumerate(records, 2):
        if number % _PROGRESS_ROWS == 0:
            tell()
        if not any(cells):
            continue
        notes.rows += 1
        if notes.rows > sheet.row_limit:
            raise _StopReading(f"This file has more than {sheet.row_limit:,} rows: split it")
        row = _read_row(number, cells, len(heading), places, notes, is_windows)
        if row is not None:
            yield row
    tell()
    if notes.rows == 0:
        notes.file_problem("This file has headings but no rows")


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    """The lines of the file; one without an end must not fill the memory."""
    while line := text.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise _StopReading("This file has a line of a million characters: is it a CSV file?")
        yield line


def _records(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    number = 0
    while True:
        number += 1
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise _StopReading(f"Row {number} cannot be read: {_LONE_QUOTE}") from None
        if any(len(cell) > LONGEST_CELL for cell in record):
            raise _StopReading(
                f"Row {number} has a cell of more than {LONGEST_CELL:,} characters: {_LONE_QUOTE}"
            )
        yield record


def _find_columns(heading: list[str], sheet: Sheet, notes: FileNotes) -> dict[str, int] | None:
    """The place of each column of the sheet; None, with notes, where the headings are wrong."""
    before = notes.problem_count
    given = [_plain(name) for name in heading]
    times = Counter(given)
    places: dict[str, int] = {}
    for column in sheet.columns:
        name = _plain(column.name)
        if times[name] > 1:
            notes.problem(1, column.name, "", f"This heading stands {times[name]} times")
        elif times[name] == 1:
            places[column.name] = given.index(name)
        elif column.needed:
            notes.problem(1, column.name, "", _missing_words(heading))
    if sheet.names_unknown_columns:
        _name_unknown(heading, sheet, notes)
    return places if notes.problem_count == before else None


def _missing_words(heading: list[str]) -> str:
    if len(heading) == 1 and (";" in heading[0] or "\t" in heading[0]):
        return "This column is missing: the columns must be separated by commas"
    return "This column is missing: row 1 must hold the headings"


def _name_unknown(heading: list[str], sheet: Sheet, notes: FileNotes) -> None:
    known = {_plain(column.name) for column in sheet.columns}
    unknown = [name for name in heading if name.strip() and _plain(name) not in known]
    if not unknown:
        return
    named = ", ".join(unknown[:_MOST_NAMED])
    more = len(unknown) - _MOST_NAMED
    advice = "Not used: check how it is spelled"
    if more > 0:
        advice = f"These, and {more:,} more, are not used: is it the right file?"
    notes.warning(1, "", named, advice)


def _plain(name: str) -> str:
    """A heading without regard to capitals, spaces and underscores."""
    return " ".join(name.replace("_", " ").split()).casefold()


def _read_row(
    number: int,
    cells: list[str],
    width: int,
    places: dict[str, int],
    notes: FileNotes,
    is_windows: bool,
) -> Row | None:
    """The row with clean cells, or None with a note."""
    if len(cells) < width or any(cells[width:]):
        expected = f"The headings have {width} columns: look for a comma too many or too few"
        notes.problem(number, "", f"{len(cells)} columns", expected)
        return None
    clean: dict[str, str] = {}
    fault = ""
    for name, place in places.items():
        cell = cells[place]
        if not (cell.isascii() and cell.isprintable()):
            fault = _fault_of(cell, is_windows)
            if fault:
                notes.problem(number, name, cell, fault)
                return None
            cell = clean_line(cell)
        clean[name] = cell.strip()
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
