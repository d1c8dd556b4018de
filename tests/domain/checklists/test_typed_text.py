"""What people type is read in many forms and kept in one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.checklists.typed_text import (
    read_clock,
    read_day,
    read_email,
    read_line,
    read_paragraph,
    read_pence,
    read_postcode,
    read_telephone,
    read_whole_number,
)


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", 12), (" 1,250 ", 1250), ("0", 0), ("-1", None), ("1.5", None), ("1,2", None)],
)
def test_whole_numbers(text: str, number: int | None) -> None:
    assert read_whole_number(text) == number


@pytest.mark.parametrize("text", ["٣", "twelve", "", "1" * 10])
def test_what_is_no_whole_number(text: str) -> None:
    assert read_whole_number(text) is None


@pytest.mark.parametrize(
    ("text", "pence"),
    [
        ("65", 6500),
        ("£65.50", 6550),
        ("£ 1,250", 125_000),
        ("0.05", 5),
        ("65.5", None),
        ("65p", None),
        ("-65", None),
        ("12,50", None),
    ],
)
def test_money(text: str, pence: int | None) -> None:
    assert read_pence(text) == pence


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-24",
        "24/11/2026",
        "24 11 2026",
        "24.11.2026",
        "24 November 2026",
        "24 nov 2026",
        " 24-11-2026 ",
    ],
)
def test_one_day_in_many_forms(text: str) -> None:
    assert read_day(text) == date(2026, 11, 24)


@pytest.mark.parametrize(
    "text",
    [
        "31/02/2026",
        "11/24/2026",
        "24/11/26",
        "24/11/1899",
        "24/11/2101",
        "24 novembre 2026",
        "24 zzz 2026",
        "tomorrow",
        "//",
    ],
)
def test_what_is_no_day(text: str) -> None:
    assert read_day(text) is None


@given(day=st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_every_day_can_be_typed(day: date) -> None:
    for text in (day.isoformat(), f"{day:%d/%m/%Y}", f"{day.day} {day:%B} {day.year}"):
        assert read_day(text) == day


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("9", "09:00"),
        ("9:05", "09:05"),
        ("9.30", "09:30"),
        ("2:30pm", "14:30"),
        ("2 PM", "14:00"),
        ("12am", "00:00"),
        ("12pm", "12:00"),
        ("23:59", "23:59"),
        ("24:00", None),
        ("9:60", None),
        ("13pm", None),
        ("0am", None),
        ("noon", None),
    ],
)
def test_times_of_day(text: str, clock: str | None) -> None:
    assert read_clock(text) == clock


@pytest.mark.parametrize(
    ("text", "postcode"),
    [
        ("ox1 1nd", "OX1 1ND"),
        ("OX11ND", "OX1 1ND"),
        ("SW1A 1AA", "SW1A 1AA"),
        ("OX1", None),
        ("OX1 1N", None),
        ("12345", None),
    ],
)
def test_postcodes(text: str, postcode: str | None) -> None:
    assert read_postcode(text) == postcode


@pytest.mark.parametrize(
    ("text", "telephone"),
    [
        ("01865  496 0000", "01865 496 0000"),
        ("+44 (0)1865-496000", "+44 (0)1865-496000"),
        ("496000", None),
        ("01865 ask Ann", None),
        ("1" * 16, None),
    ],
)
def test_telephone_numbers(text: str, telephone: str | None) -> None:
    assert read_telephone(text) == telephone


@pytest.mark.parametrize(
    ("text", "email"),
    [
        (" ann@example.org ", "ann@example.org"),
        ("ann@example", None),
        ("ann example.org", None),
        ("ann@example.org, ben@example.org", None),
        ("a" * 250 + "@example.org", None),
    ],
)
def test_email_addresses(text: str, email: str | None) -> None:
    assert read_email(text) == email


def test_a_line_has_single_spaces_and_nothing_that_does_not_print() -> None:
    assert read_line("  The \t Example\x00 \ud800Farm\n ") == "The Example Farm"


def test_a_paragraph_keeps_its_lines() -> None:
    assert read_paragraph(" One \r\n\r\nTwo\x07\rThree \n") == "One\n\nTwo\nThree"


@given(text=st.text())
def test_text_that_was_read_reads_the_same_again(text: str) -> None:
    assert read_line(read_line(text)) == read_line(text)
    assert read_paragraph(read_paragraph(text)) == read_paragraph(text)
    assert read_line(text).encode() == read_line(text).encode("utf-8", "strict")
