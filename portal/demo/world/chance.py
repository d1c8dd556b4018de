"""What an ordinary register says: most pupils here, some late, a few not seen."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from random import Random

from portal.clock import in_london
from portal.domain.attendance.mark_log import MarkValue
from portal.domain.attendance.seen import Seen

_NOT_HERE, _LATE, _LEFT_EARLY = 0.06, 0.07, 0.02  # of all marks

_HEARD = (
    ("", "rang home 9:40, no answer"),
    ("", "rang home 9:35, left a message"),
    ("", ""),
    ("mum rang: ill", ""),
    ("text from dad: sick in the night", "told the school office"),
    ("grandma says a bad cold", "rang home 9:30"),
    ("hospital appointment", ""),
    ("at the dentist this morning", ""),
    ("taxi did not come", "rang the taxi firm 9:25"),
    ("family holiday", "told the school office"),
    ("job interview", ""),
    ("would not get out of bed", "rang home 9:50, spoke to mum"),
)
_LATE_BECAUSE = ("", "", "bus", "overslept", "taxi late", "walked in")
_LEFT_BECAUSE = ("felt sick, mum collected", "appointment at school", "taxi came early")


def ordinary_mark(chance: Random, opens: datetime) -> MarkValue:
    """What was seen of one pupil in a session that opened at this moment."""
    drawn = chance.random()
    if drawn < _NOT_HERE:
        return absence(chance)
    if drawn < _NOT_HERE + _LATE:
        arrived = clock_time_after(opens, chance.randrange(6, 56))
        return MarkValue(Seen.LATE, arrived=arrived, heard=chance.choice(_LATE_BECAUSE))
    if drawn < _NOT_HERE + _LATE + _LEFT_EARLY:
        left = clock_time_after(opens, chance.randrange(70, 120))
        return MarkValue(Seen.HERE, left=left, heard=chance.choice(_LEFT_BECAUSE))
    return MarkValue(Seen.HERE)


def absence(chance: Random) -> MarkValue:
    heard, action = chance.choice(_HEARD)
    return MarkValue(Seen.NOT_HERE, heard=heard, action=action)


def clock_time_after(opens: datetime, minutes: int) -> time:
    """The clock time in England, some minutes after opening."""
    return in_london(opens + timedelta(minutes=minutes)).time()
