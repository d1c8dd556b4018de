"""What “seen here” counts as on a day, from the standing decisions of placements."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import StandingDecision


@dataclass(frozen=True)
class StandingCode:
    """A code in force from a day on, with the words that it needs."""

    from_day: date
    code: str
    words: str


class StandingCodes:
    """The standing decisions of several placements, read at once."""

    def __init__(self, session: Session, placement_ids: Iterable[UUID]) -> None:
        self._of: dict[UUID, list[StandingCode]] = {}
        rows = session.execute(
            select(
                StandingDecision.placement_id,
                StandingDecision.from_day,
                StandingDecision.code,
                StandingDecision.words,
            )
            .where(StandingDecision.placement_id.in_(set(placement_ids)))
            .order_by(StandingDecision.from_day, StandingDecision.id)
        )
        for row in rows:
            code = StandingCode(row.from_day, row.code, row.words)
            self._of.setdefault(row.placement_id, []).append(code)

    def on(self, placement_id: UUID, day: date) -> StandingCode | None:
        """The decision in force: the latest that starts on the day or before, the last given."""
        in_force = [code for code in self._of.get(placement_id, []) if code.from_day <= day]
        return in_force[-1] if in_force else None
