"""Decides the absences behind the day: those of the story as told, older ones all, newer ones in part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from portal.demo.days.sittings import PupilSession
from portal.demo.days.story import Ruling, Story
from portal.demo.world.day import DemoDay, moment
from portal.demo.world.organisations import Organisations
from portal.demo.world.placements import Placed
from portal.domain.attendance.awaiting import DecisionState, awaits_decision
from portal.domain.attendance.clocks import school_days_left
from portal.domain.attendance.seen import Seen
from portal.domain.attendance.suggesting import suggest_for_absence
from portal.domain.calendar.sessions import SessionKey
from portal.models import CurrentMark, Decision
from portal.services.calendar.calendars import Calendars
from portal.services.door import open_door

_DECIDED_AT = time(15, 10)
_SHARE_DECIDED = 0.55  # of the absences whose clock still runs


@dataclass(frozen=True)
class _Given:
    """One ruling at one place, ready to be written."""

    at: datetime
    pupil_session: PupilSession
    ruling: Ruling
    mark: CurrentMark


def decide_absences(
    session: Session,
    story: Story,
    placed: Sequence[Placed],
    county: Organisations,
    day: DemoDay,
) -> None:
    by_placement = {each.placement.id: each for each in placed}
    absent = session.scalars(
        select(CurrentMark)
        .where(CurrentMark.seen == Seen.NOT_HERE, CurrentMark.is_conflict.is_(False))
        .order_by(CurrentMark.day, CurrentMark.half, CurrentMark.placement_id)
    ).all()
    rule = _Rule(session, story, by_placement, day)
    given = sorted(
        (each for mark in absent for each in rule.for_absence(mark)),
        key=lambda each: (each.at, each.pupil_session),
    )
    last: dict[PupilSession, int] = {}
    for each in given:
        last[each.pupil_session] = _write(session, each, last, by_placement, county)


class _Rule:
    """Which codes an absence was given, and when."""

    def __init__(
        self, session: Session, story: Story, placed: dict[UUID, Placed], day: DemoDay
    ) -> None:
        self._story = story
        self._placed = placed
        self._day = day
        pupils = (each.placement.pupil for each in placed.values())
        schools = {pupil.home_school_id for pupil in pupils if pupil.home_school_id is not None}
        self._calendars = Calendars(session, schools)

    def for_absence(self, mark: CurrentMark) -> Iterator[_Given]:
        pupil_session = PupilSession(SessionKey(mark.day, mark.half), mark.placement_id)
        at = moment(mark.day, _DECIDED_AT)
        for ruling in self._rulings(pupil_session, mark):
            at += ruling.after
            if at < self._day.now:
                yield _Given(at, pupil_session, ruling, mark)

    def _rulings(self, pupil_session: PupilSession, mark: CurrentMark) -> tuple[Ruling, ...]:
        if pupil_session in self._story.rulings:
            return self._story.rulings[pupil_session]
        school_id = self._placed[pupil_session.placement_id].placement.pupil.home_school_id
        left = school_days_left(mark.day, self._day.today, self._calendars.of(school_id))
        chance = self._day.chance("decision", pupil_session)
        if left >= 0 and chance.random() > _SHARE_DECIDED:
            return ()
        letter = suggest_for_absence(
            mark.heard, mark.action, is_compulsory_age=True, days_left=left
        ).letter
        return (Ruling(letter),) if letter else ()


def _write(
    session: Session,
    given: _Given,
    last: dict[PupilSession, int],
    placed: dict[UUID, Placed],
    county: Organisations,
) -> int:
    """Add the decision, keep the current mark, and return the decision's id."""
    pupil_session, mark = given.pupil_session, given.mark
    pupil = placed[pupil_session.placement_id].pupil
    by = county.people[pupil.home_school or pupil.commissioner][0]
    decision_id = session.execute(
        insert(Decision)
        .values(
            placement_id=pupil_session.placement_id,
            day=pupil_session.key.day,
            half=pupil_session.key.half,
            code=given.ruling.code,
            words="",
            replaces_id=last.get(pupil_session),
            reason=given.ruling.reason,
            mark_version=mark.version,
            decided_at=given.at,
            decided_by_id=by.user_id,
            organisation_id=by.organisation_id,
            position=by.position,
        )
        .returning(Decision.id)
    ).scalar_one()
    state = DecisionState(given.ruling.code, mark.version)
    session.execute(
        update(CurrentMark)
        .where(
            CurrentMark.register_id == mark.register_id,
            CurrentMark.placement_id == pupil_session.placement_id,
        )
        .values(
            code=given.ruling.code,
            awaits_decision=awaits_decision(mark.seen, mark.version, False, state),
            change_number=open_door(session, mark.provider_id),
        )
        .execution_options(synchronize_session=False)
    )
    return int(decision_id)
