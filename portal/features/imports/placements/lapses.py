"""Providers of which a document has run out: their new placements are held, or warned of."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.adapters.csv_files.reader import Row
from portal.features.imports.reading.importer import Job
from portal.models import Provider
from portal.services.evidence.renewals import lapses_of, new_placements_are_on_hold


class Lapses:
    """What had run out when the import began, read once."""

    def __init__(self, session: Session, today: date) -> None:
        provider_ids = session.scalars(select(Provider.id)).all()
        self._lapses = lapses_of(session, provider_ids, today)
        self._holds = new_placements_are_on_hold(session)

    def check(self, job: Job, row: Row, provider_id: int) -> None:
        """Note a new placement at such a provider: a problem where the council holds those."""
        lapses = self._lapses[provider_id]
        if not lapses:
            return
        found = "; ".join(lapse.words for lapse in lapses)
        if self._holds:
            job.problem(row, "provider", f"The council holds new placements here. {found}")
        else:
            job.warn(row, "provider", found)
