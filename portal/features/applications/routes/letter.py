"""The letter of a decision as a PDF, for the provider and for those who check."""

from __future__ import annotations

from uuid import UUID

from flask import Response, abort, current_app
from flask.typing import ResponseReturnValue

from portal.access.audit_log import AuditAction
from portal.access.current import audit_view
from portal.access.gate import signed_in
from portal.adapters.pdf import render
from portal.database.db import db
from portal.features.applications import queries
from portal.features.applications.decision_words import decision_words
from portal.features.applications.routes.blueprint import bp
from portal.features.applications.routes.records import application_in_scope


@bp.get("/application-letters/<uuid:application_id>.pdf")
@signed_in
def letter(application_id: UUID) -> ResponseReturnValue:
    application = application_in_scope(application_id)
    decision = queries.standing_decision(db.session, application.id)
    if decision is None or decision.agreed_at is None:
        abort(404)
    audit_view(AuditAction.APPLICATION_LETTER_SEEN, "application", application.id)
    name = application.provider.name
    words = decision_words(name, decision)
    council = current_app.config["PORTAL"].council_name
    pdf = render("letter_decision.typ", words.for_pdf(name, council), decision.agreed_at)
    return Response(
        pdf,
        mimetype="application/pdf",
        headers={"Content-Disposition": 'attachment; filename="decision-letter.pdf"'},
    )
