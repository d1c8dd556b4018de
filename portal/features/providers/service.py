"""Changes to a provider's hours and days. Neither is a way to make a missing pupil disappear."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy.orm import Session

from portal.domain.calendar.sessions import Half, SessionKey
from portal.domain.errors import FieldError, InvalidError
from portal.models import CalendarDay, DayKind, Placement, Provider
from portal.services.attendance.not_received import DueSession, without_mark
from portal.services.attendance.provider_days import ProviderDays
from portal.services.calendar import calendar_days


@dataclass(frozen=True)
class Hours:
    am_opens: time
    am_closes: time
    pm_opens: time
    pm_closes: time
    telephone: str

    def opens(self, half: Half) -> time:
        return self.am_opens if half is Half.AM else self.pm_opens


class DayHasBegunError(InvalidError):
    """The day has begun, so it cannot be closed; `sessions` are those that can be cancelled instead."""

    def __init__(self, sessions: list[SessionKey]) -> None:
        words = "This day has begun, so it cannot be closed. Cancel its sessions instead, with the reason"
        super().__init__([FieldError("day", words)])
        self.sessions = sessions


def change_hours(session: Session, provider: Provider, hours: Hours, now: datetime) -> None:
    """Set when the sessions open; the provider's phones hear of it.

    Raises InvalidError where a session of today that has opened, with pupils not marked yet, would
    open later: nobody would be told of them.
    """
    days = ProviderDays(session, provider, now)
    late = [
        FieldError(
            f"{half.value}_opens",
            f"The {half.words} has opened and pupils are not marked yet. Mark them first, or change"
            " the time tomorrow",
        )
        for half in Half
        if hours.opens(half) > days.hours.opens(half) and _has_begun(days, half)
    ]
    if late:
        raise InvalidError(late)
    provider.am_opens, provider.am_closes = hours.am_opens, hours.am_closes
    provider.pm_opens, provider.pm_closes = hours.pm_opens, hours.pm_closes
    provider.telephone = hours.telephone
    provider.roster_number += 1


def _has_begun(days: ProviderDays, half: Half) -> bool:
    """Whether today's session has opened, and somebody expected in it has no mark."""
    key = SessionKey(days.today, half)
    return days.now >= days.hours.opens_at(key) and key in sessions_without_marks(days, [key])


def sessions_without_marks(days: ProviderDays, keys: list[SessionKey]) -> list[SessionKey]:
    """Those of these sessions in which somebody is expected who has no mark."""
    due = [DueSession.of(days.provider, key, days.expected(key)) for key in keys]
    own = Placement.provider_id == days.provider.id
    return [each.key for each in without_mark(days.session, own, due)]


def add_day(
    session: Session, provider: Provider, day: date, kind: DayKind, note: str, at: datetime
) -> None:
    """Note a day that differs from the council's terms.

    Raises InvalidError where one is noted, and DayHasBegunError for closing a day that has begun:
    those who decide must hear of it, with a reason, and marks of that day stay what they are.
    """
    days = ProviderDays(session, provider, at)
    first = days.hours.opens_at(SessionKey(day, Half.AM))
    if kind is DayKind.CLOSED and at >= first:
        raise DayHasBegunError(
            sessions_without_marks(days, [SessionKey(day, each) for each in Half])
        )
    calendar_days.add_day(session, provider.id, day, kind, note, at)
    provider.roster_number += 1


def remove_day(session: Session, provider: Provider, day: CalendarDay) -> None:
    session.delete(day)
    provider.roster_number += 1
