"""Letters and reports as PDF, dated with whatever moment the caller has."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from portal.adapters.pdf import render

REPORT = {
    "title": "Suspected unregistered school",
    "council": "Demonstration County Council",
    "provider": "Hill Farm",
    "address": "1 Farm Lane",
    "day": "24 November 2026",
    "known": [],
    "readings": [],
    "findings": [],
    "told": [],
}


@pytest.mark.parametrize(
    "at",
    [
        datetime(2026, 11, 24, 9, 30, tzinfo=UTC),
        datetime(2026, 11, 24, 9, 30, 0, 123_456, tzinfo=UTC),
        datetime(2026, 11, 24, 22, 30, 0, 1, tzinfo=timezone(timedelta(hours=13))),
        datetime(2026, 11, 24, 9, 30, 0, 999_999, tzinfo=ZoneInfo("Europe/London")),
    ],
)
def test_any_moment_dates_a_pdf_in_utc_and_whole_seconds(at: datetime) -> None:
    pdf = render("unregistered_school.typ", REPORT, at)

    assert b"(D:20261124093000Z)" in pdf
