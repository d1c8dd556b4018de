"""Where postcodes lie on the British national grid, from a file that an administrator imported."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from sqlalchemy import Table, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from portal.database.db import is_sqlite
from portal.models import PostcodePoint, Site

_POINT: Table = PostcodePoint.__table__  # type: ignore[assignment]


@dataclass(frozen=True)
class GridPoint:
    """A postcode in its compact form ("OX11AA"), and metres to the east and north."""

    postcode: str
    easting: int
    northing: int


def compact_postcode(text: str) -> str:
    """OX11AA, however it was typed."""
    return "".join(letter for letter in text.upper() if letter.isalnum())[:8]


def has_postcodes(session: Session) -> bool:
    """Whether a postcode file was imported at all."""
    return session.scalar(select(PostcodePoint.postcode).limit(1)) is not None


def point_of(session: Session, postcode: str) -> PostcodePoint | None:
    return session.get(PostcodePoint, compact_postcode(postcode))


def save_points(session: Session, points: list[GridPoint]) -> None:
    """Add points, one at least, or move those that are there already."""
    insert = sqlite_insert if is_sqlite(session) else postgresql_insert
    adding = insert(_POINT)
    moved = {name: adding.excluded[name] for name in ("easting", "northing")}
    rows = {point.postcode: asdict(point) for point in points}
    session.execute(
        adding.on_conflict_do_update(index_elements=["postcode"], set_=moved), [*rows.values()]
    )


def place_sites(session: Session, sites: Iterable[Site]) -> int:
    """Put each site where its postcode lies; how many now have a place."""
    placed = 0
    for site in sites:
        point = point_of(session, site.postcode)
        site.easting, site.northing = (point.easting, point.northing) if point else (None, None)
        placed += point is not None
    return placed
