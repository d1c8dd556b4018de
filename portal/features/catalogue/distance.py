"""How far away a provider is: as the crow flies, from a postcode to the nearest of its sites."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import hypot
from typing import Final

from sqlalchemy import ColumnElement, Float, cast, func, select
from sqlalchemy.orm import Session

from portal.models import Offer, PostcodePoint, Site

METRES_IN_A_MILE: Final = 1609.344


@dataclass(frozen=True)
class Nearest:
    """The site of a provider that is nearest to where a search began."""

    miles: float
    site_name: str
    is_satellite: bool


def is_within(near: PostcodePoint, miles: int) -> ColumnElement[bool]:
    """The condition that some site of an offer is so near; a square around it is looked at first."""
    metres = round(miles * METRES_IN_A_MILE)
    close = select(Site.provider_id).where(
        Site.easting.between(near.easting - metres, near.easting + metres),
        Site.northing.between(near.northing - metres, near.northing + metres),
        _square(near) <= float(metres) ** 2,
    )
    return Offer.provider_id.in_(close)


def least_square(near: PostcodePoint) -> ColumnElement[float]:
    """The square of the distance in metres from the nearest site of an offer; null without a place."""
    return (
        select(func.min(_square(near)))
        .where(Site.provider_id == Offer.provider_id)
        .scalar_subquery()
    )


def _square(near: PostcodePoint) -> ColumnElement[float]:
    """In floats, for it is too large for a whole number."""
    east = cast(Site.easting, Float) - near.easting
    north = cast(Site.northing, Float) - near.northing
    return east * east + north * north


def nearest_sites(
    session: Session, near: PostcodePoint, provider_ids: Collection[int]
) -> Mapping[int, Nearest]:
    """The nearest site of each of these providers that has one with a place on the map."""
    sites = session.scalars(
        select(Site)
        .where(Site.provider_id.in_(provider_ids), Site.easting.is_not(None))
        .order_by(Site.id)
    )
    nearest: dict[int, Nearest] = {}
    for site in sites:
        found = Nearest(_miles(near, site), site.name, site.is_satellite)
        held = nearest.get(site.provider_id)
        if held is None or found.miles < held.miles:
            nearest[site.provider_id] = found
    return nearest


def _miles(near: PostcodePoint, site: Site) -> float:
    east, north = (site.easting or 0) - near.easting, (site.northing or 0) - near.northing
    return round(hypot(east, north) / METRES_IN_A_MILE, 1)
