"""The rows of the office file for pupils who were expected and of whom there is no mark.

A file without them would look complete on the day on which a register never came.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.access import scopes
from portal.access.actor import Actor
from portal.domain.attendance.seen import Seen
from portal.domain.calendar.sessions import SessionKey
from portal.features.placements.office_file import COLUMNS, OfficeRow
from portal.features.placements.sites import Sites
from portal.models import CurrentMark, Decision, Placement
from portal.services.attendance.decisions import decisions_without_mark
from portal.services.attendance.not_received import cancellations_of, expected_sessions

_Place = tuple[UUID, SessionKey]


def rows_without_mark(
    session: Session, actor: Actor, first: date, last: date, at: datetime
) -> list[OfficeRow]:
    """A row for each session that has opened and was decided without a mark, or has none at all."""
    condition = scopes.may_see_placement(actor)
    decided = {
        (placement.id, SessionKey(decision.day, decision.half)): decision
        for decision, placement in decisions_without_mark(session, condition, first, last)
    }
    opened = [
        each for each in expected_sessions(session, condition, first, last) if each.opened_at <= at
    ]
    marked = _marked(session, actor, first, last)
    reasons = cancellations_of(session, opened)
    cancelled: dict[_Place, str] = {
        (id, each.key): reasons.get((each.provider_id, each.key), "")
        for each in opened
        for id in each.placement_ids
    }
    places = (cancelled.keys() | decided.keys()) - marked
    placements = _placements(session, {placement_id for placement_id, _ in places})
    sites = Sites(session, placements.keys())
    return [
        _row(placements[id], key, decided.get((id, key)), cancelled.get((id, key), ""), sites)
        for id, key in places
    ]


def _marked(session: Session, actor: Actor, first: date, last: date) -> set[_Place]:
    rows = session.execute(
        scopes.current_marks(actor)
        .where(CurrentMark.day.between(first, last), CurrentMark.seen != Seen.UNMARKED)
        .with_only_columns(CurrentMark.placement_id, CurrentMark.day, CurrentMark.half)
    )
    return {(row.placement_id, SessionKey(row.day, row.half)) for row in rows}


def _placements(session: Session, ids: Iterable[UUID]) -> dict[UUID, Placement]:
    rows: Sequence[Placement] = session.scalars(
        select(Placement)
        .options(joinedload(Placement.pupil), joinedload(Placement.provider))
        .where(Placement.id.in_(set(ids)))
    ).all()
    return {placement.id: placement for placement in rows}


def _row(
    placement: Placement, key: SessionKey, decision: Decision | None, cancelled: str, sites: Sites
) -> OfficeRow:
    pupil = placement.pupil
    said = {
        "upn": pupil.upn or "",
        "surname": pupil.last_name,
        "forename": pupil.first_name,
        "dob": pupil.born_on.isoformat(),
        "date": key.day.isoformat(),
        "session": key.half.upper(),
        "observed": "no mark",
        "decided_code": decision.code if decision else "",
        "reason": f"session cancelled: {cancelled}" if cancelled else "",
        "provider": placement.provider.name,
        "provider_site": sites.of(placement.id, placement.provider_id, key),
        "decided_by": decision.decided_by.name if decision else "",
        "amended": "N",
    }
    return OfficeRow(**dict.fromkeys(COLUMNS, "") | said)
