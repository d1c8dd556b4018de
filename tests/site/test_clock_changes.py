"""London time where the clock changes, and in a process that runs elsewhere in the world."""

from __future__ import annotations

import time as process_time
from collections.abc import Iterator
from datetime import UTC, date, datetime, time

import pytest

from portal import clock
from portal.domain.calendar.school_year import SchoolCalendar
from portal.domain.calendar.session_times import OpeningHours, session_due
from portal.domain.calendar.sessions import Half, SessionKey
from portal.web.filters import clock_time, day_and_time

SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)  # both are Sundays
HOURS = OpeningHours(time(9), time(12), time(12, 45), time(15))


@pytest.fixture(autouse=True, params=["UTC", "Pacific/Auckland", "America/Los_Angeles"])
def zone_of_the_process(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    monkeypatch.setenv("TZ", request.param)
    process_time.tzset()
    yield
    monkeypatch.undo()
    process_time.tzset()


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 3, 29, 0, 59, 59, 999_999, tzinfo=UTC), "29 March 2026 at 0:59"),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "29 March 2026 at 2:00"),
        (datetime(2026, 3, 29, 23, 30, tzinfo=UTC), "30 March 2026 at 0:30"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "25 October 2026 at 1:30"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "25 October 2026 at 1:30"),
        (datetime(2026, 10, 25, 23, 30, tzinfo=UTC), "25 October 2026 at 23:30"),
    ],
)
def test_a_moment_is_read_as_clocks_in_england_showed_it(moment: datetime, words: str) -> None:
    assert day_and_time(moment) == words
    assert clock_time(moment) == words.rpartition(" ")[2]


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 3, 28, 23, 59, tzinfo=UTC), date(2026, 3, 28)),
        (datetime(2026, 3, 29, 22, 59, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 23, 0, tzinfo=UTC), date(2026, 3, 30)),
        (datetime(2026, 10, 24, 23, 0, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 23, 0, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 26, 0, 0, tzinfo=UTC), date(2026, 10, 26)),
    ],
)
def test_today_is_the_day_in_england(
    monkeypatch: pytest.MonkeyPatch, moment: datetime, day: date
) -> None:
    monkeypatch.setattr(clock, "stopped_at", moment)

    assert clock.today() == day


@pytest.mark.parametrize(
    ("day", "hours"), [(SPRING, 23), (AUTUMN, 25), (date(2026, 11, 24), 24), (date(2026, 7, 1), 24)]
)
def test_a_day_of_the_audit_log_is_as_long_as_it_was(day: date, hours: int) -> None:
    start, end = clock.bounds_of(day)

    assert (end - start).total_seconds() == hours * 3600


@pytest.mark.parametrize(
    ("moment", "half"),
    [
        (datetime(2026, 3, 27, 12, 14, tzinfo=UTC), Half.AM),
        (datetime(2026, 3, 27, 12, 15, tzinfo=UTC), Half.PM),
        (datetime(2026, 3, 30, 11, 14, tzinfo=UTC), Half.AM),
        (datetime(2026, 3, 30, 11, 15, tzinfo=UTC), Half.PM),
        (datetime(2026, 10, 23, 11, 15, tzinfo=UTC), Half.PM),
        (datetime(2026, 10, 26, 12, 14, tzinfo=UTC), Half.AM),
        (datetime(2026, 10, 26, 12, 15, tzinfo=UTC), Half.PM),
    ],
)
def test_the_session_that_is_due_follows_the_clock_on_the_wall(
    moment: datetime, half: Half
) -> None:
    due = session_due(moment, SchoolCalendar(()), HOURS, [])

    assert due == SessionKey(moment.date(), half)


@pytest.mark.parametrize(
    ("day", "opens"),
    [
        (date(2026, 3, 27), datetime(2026, 3, 27, 9, tzinfo=UTC)),
        (date(2026, 3, 30), datetime(2026, 3, 30, 8, tzinfo=UTC)),
        (date(2026, 10, 23), datetime(2026, 10, 23, 8, tzinfo=UTC)),
        (date(2026, 10, 26), datetime(2026, 10, 26, 9, tzinfo=UTC)),
    ],
)
def test_a_session_opens_at_the_same_time_on_the_wall(day: date, opens: datetime) -> None:
    assert HOURS.opens_at(SessionKey(day, Half.AM)) == opens
