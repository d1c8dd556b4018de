"""The documents of a provider for those who check providers."""

from __future__ import annotations

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.access import policies, scopes
from portal.access.audit_log import AuditAction
from portal.access.current import audit, current_actor
from portal.access.gate import requires
from portal.access.permissions import Permission
from portal.clock import now, today
from portal.database.db import db
from portal.domain.evidence.renewals import REMIND_DAYS_WORDS
from portal.features.evidence import queries
from portal.features.evidence.routes.blueprint import bp
from portal.features.evidence.routes.documents import find_document
from portal.models import Provider
from portal.services.evidence.papers import note_checked
from portal.services.people.memberships import people_of
from portal.web.pages import one_or_404


@bp.get("/providers/<int:provider_id>/evidence")
@requires(Permission.APPLICATION_CHECK)
def list_provider_evidence(provider_id: int) -> ResponseReturnValue:
    provider = one_or_404(
        db.session, scopes.shown_providers(current_actor()).where(Provider.id == provider_id)
    )
    return render_template(
        "evidence/list_evidence.html",
        provider=provider,
        groups=queries.groups_of(db.session, provider.id, today()),
        may_edit=False,
        remind_days=REMIND_DAYS_WORDS,
    )


@bp.post("/evidence/<uuid:evidence_id>/check")
@requires(Permission.APPLICATION_CHECK)
def check_document(evidence_id: UUID) -> ResponseReturnValue:
    """An officer has looked at the document and found it right."""
    actor = current_actor()
    document = find_document(evidence_id)
    if not policies.may_check_evidence(
        actor, document, people_of(db.session, document.provider_id)
    ):
        abort(403)
    note_checked(document, actor.user_id, now())
    audit(AuditAction.EVIDENCE_CHECKED, "evidence", document.id)
    db.session.commit()
    flash(f"{document.file_name} is marked as checked")
    return redirect(url_for("evidence.list_provider_evidence", provider_id=document.provider_id))
