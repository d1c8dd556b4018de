"""Changes to a provider's hours and days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy.orm import Session

from portal.models import CalendarDay, DayKind, Provider
from portal.services.calendar import calendar_days


@dataclass(frozen=True)
class Hours:
    am_opens: time
    am_closes: time
    pm_opens: time
    pm_closes: time
    telephone: str


def change_hours(provider: Provider, hours: Hours) -> None:
    """Set when the sessions open; the provider's phones hear of it."""
    provider.am_opens, provider.am_closes = hours.am_opens, hours.am_closes
    provider.pm_opens, provider.pm_closes = hours.pm_opens, hours.pm_closes
    provider.telephone = hours.telephone
    provider.roster_number += 1


def add_day(
    session: Session, provider: Provider, day: date, kind: DayKind, note: str, at: datetime
) -> None:
    """Note a day that differs from the council's terms. Raises InvalidError where one is noted."""
    calendar_days.add_day(session, provider.id, day, kind, note, at)
    provider.roster_number += 1


def remove_day(session: Session, provider: Provider, day: CalendarDay) -> None:
    session.delete(day)
    provider.roster_number += 1
