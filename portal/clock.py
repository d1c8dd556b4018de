"""The only calls to the system clock. Tests stop it; PORTAL_CLOCK_OFFSET moves it, in seconds."""

import os
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

stopped_at: datetime | None = None
_moved = timedelta(seconds=float(os.environ.get("PORTAL_CLOCK_OFFSET", "0")))


def now() -> datetime:
    """The time in UTC."""
    return stopped_at or datetime.now(UTC) + _moved


def today() -> date:
    """The day in England."""
    return in_london(now()).date()


def in_london(moment: datetime) -> datetime:
    """A UTC moment as a person in England reads it."""
    return moment.astimezone(LONDON)


def bounds_of(day: date) -> tuple[datetime, datetime]:
    """A day in England as two UTC moments: its start, and the start of the next day."""
    start = datetime.combine(day, time(), LONDON)
    end = datetime.combine(day + timedelta(days=1), time(), LONDON)
    return start.astimezone(UTC), end.astimezone(UTC)
