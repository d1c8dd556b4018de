"""Days that differ from the terms: an INSET day of a school, a closed or extra day of a provider."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.errors import InvalidError
from portal.models import CalendarDay, DayKind


def add_day(
    session: Session, organisation_id: int, day: date, kind: DayKind, note: str, at: datetime
) -> None:
    """Note the day. Raises InvalidError where the organisation has noted one already."""
    known = session.scalar(
        select(CalendarDay).where(
            CalendarDay.organisation_id == organisation_id, CalendarDay.day == day
        )
    )
    if known is not None:
        raise InvalidError.of("day", "This day is in the list already: take it out first")
    session.add(
        CalendarDay(organisation_id=organisation_id, day=day, kind=kind, note=note, created_at=at)
    )
