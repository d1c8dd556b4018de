"""Reads Code-Point Open as the Ordnance Survey ships it: a zip of 120 CSV files, or one of them.

Columns without a heading: postcode, quality, easting, northing, and more that are not read.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from portal.services.catalogue.postcodes import GridPoint, compact_postcode

_COLUMNS = 4
_FOLDER = "data/csv/"
_MOST_UNPACKED = 1024 * 1024 * 1024
_ZIP_START = b"PK\x03\x04"


class WrongFileError(Exception):
    """The file is not as Ordnance Survey writes it. `args[0]` says where and why."""


def read_points(path: Path) -> Iterator[GridPoint]:
    """The postcodes row by row; those without a place are left out. Raises WrongFileError."""
    for name, file in _files(path):
        with file:
            yield from _points(name, file)


def _files(path: Path) -> Iterator[tuple[str, BinaryIO]]:
    """The CSV files of an archive by name, or the file itself."""
    with path.open("rb") as file:
        if file.read(4) != _ZIP_START:
            file.seek(0)
            yield path.name, file
            return
    try:
        with zipfile.ZipFile(path) as archive:
            yield from _archived(archive)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError):
        raise WrongFileError(f"{path.name} is a damaged zip file: download it again") from None


def _archived(archive: zipfile.ZipFile) -> Iterator[tuple[str, BinaryIO]]:
    parts = [
        part
        for part in archive.infolist()
        if part.filename.lower().endswith(".csv")
        and ("/" not in part.filename or _FOLDER in f"/{part.filename.lower()}")
    ]
    if not parts:
        raise WrongFileError("This zip file has no CSV files in Data/CSV: is it Code-Point Open?")
    if sum(part.file_size for part in parts) > _MOST_UNPACKED:
        raise WrongFileError("This zip file would grow too large when it is opened")
    for part in parts:
        with archive.open(part) as file:
            yield part.filename.rpartition("/")[2], file  # type: ignore[misc]  # a binary file


def _points(name: str, file: BinaryIO) -> Iterator[GridPoint]:
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    try:
        for number, row in enumerate(csv.reader(text), 1):
            point = _point(row)
            if point is None:
                raise WrongFileError(
                    f"Row {number} of {name} is not like: OX1 1AA,10,451000,206000"
                    " (postcode, quality, easting, northing)"
                )
            if point.easting and point.northing:
                yield point
    except (UnicodeDecodeError, csv.Error):
        raise WrongFileError(f"{name} is not a CSV file in UTF-8") from None
    finally:
        text.detach()


def _point(row: list[str]) -> GridPoint | None:
    if len(row) < _COLUMNS or not compact_postcode(row[0]):
        return None
    try:
        return GridPoint(compact_postcode(row[0]), int(row[2]), int(row[3]))
    except ValueError:
        return None
