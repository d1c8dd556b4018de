"""Reads the first sheet of an Excel workbook (XLSX) row by row, as the cells of a CSV file."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import BinaryIO
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook

ZIP_START = b"PK\x03\x04"
_MOST_UNPACKED = 256 * 1024 * 1024
_MOST_COLUMNS = 500
_PROLOGUE = 65_536
_UNREADABLE = (
    BadZipFile,
    ParseError,
    zlib.error,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
)


class UnreadableError(Exception):
    """The workbook cannot be read. `args[0]` says why."""


def is_workbook(file: BinaryIO) -> bool:
    """Whether the file is an Excel workbook, not another zip file."""
    try:
        with ZipFile(file) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except BadZipFile:
        return False


def workbook_rows(file: BinaryIO) -> Iterator[list[str]]:
    """Every row of the first sheet, empty ones too. Raises UnreadableError."""
    try:
        _check_size(file)
        file.seek(0)
        yield from _rows(file)
    except _UNREADABLE:
        raise UnreadableError(
            "This workbook cannot be read: open it, save it again as XLSX or CSV, and try again"
        ) from None


def _rows(file: BinaryIO) -> Iterator[list[str]]:
    book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    sheet = book.worksheets[0]
    sheet.reset_dimensions()
    for row in sheet.iter_rows(values_only=True, max_col=_MOST_COLUMNS):
        cells = [_text(value) for value in row]
        while cells and not cells[-1]:
            cells.pop()
        yield cells


def _check_size(file: BinaryIO) -> None:
    """A small file must not unpack to a large one, nor define words of its own that do."""
    with ZipFile(file) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > _MOST_UNPACKED:
            raise UnreadableError("This workbook is too large: save it as CSV")
        for entry in archive.infolist():
            if entry.filename.endswith(".xml"):
                with archive.open(entry) as part:
                    start = part.read(_PROLOGUE)
                if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
                    raise ValueError


def _text(value: object) -> str:
    """A cell as it would stand in a CSV file."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime() | date():
            return value.isoformat()
        case _:
            return str(value)
