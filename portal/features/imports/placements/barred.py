"""Providers with which no new pupil may be placed: suspended ones, and those that a review rules out."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.adapters.csv_files.reader import Row
from portal.domain.catalogue.non_listed import Outcome, is_in_force, outcome_words
from portal.features.imports.reading.importer import Job
from portal.models import ListingStatus, Provider, Review

_Decided = tuple[Outcome, date | None]  # the outcome, and until when


class Barred:
    """What the council had said of providers when the import began, read once."""

    def __init__(self, session: Session) -> None:
        self._suspended = set(
            session.scalars(select(Provider.id).where(Provider.listing == ListingStatus.SUSPENDED))
        )
        self._decided = _newest_outcomes(session)

    def check(self, job: Job, row: Row, provider_id: int, starts_on: date) -> None:
        """Note a new placement there: a problem, unless it began before today and is only noted."""
        found = self._why(provider_id, starts_on)
        if found is None:
            return
        if starts_on < job.today:
            job.warn(row, "provider", found)
        else:
            job.problem(row, "provider", f"No new pupil may be placed here. {found}")

    def _why(self, provider_id: int, starts_on: date) -> str | None:
        if provider_id in self._suspended:
            return "The provider is suspended"
        outcome, until_on = self._decided.get(provider_id, (None, None))
        if outcome is None or is_in_force(outcome, until_on, starts_on):
            return None
        return f"Desk-top review: {outcome_words(outcome, until_on, starts_on)}"


def _newest_outcomes(session: Session) -> dict[int, _Decided]:
    """The outcome that counts for each provider that is not listed; a later one replaces it."""
    rows = session.execute(
        select(Review.provider_id, Review.outcome, Review.until_on)
        .join(Provider, Provider.id == Review.provider_id)
        .where(Review.outcome.is_not(None), Provider.listing != ListingStatus.LISTED)
        .order_by(Review.decided_at)
    )
    return {row.provider_id: (Outcome(row.outcome.value), row.until_on) for row in rows}
