"""Reading a CSV file: encodings, headings, rows that do not fit."""

from __future__ import annotations

import io
from datetime import date
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.adapters.csv_files.notes import FileNotes
from portal.adapters.csv_files.reader import LONGEST_CELL, LONGEST_LINE, Row, read_rows
from portal.adapters.csv_files.sheet import Column, Sheet
from tests.features.imports.files import PUPIL, csv_file

SHEET = Sheet(
    (Column("first_name"), Column("last_name"), Column("note", needed=False)),
    row_limit=5,
)
HEADINGS = b"first_name,last_name,note\r\n"


def read(content: bytes) -> tuple[list[Row], FileNotes]:
    notes = FileNotes()
    return list(read_rows(io.BytesIO(content), SHEET, notes)), notes


def problems(content: bytes) -> list[str]:
    """What a person reads about the file."""
    _, notes = read(content)
    return [problem.words for problem in notes.problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_names_are_read_in_each_encoding(encoding: str) -> None:
    content = "first_name,last_name\nZoë,O’Brien\n".encode(encoding)

    [row], notes = read(content)

    assert (row["first_name"], row["last_name"]) == ("Zoë", "O’Brien")
    assert notes.problem_count == 0


@pytest.mark.parametrize("heading", ["First name", "FIRST_NAME", " first_name ", "first  name"])
def test_headings_are_known_however_they_are_spaced(heading: str) -> None:
    [row], _ = read(f"{heading},last_name\nAmelia,Wren\n".encode())

    assert row["first_name"] == "Amelia"


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_any_way(ending: str) -> None:
    rows, _ = read(ending.join(["first_name,last_name", "Amelia,Wren", "Leo,Park"]).encode())

    assert [row["last_name"] for row in rows] == ["Wren", "Park"]


def test_row_numbers_are_those_of_the_spreadsheet() -> None:
    content = b'first_name,last_name\n"Ame\nlia",Wren\n\n,\nLeo,Park\n'

    rows, _ = read(content)

    assert [(row.number, row["first_name"]) for row in rows] == [(2, "Ame lia"), (5, "Leo")]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file: This file is empty"),
        (HEADINGS, "The file: This file has headings but no rows"),
        (HEADINGS + b"A\0B,C,\n", "The file: This file has NUL characters"),
        ("first_name,last_name\nA,B\n".encode("utf-16"), "The file: This file is in UTF-16"),
        ("first_name,last_name\nA,B\n".encode("utf-16-le"), "The file: This file has NUL"),
        (b"PK\x03\x04\x14\x00rest", "The file: This is not a CSV file or an Excel workbook"),
        (b"first_name,note\nA,B\n", "Row 1, last_name: This column is missing"),
        (b"first_name;last_name\nA;B\n", "The columns must be separated by commas"),
        (b"first_name,last_name,Last name\nA,B,C\n", "last_name: This heading stands 2 times"),
        (HEADINGS + b"A,B,C,D\n", "Row 2 “4 columns”: The headings have 3 columns"),
        (HEADINGS + b"A,B\n", "Row 2 “2 columns”: The headings have 3 columns"),
        (HEADINGS + b'A,"B,\nC,D,\n', "Row 2 cannot be read: look for a quotation mark"),
        (HEADINGS + b'A,"B"b,\n', "Row 2 cannot be read: look for a quotation mark"),
        (HEADINGS + b"A\x07,B,\n", "Row 2, first_name “A”: Take out the characters"),
        (b"x,y\nA,B\n", "Row 1, first_name, last_name: These columns are missing"),
        (b"first_name,last nam\nA,B\n", "Is it “last nam”? Then name it last_name"),
        (HEADINGS + "Zoë,B,\n".encode() + b"\xe9,C,\n", "Row 2, first_name “ZoÃ«”: Some char"),
        (HEADINGS + b"A,B,\n" * 6, "The file: This file has more than 5 rows: split it"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content: bytes, words: str) -> None:
    assert words in problems(content)[0]


@pytest.mark.parametrize("encoding", ["mac_roman", "cp850"])
def test_a_name_from_a_mac_or_from_dos_is_read_with_a_warning(encoding: str) -> None:
    content = "first_name,last_name\nZoë,Müller\nRené,Wren\n".encode(encoding)

    rows, notes = read(content)

    assert [row["first_name"] for row in rows] == ["Zoë", "René"]
    [warning] = notes.warnings
    assert "Zoë" in warning.value
    assert notes.encoding and notes.encoding.name == encoding
    assert "Zoë" in notes.encoding.readings[encoding]


def test_the_encoding_that_a_person_chose_is_used() -> None:
    content = "first_name,last_name\nZoë,Wren\n".encode("cp850")

    [row] = read_rows(io.BytesIO(content), SHEET, FileNotes(), encoding="cp850")

    assert row["first_name"] == "Zoë"


def test_a_windows_file_is_not_taken_for_another() -> None:
    _, notes = read("first_name,last_name\nZoë,O’Brien\nMiloš,Wren\n".encode("cp1252"))

    assert notes.warning_count == 0


def test_the_first_sheet_of_a_workbook_is_read_with_its_dates() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["first_name", "last_name", "note", None])
    sheet.append(["Amelia ", "Wren", date(2012, 5, 4)])
    sheet.append(["Sam", 9314001.0])
    book.create_sheet("Other").append(["not", "read"])
    content = io.BytesIO()
    book.save(content)

    rows, notes = read(content.getvalue())

    assert [tuple(row.cells.values()) for row in rows] == [
        ("Amelia", "Wren", "2012-05-04"),
        ("Sam", "9314001", ""),
    ]
    assert notes.problem_count == 0


def test_a_broken_workbook_says_how_to_mend_it() -> None:
    content = io.BytesIO()
    with ZipFile(content, "w") as archive:
        archive.writestr("xl/workbook.xml", "<!DOCTYPE x [<!ENTITY a 'b'>]><workbook/>")

    assert "This workbook cannot be read" in problems(content.getvalue())[0]


def test_two_spaces_are_one_and_invisible_marks_go() -> None:
    [row], _ = read("first_name,last_name\nHill  Farm,\u200eWren\u00ad\n".encode())

    assert (row["first_name"], row["last_name"]) == ("Hill Farm", "Wren")


def test_a_cell_without_end_is_refused_before_it_fills_the_memory() -> None:
    content = HEADINGS + b'A,"' + b"x" * (LONGEST_CELL + 1) + b'",\n'

    assert "Row 2 has a cell of more than 10,000 characters" in problems(content)[0]


def test_a_line_without_end_is_refused_before_it_fills_the_memory() -> None:
    assert "a line of a million characters" in problems(b"x" * LONGEST_LINE)[0]


def test_columns_that_nobody_knows_are_named() -> None:
    _, notes = read(b"first_name,last_name,nickname,shoe size\nAmelia,Wren,Mel,38\n")

    [warning] = notes.warnings
    assert warning.words == "Row 1 “nickname, shoe size”: Not used: check how it is spelled"


def test_a_file_of_many_other_columns_looks_like_the_wrong_one() -> None:
    _, notes = read(b"first_name,last_name,a,b,c,d,e,f,g\nAmelia,Wren,,,,,,,\n")

    [warning] = notes.warnings
    assert warning.words.endswith("These, and 2 more, are not used: is it the right file?")


def test_empty_columns_at_the_end_do_no_harm() -> None:
    rows, notes = read(b"first_name,last_name,,\nAmelia,Wren,,,,\n")

    assert [row["last_name"] for row in rows] == ["Wren"]
    assert notes.problem_count + notes.warning_count == 0


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Amelia  ", "Amelia"),
        ("Amelia\u202egnp", "Ameliagnp"),
        ("\u200bAmelia", "Amelia"),
        ("Ame\u0301lie", "Am\u00e9lie"),
        ("مريم", "مريم"),
        ("Łucja", "Łucja"),
        ("明美", "明美"),
        ("Amelia 🐝", "Amelia 🐝"),
    ],
)
def test_names_of_any_script_are_kept_and_hidden_characters_go(typed: str, kept: str) -> None:
    [row], _ = read(csv_file({"first_name": typed, "last_name": "Wren"}))

    assert row["first_name"] == kept


@given(st.binary(max_size=400))
def test_random_bytes_never_crash(content: bytes) -> None:
    rows, notes = read(content)

    assert rows or notes.problem_count


@given(st.binary(max_size=60))
def test_a_file_with_random_bytes_in_a_row_is_read_or_reported(content: bytes) -> None:
    rows, notes = read(HEADINGS + b"A," + content + b",\n")

    assert rows or notes.problem_count


def test_progress_reaches_the_size_of_the_file() -> None:
    content = csv_file(PUPIL)
    heard: list[int] = []

    list(read_rows(io.BytesIO(content), SHEET, FileNotes(), heard.append))

    assert heard[-1] == len(content)
