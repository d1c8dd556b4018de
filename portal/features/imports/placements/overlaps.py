"""Looks for one pupil in two placements at once: no pupil stands twice in one register."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.calendar.day_words import week_words
from portal.features.imports.placements.pattern_change import (
    SlotState,
    with_earlier_start,
)
from portal.features.imports.placements.placement_plans import Plan
from portal.features.imports.reading.importer import Job
from portal.features.imports.reading.week_pattern import WeeklySession
from portal.features.imports.report import Outcome
from portal.models import Placement, PlacementSlot, Provider

_DAY = timedelta(days=1)
_PUPILS_AT_ONCE = 500


@dataclass(frozen=True)
class Claim:
    """Sessions of the week that a placement takes up, from a first to a last day, if it has one.

    `plan` is the row that says so; None for a placement that the file does not name.
    """

    placement_id: UUID
    reference: str
    provider_id: int
    provider_name: str
    sessions: frozenset[WeeklySession]
    first: date
    last: date | None
    plan: Plan | None = None


class Overlaps:
    """Collects what the file says of each pupil, and compares at the end, when all rows are known."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._claims: dict[UUID, list[Claim]] = {}
        self._ids: set[UUID] = set()

    def add(self, plan: Plan, slots: Iterable[SlotState]) -> None:
        """A row, with the slots that the portal has of its placement."""
        self._ids.add(plan.after.id)
        self._claims.setdefault(plan.after.pupil_id, []).extend(_claims_of(plan, slots))

    def check(self) -> None:
        """Note every pair: a problem at one provider, a warning at two."""
        pupils = list(self._claims)
        for start in range(0, len(pupils), _PUPILS_AT_ONCE):
            some = pupils[start : start + _PUPILS_AT_ONCE]
            held = _held_claims(self._job.session, some, self._ids)
            for pupil in some:
                self._check_pupil([*self._claims[pupil], *held.get(pupil, [])])

    def _check_pupil(self, claims: list[Claim]) -> None:
        said: set[tuple[UUID, UUID]] = set()
        for one, other in combinations(claims, 2):
            pair = one.placement_id, other.placement_id
            if one.placement_id == other.placement_id or pair in said:
                continue
            sessions = self._shared(one, other)
            if sessions:
                said.add(pair)
                self._note(one, other, sessions)

    def _shared(self, one: Claim, other: Claim) -> frozenset[WeeklySession]:
        """The sessions that both have on some day. What stood before today stays on record."""
        first = max(one.first, other.first)
        last = min(one.last or date.max, other.last or date.max)
        if not (_is_new(one) or _is_new(other)):
            first = max(first, self._job.today)
        if first > last or not (_changes(one) or _changes(other)):
            return frozenset()
        days = {
            (first + _DAY * number).weekday() for number in range(min(7, (last - first).days + 1))
        }
        return frozenset(each for each in one.sessions & other.sessions if each[0] in days)

    def _note(self, one: Claim, other: Claim, sessions: frozenset[WeeklySession]) -> None:
        """Beside the later row; a claim without a row comes from the portal."""
        if one.plan is None or (
            other.plan is not None and other.plan.item.number > one.plan.item.number
        ):
            one, other = other, one
        if one.plan is None:
            return
        row, pupil = one.plan.item.row, one.plan.parties.pupil.name
        when = week_words(sessions)
        if one.provider_id == other.provider_id:
            expected = f"{pupil} is there already, {when}, as {other.reference}: end that one first"
            self._job.problem(row, "reference", expected)
        else:
            advice = f"{pupil} is at {other.provider_name} at the same time, {when}, as {other.reference}"
            self._job.warn(row, "sessions", advice)


def _changes(claim: Claim) -> bool:
    return claim.plan is not None and claim.plan.outcome is not Outcome.UNCHANGED


def _is_new(claim: Claim) -> bool:
    return claim.plan is not None and claim.plan.before is None


def _claims_of(plan: Plan, slots: Iterable[SlotState]) -> Iterator[Claim]:
    """What the placement takes up once the row is loaded."""
    after, change = plan.after, plan.pattern
    old_start = plan.before.starts_on if plan.before else after.starts_on
    spans: dict[tuple[date, date | None], set[WeeklySession]] = {}
    for slot in with_earlier_start(list(slots), old_start, after.starts_on):
        if slot.id not in change.dropped:
            last = change.first_day - _DAY if slot.id in change.ended else slot.valid_to
            spans.setdefault((slot.valid_from, last), set()).add(slot.session)
    for session, _ in change.begun:
        spans.setdefault((change.first_day, None), set()).add(session)
    for (first, last), sessions in spans.items():
        ends = [day for day in (last, after.ends_on) if day is not None]
        yield Claim(
            after.id,
            after.reference or "",
            after.provider_id,
            plan.parties.provider.name,
            frozenset(sessions),
            max(first, after.starts_on),
            min(ends, default=None),
            plan,
        )


def _held_claims(
    session: Session, pupil_ids: list[UUID], without: set[UUID]
) -> dict[UUID, list[Claim]]:
    """What the portal has of these pupils in placements that the file does not name."""
    rows = session.execute(
        select(Placement, Provider.name, PlacementSlot)
        .join(Provider, Provider.id == Placement.provider_id)
        .join(PlacementSlot, PlacementSlot.placement_id == Placement.id)
        .where(Placement.pupil_id.in_(pupil_ids))
    )
    found: dict[UUID, list[Claim]] = {}
    for placement, provider_name, slot in rows:
        if placement.id in without:
            continue
        ends = [day for day in (slot.valid_to, placement.ends_on) if day is not None]
        claim = Claim(
            placement.id,
            placement.reference or "another placement",
            placement.provider_id,
            provider_name,
            frozenset({(slot.weekday, slot.half)}),
            max(slot.valid_from, placement.starts_on),
            min(ends, default=None),
        )
        found.setdefault(placement.pupil_id, []).append(claim)
    return found
