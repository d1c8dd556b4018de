"""Which days the placements cover that a batch of marks is about."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select

from portal.database.prepared import Prepared
from portal.models import Placement


class PlacementDays(NamedTuple):
    """A placement and the days that it covers."""

    id: UUID
    starts_on: date
    ends_on: date | None

    def covers(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


PLACEMENTS = Prepared(
    PlacementDays,
    select(Placement.id, Placement.starts_on, Placement.ends_on).where(
        Placement.id.in_(bindparam("wanted", expanding=True)),
        Placement.provider_id == bindparam("provider"),
    ),
)
