"""On which mornings and afternoons of the week a placement takes place."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from portal.demo.world.tables import PupilRow
from portal.domain.calendar.sessions import Half

Days = tuple[int, ...]
BOTH = (Half.AM, Half.PM)
MORNING = (Half.AM,)


@dataclass(frozen=True)
class Pattern:
    """Days counted from a first day of the week, which need not be Monday."""

    days: Days
    halves: tuple[Half, ...] = BOTH

    def slots(self, first_weekday: int) -> list[tuple[int, Half]]:
        """(weekday, half) pairs, Monday is 0."""
        return [((first_weekday + day) % 5, half) for day in self.days for half in self.halves]


_WHOLE_WEEK = Pattern((0, 1, 2, 3, 4))
_EVERY_MORNING = Pattern((0, 1, 2, 3, 4), MORNING)
_THREE_DAYS = Pattern((0, 2, 4))
_TWO_DAYS = Pattern((0, 2))
_TWO_OTHER_DAYS = Pattern((1, 3))
_TWO_MORNINGS = Pattern((0, 2), MORNING)

# Ten pupils on the first day in the morning, eight of them in the afternoon, nobody else.
_HILL_FARM = {
    1: _WHOLE_WEEK,
    2: _TWO_DAYS,
    3: _THREE_DAYS,
    4: _EVERY_MORNING,
    5: _WHOLE_WEEK,
    6: _TWO_DAYS,
    7: _WHOLE_WEEK,
    8: _TWO_DAYS,
    9: _WHOLE_WEEK,
    10: _TWO_MORNINGS,
    11: _TWO_OTHER_DAYS,
    12: Pattern((2, 4)),
}
_ELSEWHERE = (_WHOLE_WEEK, _EVERY_MORNING, _THREE_DAYS, _THREE_DAYS, _TWO_DAYS, _TWO_OTHER_DAYS)


def slots_of(row: PupilRow, provider: str, register_weekday: int) -> list[tuple[int, Half]]:
    """The weekly slots of a pupil at one of their providers.

    Hill Farm's week is counted from the weekday of the register that visitors take.
    """
    if row.number in _HILL_FARM:
        if provider == row.providers[0]:
            return _HILL_FARM[row.number].slots(register_weekday)
        return _TWO_OTHER_DAYS.slots(register_weekday)
    chance = Random(f"pattern:{row.number}")  # noqa: S311
    first_weekday = chance.randrange(5)
    if len(row.providers) > 1:
        is_first = provider == row.providers[0]
        return (_TWO_DAYS if is_first else _TWO_OTHER_DAYS).slots(first_weekday)
    return chance.choice(_ELSEWHERE).slots(first_weekday)
