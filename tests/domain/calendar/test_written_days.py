"""Dates as people type them."""

from __future__ import annotations

from datetime import date

import pytest

from portal.domain.calendar.written_days import parse_day


@pytest.mark.parametrize("typed", ["24/11/2026", "24-11-2026", "2026-11-24", "24.11.2026"])
def test_a_date_is_read_in_each_form(typed: str) -> None:
    assert parse_day(typed, 1950, 2100) == date(2026, 11, 24)


def test_a_day_and_month_may_have_one_figure() -> None:
    assert parse_day("4/5/2012", 1950, 2100) == date(2012, 5, 4)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("01/01/0001", "The year must be from 1950 to 2100"),
        ("0001-01-01", "The year must be from 1950 to 2100"),
        ("01/01/9999", "The year must be from 1950 to 2100"),
        ("24/11/26", "with the year in four figures"),
        ("24/11/20266", "with the year in four figures"),
        ("31/02/2026", "There is no such day"),
        ("11/24/2026", "There is no such day"),
        ("29/02/2026", "There is no such day"),
        ("24/11-2026", "Write the date like 24/11/2026"),
        ("24 November 2026", "Write the date like 24/11/2026"),
        ("46350", "Write the date like 24/11/2026"),
        ("٢٤/١١/٢٠٢٦", "Write the date like 24/11/2026"),
    ],
)
def test_what_is_no_date_says_how_to_write_one(typed: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        parse_day(typed, 1950, 2100)
