"""Pupils from the council's own file: found by UPN, else by the council's reference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from uuid import UUID, uuid4

from sqlalchemy import insert, update

from portal.adapters.csv_files.fields import load_row
from portal.adapters.csv_files.reader import Row
from portal.domain.calendar.school_age import birthday
from portal.domain.text.identifiers import is_temporary_upn, upn_warnings
from portal.features.imports.pupils.known_pupils import (
    KnownPupils,
    NameAndBirthday,
    PupilState,
    name_and_birthday,
)
from portal.features.imports.reading.importer import Job
from portal.features.imports.reading.rosters import renew_rosters_of_pupils
from portal.features.imports.reading.schemas import Numbered, PupilEntry, PupilSchema
from portal.features.imports.reading.school_names import SchoolFact, SchoolNames
from portal.features.imports.reading.sheets import PUPILS
from portal.features.imports.report import Outcome, outcome_of
from portal.models import Pupil, Sen, Sex

_TOO_OLD = 26  # an EHC plan can last until the young person is 25


class PupilImporter:
    """Adds and changes pupils. A pupil who is not in the file stays as they are."""

    sheet = PUPILS
    preview_headings = ("UPN or reference", "Name", "Date of birth", "SEN", "Home school")

    def __init__(self, job: Job) -> None:
        self._job = job
        self._schema = PupilSchema()
        self._schools = SchoolNames(job.session)
        self._rows_of: dict[tuple[str, str | UUID | None], int] = {}
        self._new_names: dict[NameAndBirthday, int] = {}
        self._changed_ids: set[UUID] = set()

    def take(self, rows: Sequence[Row]) -> None:
        loaded = []
        for row in rows:
            entry = load_row(self._schema, row, self._job.notes)
            if entry is not None:
                loaded.append(Numbered[PupilEntry](row, entry))
            elif row["home_school_urn"]:
                self._find_school(row, row["home_school_urn"])
        known = KnownPupils(self._job.session, [item.entry for item in loaded])
        added, changed = [], []
        for item in loaded:
            school = self._find_school(item.row, item.entry.home_school)
            if not self._is_sound(item, known):
                continue
            before = known.match(item.entry)
            after = self._after(item.entry, before, school)
            outcome = self._note(item, before, after, school)
            if outcome is Outcome.ADDED:
                self._warn_of_same_name(item, known)
                added.append({**asdict(after), "created_at": self._job.at})
            elif outcome is Outcome.CHANGED:
                changed.append(asdict(after))
                self._changed_ids.add(after.id)
        if self._job.may_write and added:
            self._job.session.execute(insert(Pupil), added)
        if self._job.may_write and changed:
            self._job.session.execute(update(Pupil), changed)

    def finish(self) -> None:
        if self._job.may_write and self._changed_ids:
            renew_rosters_of_pupils(self._job.session, self._changed_ids)

    def _is_sound(self, item: Numbered[PupilEntry], known: KnownPupils) -> bool:
        """Whether the row agrees with the rows above and with what the portal holds."""
        before = self._job.notes.problem_count
        self._check_birth(item)
        self._check_identity(item, known)
        return self._job.notes.problem_count == before

    def _check_birth(self, item: Numbered[PupilEntry]) -> None:
        born = item.entry.born_on
        if born > self._job.today:
            self._job.problem(item.row, "born_on", "This day is still to come")
        elif birthday(born, _TOO_OLD) <= self._job.today:
            self._job.problem(item.row, "born_on", "A pupil is 25 or younger: check the year")

    def _find_school(self, row: Row, text: str | None) -> SchoolFact | None:
        """The home school; None for no roll, and, with a note, for one that the portal has not."""
        if text is None:
            return None
        try:
            school = self._schools.find(text)
        except ValueError as error:
            self._job.problem(row, "home_school_urn", str(error))
            return None
        if school.is_closed:
            self._job.warn(row, "home_school_urn", f"{school.name} is closed")
        return school

    def _check_identity(self, item: Numbered[PupilEntry], known: KnownPupils) -> None:
        entry = item.entry
        by_upn = known.by_upn.get(entry.upn or "")
        by_reference = known.by_reference.get(entry.reference or "")
        if by_upn and by_reference and by_upn.id != by_reference.id:
            expected = "This reference belongs to a pupil with another UPN"
            self._job.problem(item.row, "reference", expected)
        elif self._is_corrected(item, known):
            pass
        elif by_reference and not by_upn and _has_another_upn(by_reference, entry):
            expected = f"The pupil with this reference has the UPN {by_reference.upn}"
            self._job.problem(item.row, "upn", expected)
        match = known.match(entry)
        self._check_is_new(item, match)
        if match and match.born_on != entry.born_on and match.last_name != entry.last_name:
            advice = f"{match.first_name} {match.last_name}, born {match.born_on:%d/%m/%Y}"
            self._job.warn(item.row, "last_name", f"The portal has {advice}: is it the same pupil?")

    def _is_corrected(self, item: Numbered[PupilEntry], known: KnownPupils) -> bool:
        """Whether the row gives a pupil another UPN, in so many words."""
        old = item.entry.old_upn
        wrong = known.by_upn.get(old or "")
        right = known.by_upn.get(item.entry.upn or "")
        if old is None or old == item.entry.upn:
            return False
        if item.entry.upn is None:
            self._job.problem(item.row, "upn", "Give the right UPN, or leave old_upn empty")
        elif wrong and right:
            expected = "Two records have these UPNs: make them one on the page for pupils’ numbers"
            self._job.problem(item.row, "old_upn", expected)
        elif wrong is None and right is None:
            self._job.problem(item.row, "old_upn", "No pupil has this UPN")
        elif wrong:
            self._job.notes.correct(wrong.id, old, item.entry.upn)
        return True

    def _check_is_new(self, item: Numbered[PupilEntry], match: PupilState | None) -> None:
        """Each pupil stands in one row of a file."""
        claims: list[tuple[str, str | UUID | None]] = [
            ("upn", item.entry.upn),
            ("reference", item.entry.reference),
            ("pupil", match.id if match else None),
        ]
        firsts = [self._rows_of.setdefault(claim, item.number) for claim in claims if claim[1]]
        if min(firsts) != item.number:
            column = "upn" if item.entry.upn else "reference"
            self._job.problem(item.row, column, f"This pupil stands in row {min(firsts)} already")

    def _warn_of_same_name(self, item: Numbered[PupilEntry], known: KnownPupils) -> None:
        """A child of the same name and birthday under another number may be the same child."""
        key = name_and_birthday(item.entry)
        first = self._new_names.setdefault(key, item.number)
        other = known.same_name(item.entry)
        if other is not None:
            number = other.upn or other.reference
            advice = (
                f"The portal has a pupil of this name and birthday as {number}: is it the same?"
            )
            self._job.warn(item.row, "last_name", advice)
        elif first != item.number:
            advice = f"Row {first} has this name and birthday: is it the same child?"
            self._job.warn(item.row, "last_name", advice)

    def _after(
        self, entry: PupilEntry, before: PupilState | None, school: SchoolFact | None
    ) -> PupilState:
        after = before or PupilState(
            uuid4(), None, None, "", "", entry.born_on, Sex.UNKNOWN, Sen.NONE, False, None
        )
        return replace(
            after,
            upn=entry.upn or after.upn,
            reference=entry.reference or after.reference,
            first_name=entry.first_name,
            last_name=entry.last_name,
            born_on=entry.born_on,
            sex=after.sex if entry.sex is None else entry.sex,
            sen=after.sen if entry.sen is None else entry.sen,
            is_looked_after=(
                after.is_looked_after if entry.looked_after is None else entry.looked_after
            ),
            home_school_id=school.id if school else None,
        )

    def _note(
        self,
        item: Numbered[PupilEntry],
        before: PupilState | None,
        after: PupilState,
        school: SchoolFact | None,
    ) -> Outcome:
        outcome = outcome_of(before, after)
        if before is not None and before.home_school_id is not None and school is None:
            self._job.warn(item.row, "home_school_urn", "The pupil leaves the roll of a school")
        if after.upn and (before is None or before.upn != after.upn):
            for advice in upn_warnings(after.upn):
                self._job.warn(item.row, "upn", advice)
        cells = (
            after.upn or after.reference or "",
            f"{after.first_name} {after.last_name}",
            f"{after.born_on:%d/%m/%Y}",
            after.sen.value,
            school.name if school else "No roll",
        )
        self._job.notes.add(item.number, outcome, cells)
        return outcome


def _has_another_upn(pupil: PupilState, entry: PupilEntry) -> bool:
    """Whether the UPN would change, other than from a temporary one to the permanent one."""
    if pupil.upn is None or entry.upn is None or pupil.upn == entry.upn:
        return False
    return not is_temporary_upn(pupil.upn)
