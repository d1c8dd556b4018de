"""The record of a provider for those who check providers; that they looked is in the audit."""

from __future__ import annotations

from flask import abort
from flask.typing import ResponseReturnValue

from portal.access import scopes
from portal.access.audit_log import AuditAction
from portal.access.current import audit_view, current_actor
from portal.access.gate import requires
from portal.access.permissions import Permission
from portal.database.db import db
from portal.features.staff_records.routes.blueprint import bp
from portal.features.staff_records.routes.people import record_page
from portal.models import Provider
from portal.web.pages import one_or_404


@bp.get("/providers/<int:provider_id>/staff")
@requires(Permission.STAFF_RECORD_READ)
def list_provider_people(provider_id: int) -> ResponseReturnValue:
    provider = one_or_404(
        db.session, scopes.shown_providers(current_actor()).where(Provider.id == provider_id)
    )
    if current_actor().organisation_id == provider.id:
        abort(404)
    page = record_page(provider)
    audit_view(AuditAction.STAFF_RECORD_READ, "provider", provider.id)
    return page
