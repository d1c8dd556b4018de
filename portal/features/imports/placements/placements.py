"""Placements from the council's own file, found by the council's reference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, timedelta

from sqlalchemy import delete, insert, update

from portal.adapters.csv_files.fields import load_row
from portal.adapters.csv_files.reader import Row
from portal.features.imports.placements.known_placements import KnownPlacements
from portal.features.imports.placements.overlaps import Overlaps
from portal.features.imports.placements.placement_plans import Plan, Planner
from portal.features.imports.reading.importer import Job
from portal.features.imports.reading.rosters import renew_rosters
from portal.features.imports.reading.schemas import Numbered, PlacementEntry, PlacementSchema
from portal.features.imports.reading.sheets import PLACEMENTS
from portal.features.imports.reading.week_pattern import week_words
from portal.features.imports.report import Outcome
from portal.models import Placement, PlacementSlot

_DAY = timedelta(days=1)


class PlacementImporter:
    """Adds and changes placements. One that is not in the file stays as it is."""

    sheet = PLACEMENTS
    preview_headings = ("Reference", "Pupil", "Provider", "Commissioner", "Dates", "Sessions")

    def __init__(self, job: Job) -> None:
        self._job = job
        self._schema = PlacementSchema()
        self._planner = Planner(job)
        self._overlaps = Overlaps(job)
        self._provider_ids: set[int] = set()

    def take(self, rows: Sequence[Row]) -> None:
        loaded = [(row, load_row(self._schema, row, self._job.notes)) for row in rows]
        known = KnownPlacements(self._job.session, rows)
        plans = []
        for row, entry in loaded:
            if entry is None:
                self._planner.note_names(row, known)
                continue
            plan = self._planner.plan(Numbered[PlacementEntry](row, entry), known)
            if plan is not None:
                plans.append(plan)
                self._overlaps.add(plan, known.slots(plan.before))
        for plan in plans:
            self._job.notes.add(plan.item.number, plan.outcome, _cells(plan))
        changing = [plan for plan in plans if plan.outcome is not Outcome.UNCHANGED]
        self._provider_ids |= {plan.after.provider_id for plan in changing}
        if self._job.may_write:
            self._write(changing)

    def finish(self) -> None:
        self._overlaps.check()
        if self._job.may_write and self._provider_ids:
            renew_rosters(self._job.session, self._provider_ids)

    def _write(self, plans: Sequence[Plan]) -> None:
        session = self._job.session
        added = [
            {**asdict(plan.after), "created_at": self._job.at}
            for plan in plans
            if plan.before is None
        ]
        changed = [asdict(plan.after) for plan in plans if plan.before not in (None, plan.after)]
        if added:
            session.execute(insert(Placement), added)
        if changed:
            session.execute(update(Placement), changed)
        for plan in plans:
            if plan.before is not None:
                self._end_slots(plan, plan.before.starts_on)
        begun = [slot for plan in plans for slot in _begun_slots(plan)]
        if begun:
            session.execute(insert(PlacementSlot), begun)

    def _end_slots(self, plan: Plan, old_start: date) -> None:
        """Reach back to an earlier start, drop slots that have not begun, end those that began."""
        session, change = self._job.session, plan.pattern
        if plan.starts_earlier:
            session.execute(
                update(PlacementSlot)
                .where(
                    PlacementSlot.placement_id == plan.after.id,
                    PlacementSlot.valid_from == old_start,
                )
                .values(valid_from=plan.after.starts_on)
            )
        if change.dropped:
            session.execute(delete(PlacementSlot).where(PlacementSlot.id.in_(change.dropped)))
        if change.ended:
            session.execute(
                update(PlacementSlot)
                .where(PlacementSlot.id.in_(change.ended))
                .values(valid_to=change.first_day - _DAY)
            )


def _begun_slots(plan: Plan) -> list[dict[str, object]]:
    return [
        {
            "placement_id": plan.after.id,
            "weekday": weekday,
            "half": half,
            "site_id": site_id,
            "valid_from": plan.pattern.first_day,
            "valid_to": None,
        }
        for (weekday, half), site_id in plan.pattern.begun
    ]


def _cells(plan: Plan) -> tuple[str, ...]:
    entry, parties = plan.item.entry, plan.parties
    last = f"{entry.ends_on:%d/%m/%Y}" if entry.ends_on else "no end yet"
    sessions = week_words(entry.sessions)
    if plan.before is not None and not plan.pattern.is_empty:
        sessions += f", from {plan.pattern.first_day:%d/%m/%Y}"
    return (
        entry.reference,
        parties.pupil.name,
        parties.provider.name,
        parties.commissioner.name,
        f"{entry.starts_on:%d/%m/%Y} to {last}",
        sessions,
    )
