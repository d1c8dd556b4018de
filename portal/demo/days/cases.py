"""Two cases that need more than one mark: a conflict, and a mark that came after the school's export."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from portal.demo.days.log import DemoLog, Seeing
from portal.demo.days.sittings import PupilSession, opens_at
from portal.demo.days.story import SCHOOL, Story
from portal.demo.world.chance import clock_time_after
from portal.demo.world.day import fixed_id, moment
from portal.demo.world.organisations import Organisations
from portal.domain.attendance.mark_log import MarkValue
from portal.domain.attendance.seen import Seen
from portal.models import CurrentMark, Placement, Pupil

_PROVIDER = "hillfarm"


def add_conflict(story: Story, county: Organisations, log: DemoLog) -> None:
    """A second person marks the same pupil otherwise, without having seen the first mark."""
    lead = county.people[_PROVIDER][-1]
    at = opens_at(county.providers[_PROVIDER], story.conflict.key) + timedelta(minutes=11)
    seeing = Seeing(
        story.conflict,
        MarkValue(Seen.NOT_HERE, heard="not in the barn when I counted"),
        at,
        by=lead,
        source=f"web:{lead.user_id}",
        base_version=0,
    )
    log.record(_PROVIDER, [seeing], at)


def add_export_and_late_mark(
    session: Session, story: Story, county: Organisations, log: DemoLog
) -> None:
    """The school downloads its day; then a phone that had no signal sends what it had."""
    exported_at = moment(story.held.key.day, time(15, 30))
    _export(session, story.held, county, exported_at)
    opens = opens_at(county.providers[_PROVIDER], story.held.key)
    seeing = Seeing(
        story.held,
        MarkValue(Seen.LATE, arrived=clock_time_after(opens, 35), heard="bus"),
        opens + timedelta(minutes=36),
        source=str(fixed_id("second phone", _PROVIDER)),
        base_version=0,
    )
    log.record(_PROVIDER, [seeing], exported_at + timedelta(hours=2))


def _export(
    session: Session, pupil_session: PupilSession, county: Organisations, at: datetime
) -> None:
    school_id = county.by_key[SCHOOL].id
    placements = (
        select(Placement.id)
        .join(Pupil, Pupil.id == Placement.pupil_id)
        .where(or_(Placement.commissioner_id == school_id, Pupil.home_school_id == school_id))
    )
    session.execute(
        update(CurrentMark)
        .where(CurrentMark.day == pupil_session.key.day, CurrentMark.placement_id.in_(placements))
        .values(exported_at=at)
        .execution_options(synchronize_session=False)
    )
