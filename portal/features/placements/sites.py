"""Where each weekly session of a placement is held, in words, with each thing said once."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.calendar.sessions import Half, SessionKey
from portal.models import Placement, PlacementSlot, Site


def site_words(site: Site) -> str:
    """Its name, address and postcode; what one of them says already is not said again."""
    parts = [part for part in (site.name, site.address, site.postcode) if part]
    return ", ".join(
        part
        for number, part in enumerate(parts)
        if not any(_says(other, part) for other in parts[:number] + parts[number + 1 :])
    )


def _says(other: str, part: str) -> bool:
    return part.casefold() in other.casefold()


class Sites:
    """The sites of several placements, read at once."""

    def __init__(self, session: Session, placement_ids: Collection[UUID]) -> None:
        provider_ids = select(Placement.provider_id).where(Placement.id.in_(placement_ids))
        sites = session.scalars(
            select(Site).where(Site.provider_id.in_(provider_ids)).order_by(Site.id.desc())
        )
        self._main = {site.provider_id: site_words(site) for site in sites}
        slots = session.execute(
            select(PlacementSlot.placement_id, PlacementSlot.weekday, PlacementSlot.half, Site)
            .join(Site, Site.id == PlacementSlot.site_id)
            .where(PlacementSlot.placement_id.in_(placement_ids))
        )
        self._of_slot: dict[tuple[UUID, int, Half], str] = {
            (row.placement_id, row.weekday, row.half): site_words(row.Site) for row in slots
        }

    def of(self, placement_id: UUID, provider_id: int, key: SessionKey) -> str:
        """Where the pupil's session is held: at the slot's site, or the provider's first one."""
        slot = (placement_id, key.day.weekday(), key.half)
        return self._of_slot.get(slot, self._main.get(provider_id, ""))
