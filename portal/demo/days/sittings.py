"""Who sits in which school session: the registers behind the day, pupil by pupil."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from uuid import UUID

from portal.demo.world.day import DemoDay, moment
from portal.demo.world.organisations import Organisations
from portal.demo.world.patterns import slots_of
from portal.demo.world.placements import Placed
from portal.domain.calendar.sessions import Half, SessionKey
from portal.models import Provider

UNTOUCHED_TODAY = "hillfarm"
_TAKEN_AFTER = timedelta(minutes=28)


@dataclass(frozen=True, order=True)
class PupilSession:
    """One pupil in one school session."""

    key: SessionKey
    placement_id: UUID


@dataclass(frozen=True)
class Sitting:
    """One school session of one provider, with the pupils expected in it."""

    provider: str
    key: SessionKey
    expected: tuple[Placed, ...]

    def pupil_sessions(self) -> Iterator[tuple[PupilSession, Placed]]:
        for placed in self.expected:
            yield PupilSession(self.key, placed.placement.id), placed


class Sittings:
    """Every session that has been held, in order of time."""

    def __init__(self, county: Organisations, placed: Sequence[Placed], day: DemoDay) -> None:
        self._county = county
        self._placed = placed
        self._day = day

    @cached_property
    def all(self) -> list[Sitting]:
        days = [*self._day.past_days]
        if self._day.register_day == self._day.today:
            days.append(self._day.today)
        found = (
            self._sitting(provider, SessionKey(day, half))
            for day in days
            for half in Half
            for provider in self._county.providers
        )
        return [sitting for sitting in found if sitting.expected and self._is_held(sitting)]

    @cached_property
    def last_day(self) -> list[Sitting]:
        """The sessions of the last school day before the register day."""
        return [each for each in self.all if each.key.day == self._day.past_days[-1]]

    def _sitting(self, provider: str, key: SessionKey) -> Sitting:
        expected = tuple(
            placed
            for placed in self._placed
            if placed.provider == provider
            and placed.placement.starts_on <= key.day
            and (key.day.weekday(), key.half) in self._weekly[placed.placement.id]
        )
        return Sitting(provider, key, expected)

    @cached_property
    def _weekly(self) -> Mapping[UUID, frozenset[tuple[int, Half]]]:
        weekday = self._day.register_day.weekday()
        return {
            each.placement.id: frozenset(slots_of(each.pupil, each.provider, weekday))
            for each in self._placed
        }

    def _is_held(self, sitting: Sitting) -> bool:
        if sitting.key.day != self._day.today:
            return True
        if sitting.provider == UNTOUCHED_TODAY:
            return False
        provider = self._county.providers[sitting.provider]
        opens = opens_at(provider, sitting.key)
        return opens + _TAKEN_AFTER <= self._day.now


def opens_at(provider: Provider, key: SessionKey) -> datetime:
    """When the provider's session opens, as a moment."""
    return moment(key.day, provider.am_opens if key.half is Half.AM else provider.pm_opens)
