"""Which school session is due, and which may be marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
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
    now: datetime, calendar: SchoolCalendar, hours: OpeningHours, has_pupils: Sequence[SessionKey]
) -> SessionKey:
    """The session whose register should be taken now: of today, or of the next school day.

    `now` has a time zone. The afternoon is due from half an hour before it opens, or all day where
    only the afternoon has pupils; the morning until then.
    """
    local = now.astimezone(LONDON)
    day = calendar.school_day_from(local.date())
    morning, afternoon = SessionKey(day, Half.AM), SessionKey(day, Half.PM)
    if day != local.date():
        return afternoon if _only(afternoon, morning, has_pupils) else morning
    if _only(morning, afternoon, has_pupils):
        return morning
    is_afternoon = now >= hours.opens_at(afternoon) - OPENS_EARLY
    return afternoon if is_afternoon or _only(afternoon, morning, has_pupils) else morning


def _only(one: SessionKey, other: SessionKey, has_pupils: Sequence[SessionKey]) -> bool:
    return one in has_pupils and other not in has_pupils


def may_be_marked(day: date, today: date, calendar: SchoolCalendar, early: bool = False) -> bool:
    """Whether a register of this day may be taken: today's and earlier ones.

    `early` also opens the next school day on a day without school (the demonstration).
    """
    if day <= today:
        return True
    return early and day == calendar.school_day_from(today)


def window(today: date, calendar: SchoolCalendar, days_each_way: int = 5) -> tuple[date, ...]:
    """The school days from five before to five after today, today with them."""
    middle = calendar.school_day_from(today)
    before = [middle]
    after: list[date] = []
    for _ in range(days_each_way):
        before.append(calendar.school_days_before(before[-1], 1))
        after.append(calendar.next_school_day(after[-1] if after else middle))
    return tuple(reversed(before)) + tuple(after)
