"""What the pages of pupils and placements show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.access import scopes
from portal.access.actor import Actor
from portal.domain.attendance.suggesting import (
    CommissionedBy,
    Roll,
    Suggestion,
    SuggestionFacts,
    suggest_for_seen,
)
from portal.domain.attendance.suggesting import ProviderKind as CodedKind
from portal.domain.calendar.sessions import Half, SessionKey
from portal.models import (
    Decision,
    OrganisationKind,
    Placement,
    PlacementSlot,
    Provider,
    ProviderKind,
    Pupil,
    Site,
    StandingDecision,
)
from portal.services.attendance.week import Cell, Weeks, monday_of

_COMMISSIONED_BY = {
    OrganisationKind.SCHOOL: CommissionedBy.SCHOOL,
    OrganisationKind.COUNCIL_SERVICE: CommissionedBy.COUNCIL,
    OrganisationKind.HOUSEHOLD: CommissionedBy.PARENT,
}


@dataclass(frozen=True)
class WhereRow:
    """One pupil today: the morning, the afternoon, the places, and the week."""

    pupil: Pupil
    morning: Cell
    afternoon: Cell
    sites: tuple[Site, ...]
    week: list[Cell]


def pupils_placed_on(session: Session, actor: Actor, day: date) -> Sequence[Pupil]:
    """The actor's pupils with a placement in force on the day, by name."""
    placed = select(Placement.pupil_id).where(
        scopes.may_see_placement(actor),
        Placement.starts_on <= day,
        or_(Placement.ends_on.is_(None), Placement.ends_on >= day),
    )
    return session.scalars(
        select(Pupil)
        .options(joinedload(Pupil.home_school))
        .where(Pupil.id.in_(placed))
        .order_by(Pupil.last_name, Pupil.first_name)
    ).all()


def where_today(session: Session, actor: Actor, day: date) -> list[WhereRow]:
    """Where each of the actor's pupils is on a day, with the addresses."""
    pupils = pupils_placed_on(session, actor, day)
    weeks = Weeks(session, pupils, monday_of(day))
    cells = {
        pupil.id: [weeks.cell(pupil.id, SessionKey(day, half)) for half in Half] for pupil in pupils
    }
    sites = _sites(session, [cell for pair in cells.values() for cell in pair])
    return [
        WhereRow(
            pupil,
            cells[pupil.id][0],
            cells[pupil.id][1],
            _sites_of(cells[pupil.id], sites),
            weeks.of(pupil.id),
        )
        for pupil in pupils
    ]


def _sites(session: Session, cells: Sequence[Cell]) -> dict[int, list[Site]]:
    """The sites of the providers that the cells name."""
    provider_ids = {cell.slot.provider_id for cell in cells if cell.slot}
    provider_ids |= {cell.mark.provider_id for cell in cells if cell.mark}
    found: dict[int, list[Site]] = {}
    rows = session.scalars(
        select(Site)
        .options(joinedload(Site.provider))
        .where(Site.provider_id.in_(provider_ids))
        .order_by(Site.is_satellite, Site.id)
    )
    for site in rows:
        found.setdefault(site.provider_id, []).append(site)
    return found


def _sites_of(cells: Sequence[Cell], sites: dict[int, list[Site]]) -> tuple[Site, ...]:
    """The address of each session: the slot's own site, else the provider's main one."""
    found: list[Site] = []
    for cell in cells:
        provider_id = cell.slot.provider_id if cell.slot else None
        if cell.mark:
            provider_id = cell.mark.provider_id
        known = sites.get(provider_id or 0, [])
        named = [site for site in known if cell.slot and site.id == cell.slot.site_id]
        for site in (named or known)[:1]:
            if site not in found:
                found.append(site)
    return tuple(found)


def list_placements(session: Session, actor: Actor, today: date) -> Sequence[Placement]:
    """The placements that are in force or to come, then those of the last year."""
    return session.scalars(
        scopes.placements(actor)
        .join(Pupil, Pupil.id == Placement.pupil_id)
        .options(
            joinedload(Placement.pupil),
            joinedload(Placement.provider),
            joinedload(Placement.commissioner),
            selectinload(Placement.slots),
        )
        .where(or_(Placement.ends_on.is_(None), Placement.ends_on >= today - timedelta(days=365)))
        .order_by(Placement.ends_on.is_not(None), Pupil.last_name, Pupil.first_name)
    ).all()


def placements_of(
    session: Session, pupil_id: UUID, condition: ColumnElement[bool]
) -> Sequence[Placement]:
    return session.scalars(
        select(Placement)
        .options(
            joinedload(Placement.provider).selectinload(Provider.sites),
            joinedload(Placement.commissioner),
            selectinload(Placement.slots).joinedload(PlacementSlot.site),
        )
        .where(Placement.pupil_id == pupil_id, condition)
        .order_by(Placement.starts_on.desc())
    ).all()


def standing_history(session: Session, placement_id: UUID) -> Sequence[StandingDecision]:
    return session.scalars(
        select(StandingDecision)
        .options(joinedload(StandingDecision.decided_by))
        .where(StandingDecision.placement_id == placement_id)
        .order_by(StandingDecision.id.desc())
    ).all()


def decisions_of(session: Session, placement_ids: Sequence[UUID]) -> Sequence[Decision]:
    """The latest decisions on a pupil's absences, with those that they replaced."""
    return session.scalars(
        select(Decision)
        .options(joinedload(Decision.decided_by))
        .where(Decision.placement_id.in_(placement_ids))
        .order_by(Decision.id.desc())
        .limit(100)
    ).all()


def suggestion_for(placement: Placement) -> Suggestion:
    """The code that “seen here” would count as, from who commissioned, the roll and the provider."""
    pupil = placement.pupil
    is_registered = placement.provider.provider_kind is ProviderKind.REGISTERED_SCHOOL
    if pupil.home_school_id is None:
        roll = Roll.NONE
    elif pupil.home_school_id == placement.commissioner_id:
        roll = Roll.COMMISSIONING_SCHOOL
    else:
        roll = Roll.A_SCHOOL
    if is_registered and roll is not Roll.NONE:
        roll = Roll.DUAL
    return suggest_for_seen(
        SuggestionFacts(
            _COMMISSIONED_BY[placement.commissioner.kind],
            roll,
            CodedKind.REGISTERED_SCHOOL if is_registered else CodedKind.NON_SCHOOL,
        )
    )
