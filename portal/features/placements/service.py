"""Changes to placements: what “seen here” counts as, and a school's INSET days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.domain.attendance.codes import code_on, codes_for_seen
from portal.domain.errors import FieldError, InvalidError
from portal.models import CalendarDay, DayKind, Placement, Provider, StandingDecision
from portal.services.calendar.calendar_days import add_day


@dataclass(frozen=True)
class SeenHere:
    code: str
    words: str
    from_day: date


def decide_seen_here(
    session: Session, placement: Placement, given: SeenHere, by: Actor, at: datetime
) -> StandingDecision:
    """Say what “seen here” counts as from a day on. Raises InvalidError for a code that may not be."""
    errors: list[FieldError] = []
    if given.code not in {code.letter for code in codes_for_seen(given.from_day)}:
        errors.append(FieldError("code", "This code cannot stand for “seen here” on that day"))
    elif code_on(given.code, given.from_day).needs_words and not given.words:
        errors.append(FieldError("words", "Say what the pupil does there"))
    if given.from_day < placement.starts_on:
        errors.append(FieldError("from_day", "The placement starts later than this day"))
    if errors:
        raise InvalidError(errors)
    decision = StandingDecision(
        placement_id=placement.id,
        code=given.code,
        words=given.words,
        from_day=given.from_day,
        decided_at=at,
        decided_by_id=by.user_id,
        position=by.position,
    )
    session.add(decision)
    session.flush()
    return decision


def add_inset_day(
    session: Session, organisation_id: int, day: date, note: str, at: datetime
) -> None:
    """Close a school, or for the council every school, on a day. Raises InvalidError if it is noted."""
    add_day(session, organisation_id, day, DayKind.INSET, note, at)
    tell_phones_of_calendar(session)


def remove_day(session: Session, day: CalendarDay) -> None:
    session.delete(day)
    tell_phones_of_calendar(session)


def tell_phones_of_calendar(session: Session) -> None:
    """Every provider's phones fetch their list again: the days of the window may have moved."""
    session.execute(
        update(Provider)
        .values(roster_number=Provider.roster_number + 1)
        .execution_options(synchronize_session=False)
    )
