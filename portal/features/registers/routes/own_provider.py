"""The provider whose registers the signed-in person takes."""

from __future__ import annotations

from flask import abort

from portal.access import policies, scopes
from portal.access.current import current_actor
from portal.clock import now
from portal.database.db import db
from portal.models import Provider
from portal.services.attendance.provider_days import ProviderDays
from portal.web.pages import one_or_404


def own_days() -> ProviderDays:
    """The actor's provider and its days; 403 while it is under review."""
    actor = current_actor()
    provider = one_or_404(
        db.session, scopes.providers(actor).where(Provider.id == actor.organisation_id)
    )
    if not policies.may_take_register(actor, provider):
        abort(403)
    return ProviderDays(db.session, provider, now())
