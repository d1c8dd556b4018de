"""The N clock of absences and the code to suggest: the same in the queue and in the office's file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from portal.domain.clocks import school_days_left
from portal.domain.coding import Suggestion, suggest_for_absence
from portal.domain.school_age import is_of_compulsory_school_age
from portal.models import CurrentMark
from portal.records.calendars import Calendars


class NClocks:
    """The clocks of these marks, on the days of each pupil's home school, else of the council.

    The marks come with their placements and pupils.
    """

    def __init__(self, session: Session, marks: Iterable[CurrentMark], today: date) -> None:
        schools = {mark.placement.pupil.home_school_id for mark in marks}
        self._calendars = Calendars(session, {school for school in schools if school})
        self._today = today

    def days_left(self, mark: CurrentMark) -> int:
        """School days still to come; below 0 once the clock has run out."""
        calendar = self._calendars.of(mark.placement.pupil.home_school_id)
        return school_days_left(mark.day, self._today, calendar)

    def suggest(self, mark: CurrentMark) -> Suggestion:
        """The code for a pupil who was not seen."""
        pupil = mark.placement.pupil
        return suggest_for_absence(
            mark.heard,
            mark.action,
            is_compulsory_age=is_of_compulsory_school_age(pupil.born_on, mark.day),
            days_left=self.days_left(mark),
            is_on_roll=pupil.home_school_id is not None,
        )
