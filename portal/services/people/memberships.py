"""Who belongs to a provider: none of them judges it, whatever other role they hold."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import Membership


def people_of(session: Session, provider_id: int) -> frozenset[int]:
    """Everyone who holds or held a role at the provider: none of them decides on it."""
    query = select(Membership.user_id).where(Membership.organisation_id == provider_id)
    return frozenset(session.scalars(query))
