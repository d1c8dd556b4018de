"""The cases that every demonstration shows, at sessions found for the day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from portal.demo.days.sittings import PupilSession, Sitting, Sittings
from portal.demo.world.day import DemoDay
from portal.demo.world.placements import Placed
from portal.domain.attendance.clocks import school_days_left
from portal.domain.attendance.mark_log import MarkValue
from portal.domain.attendance.seen import Seen
from portal.domain.calendar.school_year import SchoolCalendar

SCHOOL = "oakfield"
"""The school whose queue shows an absence in every state."""

_SOON, _NEXT_WEEK = timedelta(minutes=20), timedelta(days=9)

UNDECIDED = {
    5: ("", ""),
    4: ("dad texted: tummy ache", ""),
    3: ("", "rang home 9:40, no answer"),
    2: ("taxi did not come", "rang the taxi firm 9:25"),
    1: ("mum rang: ill", ""),
    0: ("", "rang home 9:40 and 11:00, no answer"),
}
"""By school days left: what was heard and done about an absence that nobody has decided."""


@dataclass(frozen=True)
class Ruling:
    """A code given to an absence, `after` the one before; an empty code takes that back."""

    code: str
    reason: str = ""
    after: timedelta = timedelta()


@dataclass(frozen=True)
class Told:
    """An absence of the story: how many school days are left, what was said, what was decided."""

    days_left: int
    heard: str
    rulings: tuple[Ruling, ...]
    action: str = ""


DECIDED = (
    Told(3, "", (Ruling("N"),), "rang home 9:35, left a message"),
    Told(2, "mum rang: ill", (Ruling("I"),)),
    Told(1, "at the dentist", (Ruling("M"),)),
    Told(
        0,
        "doctor's appointment",
        (Ruling("I"), Ruling("M", "The letter shows an appointment, not an illness", _SOON)),
    ),
    Told(
        2,
        "grandma says a cold",
        (Ruling("I"), Ruling("", "Given to the wrong pupil", _SOON)),
    ),
    Told(-1, "", (Ruling("N"),), "rang home 9:30, no answer"),
    Told(
        -3,
        "",
        (Ruling("N"), Ruling("O", "No reason was found within five school days", _NEXT_WEEK)),
        "home visit, nobody in",
    ),
)


@dataclass
class Story:
    """Which sessions and pupils the cases fell on."""

    not_received: Sitting
    cancelled: Sitting
    unfinished: Sitting
    conflict: PupilSession
    held: PupilSession
    values: dict[PupilSession, MarkValue] = field(default_factory=dict)
    rulings: dict[PupilSession, tuple[Ruling, ...]] = field(default_factory=dict)

    @property
    def special_sittings(self) -> tuple[Sitting, ...]:
        return self.not_received, self.cancelled, self.unfinished


def tell(sittings: Sittings, day: DemoDay, school_calendar: SchoolCalendar) -> Story:
    """Find a session and a pupil for every case. The same day tells the same story."""
    return _Teller(sittings, day, school_calendar).tell()


class _Teller:
    def __init__(self, sittings: Sittings, day: DemoDay, calendar: SchoolCalendar) -> None:
        self._sittings = sittings
        self._day = day
        self._calendar = calendar
        self._used: set[object] = set()

    def tell(self) -> Story:
        before = [s for s in self._sittings.all if s.key.day < self._day.past_days[-2]]
        away = [s for s in before if s.provider != "hillfarm" and len(s.expected) > 1]
        story = Story(
            not_received=self._not_received(),
            cancelled=away[-4],
            unfinished=away[-9],
            conflict=self._of_pupil("Leo", lambda sitting: sitting in self._sittings.last_day),
            held=self._of_pupil("Amelia", lambda sitting: self._left(sitting) == 3),
        )
        self._used |= {story.conflict, story.held}
        story.values[story.conflict] = MarkValue(Seen.HERE)
        story.values[story.held] = MarkValue(Seen.NOT_HERE, heard="not seen at the gate")
        story.rulings[story.held] = ()
        taken = set(story.special_sittings)
        self._open = [s for s in reversed(self._sittings.all) if s not in taken]
        self._add_undecided(story)
        self._add_decided(story)
        return story

    def _not_received(self) -> Sitting:
        """The last afternoon of a provider with a pupil of the school."""
        return next(
            sitting
            for sitting in reversed(self._sittings.last_day)
            if sitting.provider != "hillfarm" and any(map(_is_of_school, sitting.expected))
        )

    def _of_pupil(self, first_name: str, fits: Callable[[Sitting], bool]) -> PupilSession:
        """The latest place of a Hill Farm pupil in a session that fits."""
        return next(
            pupil_session
            for sitting in reversed(self._sittings.all)
            if sitting.provider == "hillfarm" and fits(sitting)
            for pupil_session, placed in sitting.pupil_sessions()
            if placed.pupil.first_name == first_name
        )

    def _add_undecided(self, story: Story) -> None:
        for days_left, (heard, action) in UNDECIDED.items():
            for pupil_session in self._next_place(days_left):
                story.values[pupil_session] = MarkValue(Seen.NOT_HERE, heard=heard, action=action)
                story.rulings[pupil_session] = ()

    def _add_decided(self, story: Story) -> None:
        for told in DECIDED:
            for pupil_session in self._next_place(told.days_left):
                story.values[pupil_session] = MarkValue(
                    Seen.NOT_HERE, heard=told.heard, action=told.action
                )
                story.rulings[pupil_session] = told.rulings

    def _next_place(self, days_left: int) -> Iterator[PupilSession]:
        """One more pupil of the school with so many school days left; none on some days."""
        for sitting in self._open:
            if self._left(sitting) != days_left:
                continue
            for pupil_session, placed in sitting.pupil_sessions():
                if _is_of_school(placed) and self._is_free(pupil_session, placed):
                    yield pupil_session
                    return

    def _is_free(self, pupil_session: PupilSession, placed: Placed) -> bool:
        """Each pupil stands in the story once on a day."""
        marks = {pupil_session, (pupil_session.key.day, placed.pupil.number)}
        if marks & self._used:
            return False
        self._used |= marks
        return True

    def _left(self, sitting: Sitting) -> int:
        return school_days_left(sitting.key.day, self._day.today, self._calendar)


def _is_of_school(placed: Placed) -> bool:
    return placed.pupil.home_school == placed.pupil.commissioner == SCHOOL
