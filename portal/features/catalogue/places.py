"""How many places are taken in each half-day of a week, from the placements that are live."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from portal.models import Offer, OfferTag, Placement, PlacementSlot

Taken = Mapping[int, Mapping[str, int]]
"""By provider, and by half-day ("1-am" is Tuesday morning): how many pupils are placed."""


def places_taken(
    session: Session, today: date, provider_ids: Collection[int] | None = None
) -> Taken:
    """Of these providers, or of all."""
    query = (
        select(
            Placement.provider_id,
            PlacementSlot.weekday,
            PlacementSlot.half,
            func.count(func.distinct(Placement.pupil_id)).label("pupils"),
        )
        .join(PlacementSlot, PlacementSlot.placement_id == Placement.id)
        .where(
            Placement.starts_on <= today,
            or_(Placement.ends_on.is_(None), Placement.ends_on >= today),
            PlacementSlot.valid_from <= today,
            or_(PlacementSlot.valid_to.is_(None), PlacementSlot.valid_to >= today),
        )
        .group_by(Placement.provider_id, PlacementSlot.weekday, PlacementSlot.half)
    )
    if provider_ids is not None:
        query = query.where(Placement.provider_id.in_(provider_ids))
    taken: dict[int, dict[str, int]] = defaultdict(dict)
    for row in session.execute(query):
        taken[row.provider_id][f"{row.weekday}-{row.half.value}"] = row.pupils
    return defaultdict(dict, taken)


def full_providers(
    session: Session, today: date, half_days: Collection[str] | None = None
) -> set[int]:
    """The providers with no place left in any of these half-days that they offer, or in any at all.

    Only those with pupils are looked at: one that has none is full only if its capacity is nothing.
    """
    taken = places_taken(session, today)
    capacities = {
        row.provider_id: row.capacity
        for row in session.execute(
            select(Offer.provider_id, Offer.capacity).where(Offer.provider_id.in_(list(taken)))
        )
    }
    offered = _offered(session, capacities, half_days)
    return {
        provider_id
        for provider_id, capacity in capacities.items()
        if all(taken[provider_id].get(each, 0) >= capacity for each in offered[provider_id])
    }


def _offered(
    session: Session, provider_ids: Collection[int], half_days: Collection[str] | None
) -> dict[int, list[str]]:
    query = select(OfferTag.provider_id, OfferTag.value).where(
        OfferTag.kind == "session", OfferTag.provider_id.in_(list(provider_ids))
    )
    if half_days is not None:
        query = query.where(OfferTag.value.in_(half_days))
    offered: dict[int, list[str]] = defaultdict(list)
    for row in session.execute(query):
        offered[row.provider_id].append(row.value)
    return offered
