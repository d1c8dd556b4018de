"""Dates as people type them."""

from __future__ import annotations

from datetime import date

import pytest

from portal.domain.calendar.written_days import parse_day


@pytest.mark.parametrize("typed", ["24/11/2026", "24-11-2026", "2026-11-24", "24.11.2026"])
def test_a_date_is_read_in_each_form(typed: str) -> None:
    assert parse_day(typed, 1950, 2100) == date(2026, 11, 24)


@pytest.mark.parametrize(
    "typed",
    [
        "2 September 2026",
        "2nd Sept 2026",
        "02-Sep-2026",
        "Wednesday 2 September 2026",
        "Wed, 2 Sep 2026",
        "September 2, 2026",
        "2026-09-02T00:00:00",
        "2026-09-02 00:00:00.000",
        "02/09/2026 00:00",
        "02/09/2026 12:00:00 AM",
        "\u200e02/09/2026",
        "02\u00a0September\u00a02026",
    ],
)
def test_a_date_that_is_not_in_doubt_is_taken(typed: str) -> None:
    assert parse_day(typed, 1950, 2100) == date(2026, 9, 2)


@pytest.mark.parametrize("typed", ["02-Sep-26", "Wednesday 2 September 26", "2 Sep 26"])
def test_a_short_year_after_a_month_in_words_is_of_this_century_where_dates_are_of_now(
    typed: str,
) -> None:
    assert parse_day(typed, 1950, 2100, takes_short_years=True) == date(2026, 9, 2)


def test_a_short_year_after_figures_is_in_doubt_everywhere() -> None:
    with pytest.raises(ValueError, match="four figures"):
        parse_day("02/09/26", 1950, 2100, takes_short_years=True)


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
        ("46350", "format the column as a date"),
        ("46350.0", "format the column as a date"),
        ("24 Nov 26", "with the year in four figures"),
        ("24-Nov-26", "with the year in four figures"),
        ("24 November", "with the year in four figures"),
        ("24 Nuvember 2026", "Write the date like 24/11/2026"),
        ("24/11/2026 23:00", "without a time"),
        ("2026-11-23T23:00:00Z", "without a time"),
        ("٢٤/١١/٢٠٢٦", "Write the date like 24/11/2026"),
    ],
)
def test_what_is_no_date_says_how_to_write_one(typed: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        parse_day(typed, 1950, 2100)
