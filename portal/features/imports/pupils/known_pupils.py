"""The pupils and schools that the portal holds already, for one batch of a pupil file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.domain.text.plain_text import clean_line
from portal.features.imports.reading.schemas import PupilEntry
from portal.models import Pupil, Sen, Sex


@dataclass(frozen=True)
class PupilState:
    """Named and typed as the columns of Pupil."""

    id: UUID
    upn: str | None
    reference: str | None
    first_name: str
    last_name: str
    born_on: date
    sex: Sex
    sen: Sen
    is_looked_after: bool
    home_school_id: int | None


_COLUMNS = tuple(getattr(Pupil, name) for name in PupilState.__dataclass_fields__)


NameAndBirthday = tuple[str, str, date]


def name_and_birthday(pupil: PupilState | PupilEntry) -> NameAndBirthday:
    first, last = (clean_line(name).casefold() for name in (pupil.first_name, pupil.last_name))
    return first, last, pupil.born_on


class KnownPupils:
    """The pupils and schools in the database that a batch speaks of."""

    def __init__(self, session: Session, entries: Sequence[PupilEntry]) -> None:
        given = [upn for entry in entries for upn in (entry.upn, entry.old_upn)]
        upns = [upn for upn in given if upn]
        references = [entry.reference for entry in entries if entry.reference]
        pupils = [
            PupilState(*row)
            for row in session.execute(
                select(*_COLUMNS).where(or_(Pupil.upn.in_(upns), Pupil.reference.in_(references)))
            )
        ]
        self.by_upn = {pupil.upn: pupil for pupil in pupils if pupil.upn}
        self.by_reference = {pupil.reference: pupil for pupil in pupils if pupil.reference}

        days = {entry.born_on for entry in entries}
        born = session.execute(select(*_COLUMNS).where(Pupil.born_on.in_(days)))
        self._by_name = {name_and_birthday(pupil := PupilState(*row)): pupil for row in born}

    def same_name(self, entry: PupilEntry) -> PupilState | None:
        """A pupil of the same name and birthday."""
        return self._by_name.get(name_and_birthday(entry))

    def match(self, entry: PupilEntry) -> PupilState | None:
        """The pupil that the row is about, if the portal holds them."""
        return (
            self.by_upn.get(entry.upn or "")
            or self.by_upn.get(entry.old_upn or "")
            or self.by_reference.get(entry.reference or "")
        )
