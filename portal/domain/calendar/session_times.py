"""Which school session is due, and which may be marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from portal.domain.calendar.school_year import SchoolCalendar
from portal.domain.calendar.sessions import Half, SessionKey

LONDON = ZoneInfo("Europe/London")
OPENS_EARLY = timedelta(minutes=30)


@dataclass(frozen=True)
class OpeningHours:
    """When a provider's two school sessions open and close, in English clock time."""

    am_opens: time
    am_closes: time
    pm_opens: time
    pm_closes: time

    def opens(self, half: Half) -> time:
        return self.am_opens if half is Half.AM else self.pm_opens

    def closes(self, half: Half) -> time:
        return self.am_closes if half is Half.AM else self.pm_closes

    def opens_at(self, key: SessionKey) -> datetime:
        """The moment of opening; right on the days when the clocks change."""
        return datetime.combine(key.day, self.opens(key.half), LONDON)


def session_due(
    now: datetime,
    calendar: SchoolCalendar,
    hours: OpeningHours,
    has_pupils: Sequence[SessionKey],
    early: timedelta = OPENS_EARLY,
) -> SessionKey:
    """The session whose register should be taken now: of today, or of the next school day.

    `now` has a time zone. The afternoon is due from when it may be marked (`early` before it opens), or all day where
    only the afternoon has pupils; the morning until then.
    """
    local = now.astimezone(LONDON)
    day = calendar.school_day_from(local.date())
    morning, afternoon = SessionKey(day, Half.AM), SessionKey(day, Half.PM)
    if day != local.date():
        return afternoon if _only(afternoon, morning, has_pupils) else morning
    if _only(morning, afternoon, has_pupils):
        return morning
    is_afternoon = may_be_marked(now, afternoon, hours, early)
    return afternoon if is_afternoon or _only(afternoon, morning, has_pupils) else morning


def _only(one: SessionKey, other: SessionKey, has_pupils: Sequence[SessionKey]) -> bool:
    return one in has_pupils and other not in has_pupils


def marked_from(key: SessionKey, hours: OpeningHours, early: timedelta) -> datetime:
    """From when a session may be marked: its opening less `early`, and never before its own day."""
    midnight = datetime.combine(key.day, time.min, LONDON)
    return max(hours.opens_at(key).astimezone(UTC) - early, midnight.astimezone(UTC))


def may_be_marked(moment: datetime, key: SessionKey, hours: OpeningHours, early: timedelta) -> bool:
    """Whether something can have been seen of a session by then: one rule for every door."""
    return moment >= marked_from(key, hours, early)


def too_early_words(key: SessionKey, hours: OpeningHours, early: timedelta) -> str:
    """For people: from when the register can be taken."""
    at = marked_from(key, hours, early).astimezone(LONDON)
    return f"This register can be taken from {at.hour}:{at:%M} on {at:%A} {at.day} {at:%B}"


def window(today: date, calendar: SchoolCalendar, days_each_way: int = 5) -> tuple[date, ...]:
    """The school days from five before to five after today, today with them."""
    middle = calendar.school_day_from(today)
    before = [middle]
    after: list[date] = []
    for _ in range(days_each_way):
        before.append(calendar.school_days_before(before[-1], 1))
        after.append(calendar.next_school_day(after[-1] if after else middle))
    return tuple(reversed(before)) + tuple(after)
