"""Marks of days that have not come: an older release took them; no page counts them as seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain.attendance.seen import Seen
from portal.models import CurrentMark, Provider


@dataclass(frozen=True)
class MarksToCome:
    """How many marks a provider has on one day to come."""

    provider: str
    day: date
    count: int


def marks_to_come(session: Session, today: date) -> list[MarksToCome]:
    """Those of each provider and day, the next day first."""
    rows = session.execute(
        select(Provider.name, CurrentMark.day, func.count().label("marks"))
        .join(Provider, Provider.id == CurrentMark.provider_id)
        .where(CurrentMark.day > today, CurrentMark.seen != Seen.UNMARKED)
        .group_by(Provider.id, Provider.name, CurrentMark.day)
        .order_by(CurrentMark.day, Provider.name)
    )
    return [MarksToCome(row.name, row.day, row.marks) for row in rows]
