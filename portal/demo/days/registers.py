"""Takes the registers behind the day, through the same log that a phone writes to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from random import Random

from portal.demo.days.log import DemoLog, Seeing
from portal.demo.days.sittings import PupilSession, Sitting
from portal.demo.days.story import Story
from portal.demo.world.chance import clock_time_after, ordinary_mark
from portal.demo.world.day import DemoDay
from portal.domain.attendance.mark_log import MarkValue
from portal.domain.attendance.seen import Seen
from portal.models import RegisterState

_MARKING_TAKES = timedelta(minutes=8)
_AMENDED_EVERY = 53
_BURST_PIPE = "Burst water pipe: the site was closed"


def take_registers(sittings: Iterable[Sitting], story: Story, log: DemoLog, day: DemoDay) -> None:
    """Take every sitting as the story tells it; the one that was not received stays empty."""
    for number, sitting in enumerate(sittings, 1):
        chance = day.chance(sitting.provider, sitting.key)
        pupil_sessions = [pupil_session for pupil_session, _ in sitting.pupil_sessions()]
        if sitting == story.not_received:
            continue
        if sitting == story.cancelled:
            log.close(sitting, RegisterState.CANCELLED, 5, _BURST_PIPE)
        elif sitting == story.unfinished:
            _mark(pupil_sessions[:-1], sitting, story, log, chance)
        else:
            _mark(pupil_sessions, sitting, story, log, chance)
            log.close(sitting, RegisterState.FINISHED, chance.randrange(10, 27))
            if number % _AMENDED_EVERY == 0 and pupil_sessions[0] not in story.values:
                _amend(pupil_sessions[0], sitting, log)


def _mark(
    pupil_sessions: list[PupilSession], sitting: Sitting, story: Story, log: DemoLog, chance: Random
) -> None:
    opens = log.opens_at(sitting)
    seeings = [
        Seeing(
            pupil_session,
            _value(pupil_session, story, chance, opens),
            opens + _MARKING_TAKES * number / len(pupil_sessions),
        )
        for number, pupil_session in enumerate(pupil_sessions)
    ]
    log.record(sitting.provider, seeings, opens + _MARKING_TAKES)


def _value(pupil_session: PupilSession, story: Story, chance: Random, opens: datetime) -> MarkValue:
    drawn = ordinary_mark(chance, opens)
    return story.values.get(pupil_session, drawn)


def _amend(pupil_session: PupilSession, sitting: Sitting, log: DemoLog) -> None:
    """Correct a mark after the register was finished, with the reason."""
    opens = log.opens_at(sitting)
    at = opens + timedelta(minutes=95)
    value = MarkValue(Seen.LATE, arrived=clock_time_after(opens, 20))
    reason = "The signing-in sheet shows a later time"
    log.record(sitting.provider, [Seeing(pupil_session, value, at, reason=reason)], at)
