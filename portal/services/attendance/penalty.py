"""Unauthorised sessions against the penalty notice threshold: to show, never to act on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from portal.domain.attendance.codes import ALL_CODES, StatisticalClass
from portal.domain.attendance.seen import Seen
from portal.domain.attendance.statistics import (
    PENALTY_SESSIONS,
    PenaltyThreshold,
    penalty_threshold,
)
from portal.domain.calendar.school_age import is_of_compulsory_school_age
from portal.domain.calendar.sessions import SessionKey
from portal.models import CurrentMark, Decision, Placement, Pupil
from portal.services.attendance.decisions import decisions_without_mark
from portal.services.calendar.calendars import Calendars

_UNAUTHORISED = [
    code.letter for code in ALL_CODES if code.statistical_class is StatisticalClass.UNAUTHORISED
]
_LOOK_BACK = timedelta(weeks=26)
"""Longer than any ten school weeks, with the summer among them."""


def pupils_over_threshold(
    session: Session, condition: ColumnElement[bool], today: date
) -> frozenset[UUID]:
    """The pupils who have reached it. `condition` is on Placement."""
    found = _unauthorised(session, condition, today)
    many = [pupil_id for pupil_id, keys in found.items() if len(keys) >= PENALTY_SESSIONS]
    pupils = session.scalars(select(Pupil).where(Pupil.id.in_(many)))
    return frozenset(
        pupil_id
        for pupil_id, threshold in _thresholds(session, pupils, found, today).items()
        if threshold.is_reached
    )


def threshold_of(session: Session, pupil: Pupil, today: date) -> PenaltyThreshold | None:
    """One pupil's sessions with any provider.

    None where no penalty notice can be: on no school's roll, or not of compulsory school age.
    """
    found = _unauthorised(session, Placement.pupil_id == pupil.id, today)
    return _thresholds(session, [pupil], found, today).get(pupil.id)


def _thresholds(
    session: Session,
    pupils: Iterable[Pupil],
    found: dict[UUID, set[SessionKey]],
    today: date,
) -> dict[UUID, PenaltyThreshold]:
    counted = {
        pupil.id: pupil.home_school_id
        for pupil in pupils
        if pupil.home_school_id and is_of_compulsory_school_age(pupil.born_on, today)
    }
    calendars = Calendars(session, counted.values())
    return {
        pupil_id: penalty_threshold(found.get(pupil_id, ()), today, calendars.of(school_id))
        for pupil_id, school_id in counted.items()
    }


def _unauthorised(
    session: Session, condition: ColumnElement[bool], today: date
) -> dict[UUID, set[SessionKey]]:
    """The sessions of each pupil whose code counts as unauthorised."""
    first = today - _LOOK_BACK
    lately = and_(condition, or_(Placement.ends_on.is_(None), Placement.ends_on >= first))
    rows = session.execute(
        select(Placement.pupil_id, CurrentMark.day, CurrentMark.half)
        .join(Placement, Placement.id == CurrentMark.placement_id)
        .where(
            lately,
            CurrentMark.day.between(first, today),
            CurrentMark.code.in_(_UNAUTHORISED),
            CurrentMark.seen != Seen.UNMARKED,
            CurrentMark.is_conflict.is_(False),
        )
    )
    found: dict[UUID, set[SessionKey]] = {}
    for row in rows:
        found.setdefault(row.pupil_id, set()).add(SessionKey(row.day, row.half))
    unauthorised = and_(lately, Decision.code.in_(_UNAUTHORISED))
    for decision, placement in decisions_without_mark(session, unauthorised, first, today):
        key = SessionKey(decision.day, decision.half)
        found.setdefault(placement.pupil_id, set()).add(key)
    return found
