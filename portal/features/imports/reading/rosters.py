"""Tells phones that their list of pupils and days is out of date, so that they fetch a new one."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, select, true, update
from sqlalchemy.orm import Session

from portal.models import Placement, Provider


def renew_rosters(session: Session, provider_ids: Collection[int]) -> None:
    """Give these providers' lists a new number."""
    _renew(session, Provider.id.in_(provider_ids))


def renew_rosters_of_pupils(session: Session, pupil_ids: Collection[UUID]) -> None:
    """Give a new number to the lists of the providers at which these pupils have a placement."""
    placed = select(Placement.provider_id).where(Placement.pupil_id.in_(pupil_ids))
    _renew(session, Provider.id.in_(placed))


def renew_all_rosters(session: Session) -> None:
    """For a change that every provider must hear of, such as new term dates."""
    _renew(session, true())


def _renew(session: Session, condition: ColumnElement[bool]) -> None:
    session.execute(
        update(Provider)
        .where(condition)
        .values(roster_number=Provider.roster_number + 1)
        .execution_options(synchronize_session=False)
    )
