"""A provider's own documents, one document with its history, and its file as a download."""

from __future__ import annotations

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import joinedload

from portal.access import policies, scopes
from portal.access.audit_log import AuditAction
from portal.access.current import audit_view, current_actor
from portal.access.gate import requires, signed_in
from portal.access.permissions import Permission
from portal.clock import today
from portal.database.db import db
from portal.domain.evidence.kinds import EvidenceKind, evidence_rule
from portal.domain.evidence.renewals import REMIND_DAYS_WORDS
from portal.features.evidence import queries
from portal.features.evidence.routes.blueprint import bp
from portal.models import Evidence, Provider
from portal.services.evidence.papers import is_current
from portal.services.people.memberships import people_of
from portal.web.forms import PortalForm
from portal.web.pages import one_or_404
from portal.web.stored_files import download


@bp.get("/evidence/")
@requires(Permission.EVIDENCE_EDIT)
def list_evidence() -> ResponseReturnValue:
    """Every kind of document that the provider needs or has."""
    actor = current_actor()
    return render_template(
        "evidence/list_evidence.html",
        provider=db.session.get_one(Provider, actor.organisation_id),
        groups=queries.groups_of(db.session, actor.organisation_id, today()),
        may_edit=True,
        remind_days=REMIND_DAYS_WORDS,
    )


@bp.get("/evidence/<uuid:evidence_id>")
@signed_in
def show_document(evidence_id: UUID) -> ResponseReturnValue:
    """One document, and to whoever may edit or check it also the earlier ones of its kind."""
    actor = current_actor()
    document = find_document(evidence_id)
    may_edit = policies.may_edit_evidence(actor, document.provider_id)
    sees_history = may_edit or actor.holds(Permission.APPLICATION_CHECK)
    return render_template(
        "evidence/show_document.html",
        document=document,
        rule=evidence_rule(EvidenceKind(document.kind)),
        earlier=queries.earlier_documents(db.session, document) if sees_history else [],
        may_edit=may_edit and is_current(document),
        may_check=policies.may_check_evidence(
            actor, document, people_of(db.session, document.provider_id)
        ),
        form=PortalForm(),
    )


@bp.get("/evidence/<uuid:evidence_id>/file")
@signed_in
def download_file(evidence_id: UUID) -> ResponseReturnValue:
    """The file itself, as a download; who took it is written to the audit."""
    document = find_document(evidence_id)
    answer = download(document.stored_file, document.file_name)
    audit_view(AuditAction.EVIDENCE_DOWNLOADED, "evidence", document.id)
    return answer


def find_document(evidence_id: UUID) -> Evidence:
    """The document, where the actor may see it."""
    return one_or_404(
        db.session,
        scopes.evidence(current_actor())
        .options(
            joinedload(Evidence.stored_file),
            joinedload(Evidence.provider),
            joinedload(Evidence.uploaded_by),
        )
        .where(Evidence.id == evidence_id),
    )
