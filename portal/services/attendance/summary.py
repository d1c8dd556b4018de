"""A pupil's sessions off site this school year, counted as the Department for Education counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.attendance.seen import Seen
from portal.domain.attendance.statistics import Tally
from portal.models import CurrentMark, Placement
from portal.services.attendance.decisions import decisions_without_mark
from portal.services.attendance.standing_codes import StandingCodes
from portal.services.calendar.calendars import calendar_of


@dataclass(frozen=True)
class Summary:
    """The tally of the sessions that have a code, how many have none yet, and what was seen."""

    since: date
    tally: Tally
    without_code: int
    seen: int
    not_seen: int


def summary_of(session: Session, placements: Sequence[Placement], until: date) -> Summary:
    """From the first day of the school year to `until`, over these placements of one pupil."""
    home_school_id = placements[0].pupil.home_school_id if placements else None
    since = calendar_of(session, home_school_id).first_day_of_year(until)
    ids = [placement.id for placement in placements]
    standing = StandingCodes(session, ids)
    marks = session.scalars(
        select(CurrentMark).where(
            CurrentMark.placement_id.in_(ids),
            CurrentMark.day.between(since, until),
            CurrentMark.seen != Seen.UNMARKED,
        )
    ).all()
    counts: Counter[str] = Counter(_code_of(mark, standing) for mark in marks)
    decided = decisions_without_mark(session, Placement.id.in_(ids), since, until)
    counts.update(decision.code for decision, _ in decided)
    without = counts.pop("", 0)
    seen = sum(mark.seen.was_seen and not mark.is_conflict for mark in marks)
    not_seen = sum(mark.seen is Seen.NOT_HERE and not mark.is_conflict for mark in marks)
    return Summary(since, Tally.of(counts), without, seen, not_seen)


def _code_of(mark: CurrentMark, standing: StandingCodes) -> str:
    """The code that counts, or "" where there is none yet."""
    if mark.is_conflict:
        return ""
    if mark.code or not mark.seen.was_seen:
        return mark.code
    in_force = standing.on(mark.placement_id, mark.day)
    return in_force.code if in_force else ""
