"""The N clock of absences and the code to suggest: the same in the queue and in the office's file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from portal.domain.attendance.clocks import school_days_left
from portal.domain.attendance.suggesting import Suggestion, suggest_for_absence
from portal.domain.calendar.school_age import is_of_compulsory_school_age
from portal.models import CurrentMark, Pupil
from portal.services.calendar.calendars import Calendars


class NClocks:
    """The clocks of these pupils, on the days of each one's home school, else of the council."""

    def __init__(self, session: Session, pupils: Iterable[Pupil], today: date) -> None:
        schools = {pupil.home_school_id for pupil in pupils}
        self._calendars = Calendars(session, {school for school in schools if school})
        self._today = today

    def days_left(self, pupil: Pupil, day: date) -> int:
        """School days still to come for an absence on the day; below 0 once they have run out."""
        return school_days_left(day, self._today, self._calendars.of(pupil.home_school_id))

    def suggest(self, mark: CurrentMark) -> Suggestion:
        """The code for a pupil who was not seen; the mark comes with its placement and pupil."""
        pupil = mark.placement.pupil
        return suggest_for_absence(
            mark.heard,
            mark.action,
            is_compulsory_age=is_of_compulsory_school_age(pupil.born_on, mark.day),
            days_left=self.days_left(pupil, mark.day),
            is_on_roll=pupil.home_school_id is not None,
        )
