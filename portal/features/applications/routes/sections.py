"""One section of the provider's application: answered in the one flow, with what the rules say."""

from __future__ import annotations

from uuid import UUID

from flask import url_for
from flask.typing import ResponseReturnValue

from portal.access import policies
from portal.access.audit_log import AuditAction
from portal.access.current import current_actor
from portal.access.gate import requires
from portal.access.permissions import Permission
from portal.clock import today
from portal.database.db import db
from portal.features.applications.routes.blueprint import bp
from portal.features.applications.routes.records import application_to_change
from portal.features.applications.section_notes import notes_on
from portal.models import ApplicationState
from portal.services.forms.editions import edition_of
from portal.web.pages import section_or_404
from portal.web.section_page import SectionPage, serve_section


@bp.route("/application/<uuid:application_id>/<key:section_key>", methods=["GET", "POST"])
@requires(Permission.APPLICATION_EDIT)
def edit_section(application_id: UUID, section_key: str) -> ResponseReturnValue:
    application = application_to_change(application_id)
    long_form, edition = application.long_form, edition_of(application.long_form)
    is_draft = application.state is ApplicationState.DRAFT
    page = SectionPage(
        long_form,
        edition,
        section_or_404(edition, section_key),
        may_answer=policies.may_answer_application(current_actor(), application),
        audited_as=AuditAction.APPLICATION_ANSWERED,
        overview=url_for("applications.show_own", application_id=application.id),
        overview_words="all sections" if is_draft else "your application",
        template="applications/edit_section.html",
        besides=lambda answers: {
            "notes": notes_on(db.session, long_form, section_key, answers, today())
        },
    )
    return serve_section(page)
