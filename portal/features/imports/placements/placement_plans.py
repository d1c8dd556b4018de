"""Decides what one row of a placement file means, and says what is wrong with it.

A placement keeps its pupil, provider and commissioner: who may see and decide what was marked
hangs on them. What was expected on days before today stays on record.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from uuid import uuid4

from portal.adapters.csv_files.reader import Row
from portal.domain.calendar.school_age import is_of_compulsory_school_age
from portal.features.imports.placements.barred import Barred
from portal.features.imports.placements.known_placements import (
    KnownPlacements,
    PlacementState,
    PupilFact,
)
from portal.features.imports.placements.lapses import Lapses
from portal.features.imports.placements.pattern_change import (
    PatternChange,
    change_pattern,
    with_earlier_start,
)
from portal.features.imports.reading.directory import CommissionerFact, Directory, ProviderFact
from portal.features.imports.reading.importer import Job
from portal.features.imports.reading.schemas import Numbered, PlacementEntry
from portal.features.imports.report import Outcome, outcome_of

Item = Numbered[PlacementEntry]


@dataclass(frozen=True)
class Parties:
    """Whom a row speaks of. A site of None leaves the sites as they are."""

    pupil: PupilFact
    provider: ProviderFact
    commissioner: CommissionerFact
    site_id: int | None


@dataclass(frozen=True)
class Plan:
    """What becomes of one placement: before (None for a new one), after, and its pattern."""

    item: Item
    parties: Parties
    before: PlacementState | None
    after: PlacementState
    pattern: PatternChange

    @property
    def outcome(self) -> Outcome:
        found = outcome_of(self.before, self.after)
        if found is Outcome.UNCHANGED and not self.pattern.is_empty:
            return Outcome.CHANGED
        return found

    @property
    def starts_earlier(self) -> bool:
        return self.before is not None and self.after.starts_on < self.before.starts_on


class Planner:
    """Makes the plans of one import."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._directory = Directory(job.session)
        self._lapses = Lapses(job.session, job.today)
        self._barred = Barred(job.session)
        self._rows_of: dict[str, int] = {}

    def plan(self, item: Item, known: KnownPlacements) -> Plan | None:
        """The plan for a row, or None with a note of what is wrong."""
        problems = self._job.notes.problem_count
        first = self._rows_of.setdefault(item.entry.reference, item.number)
        if first != item.number:
            self._job.problem(item.row, "reference", f"Row {first} has this reference already")
        parties = self._find_parties(item, known)
        if parties is None:
            return None
        before = known.placement(item.entry.reference)
        item = _with_known_end(item, before)
        after = _after(item.entry, before, parties)
        if before is None:
            self._lapses.check(self._job, item.row, after.provider_id)
            self._barred.check(self._job, item.row, after.provider_id, after.starts_on)
        else:
            self._check_same_parties(item, before, after)
        pattern = self._pattern(item, parties, before, known)
        if self._job.notes.problem_count > problems:
            return None
        plan = Plan(item, parties, before, after, pattern)
        if plan.outcome is not Outcome.UNCHANGED:
            self._warn(plan, known)
        return plan

    def note_names(self, row: Row, known: KnownPlacements) -> None:
        """For a row that is wrong already: note its unknown names too, so that one look finds all."""
        if row["pupil"]:
            self._pupil(row, known)
        if row["provider"]:
            self._provider(row)
        if row["commissioner"]:
            self._commissioner(row)

    def _find_parties(self, item: Item, known: KnownPlacements) -> Parties | None:
        row = item.row
        pupil, commissioner = self._pupil(row, known), self._commissioner(row)
        provider, site_id = self._provider(row)
        if pupil is None or provider is None or commissioner is None:
            return None
        return Parties(pupil, provider, commissioner, site_id)

    def _pupil(self, row: Row, known: KnownPlacements) -> PupilFact | None:
        pupil = known.pupil(row["pupil"])
        if pupil is None:
            expected = "No pupil has this UPN or reference: import the pupils first"
            self._job.problem(row, "pupil", expected)
        return pupil

    def _commissioner(self, row: Row) -> CommissionerFact | None:
        try:
            return self._directory.commissioner(row["commissioner"])
        except ValueError as error:
            self._job.problem(row, "commissioner", str(error))
            return None

    def _provider(self, row: Row) -> tuple[ProviderFact | None, int | None]:
        """The provider and its site, where both are known."""
        column = "provider"
        try:
            provider = self._directory.provider(row["provider"])
            column = "site"
            site = row["site"]
            return provider, self._directory.site_id(provider, site) if site else None
        except ValueError as error:
            self._job.problem(row, column, str(error))
            return None, None

    def _check_same_parties(
        self, item: Item, before: PlacementState, after: PlacementState
    ) -> None:
        for column in ("pupil", "provider", "commissioner"):
            if getattr(before, f"{column}_id") != getattr(after, f"{column}_id"):
                expected = (
                    f"A placement keeps its {column}: end this one,"
                    " and add another with a reference of its own"
                )
                self._job.problem(item.row, column, expected)

    def _pattern(
        self, item: Item, parties: Parties, before: PlacementState | None, known: KnownPlacements
    ) -> PatternChange:
        entry, today = item.entry, self._job.today
        if before is None:
            first_day = entry.from_on or entry.starts_on
            return change_pattern([], entry.sessions, parties.site_id, first_day)
        slots = with_earlier_start(known.slots(before), before.starts_on, entry.starts_on)
        first_day = entry.from_on or max(today, entry.starts_on)
        change = change_pattern(slots, entry.sessions, parties.site_id, first_day)
        if change.is_empty:
            return change
        if entry.ends_on is not None and entry.ends_on < first_day:
            advice = "This placement has ended, so its weekly pattern stays as it was"
            self._job.warn(item.row, "sessions", advice)
            return PatternChange(first_day)
        if first_day < today:
            expected = "A changed weekly pattern starts today or later: the past stays on record"
            self._job.problem(item.row, "from_on", expected)
        return change

    def _warn(self, plan: Plan, known: KnownPlacements) -> None:
        row, entry, parties = plan.item.row, plan.item.entry, plan.parties
        pupil, commissioner = parties.pupil, parties.commissioner
        if not parties.provider.is_listed:
            self._job.warn(row, "provider", "This provider is not on the council's list")
        if not is_of_compulsory_school_age(pupil.born_on, entry.starts_on):
            advice = "The pupil is not of compulsory school age on this day"
            self._job.warn(row, "starts_on", advice)
        if commissioner.is_school and commissioner.id != pupil.home_school_id:
            advice = f"{commissioner.name} is not the home school of {pupil.name}"
            self._job.warn(row, "commissioner", advice)
        marked = known.marked_days(plan.before)
        if marked is None:
            return
        if marked.first < entry.starts_on:
            self._warn_of_marks(plan, "starts_on", marked.first)
        if entry.ends_on is not None and marked.last > entry.ends_on:
            self._warn_of_marks(plan, "ends_on", marked.last)

    def _warn_of_marks(self, plan: Plan, column: str, day: date) -> None:
        advice = f"A register of {day:%d/%m/%Y} has the pupil marked; the mark stays"
        self._job.warn(plan.item.row, column, advice)


def _with_known_end(item: Item, before: PlacementState | None) -> Item:
    """The row with the end that the portal has, where the file has no column for it."""
    if before is None or "ends_on" in item.row.cells:
        return item
    return replace(item, entry=replace(item.entry, ends_on=before.ends_on))


def _after(
    entry: PlacementEntry, before: PlacementState | None, parties: Parties
) -> PlacementState:
    after = PlacementState(
        uuid4(),
        entry.reference,
        parties.pupil.id,
        parties.provider.id,
        parties.commissioner.id,
        entry.starts_on,
        entry.ends_on,
        entry.reason,
    )
    return after if before is None else replace(after, id=before.id)
