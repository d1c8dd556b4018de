"""One section of the provider's application: saved as typed, merged with what others typed."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.access import policies
from portal.access.audit_log import AuditAction
from portal.access.current import audit, current_actor
from portal.access.gate import requires
from portal.access.permissions import Permission
from portal.clock import today
from portal.database.db import db
from portal.domain.checklists.questions import Edition, Section
from portal.features.applications.routes.blueprint import bp
from portal.features.applications.routes.records import (
    application_to_change,
    author,
    section_or_404,
)
from portal.features.applications.section_notes import notes_on
from portal.models import AnswerField, Application, ApplicationState
from portal.services.forms.answers import fields_of
from portal.services.forms.editions import edition_of
from portal.services.forms.open_questions import open_keys
from portal.services.forms.page_answers import choose, count_beside, save_given
from portal.services.forms.progress import evidence_by_kind
from portal.web.autosave import KEEP, kept_answer
from portal.web.filters import counted
from portal.web.section_form import Button, SectionForm, entry_named, typed_with


@bp.route("/application/<uuid:application_id>/<key:section_key>", methods=["GET", "POST"])
@requires(Permission.APPLICATION_EDIT)
def edit_section(application_id: UUID, section_key: str) -> ResponseReturnValue:
    application = application_to_change(application_id)
    edition = edition_of(application.long_form)
    section = section_or_404(edition, section_key)
    may_answer = policies.may_answer_application(current_actor(), application)
    kept = fields_of(db.session, application.id)
    form = SectionForm(section, edition, kept, open_keys(db.session, application.long_form))
    if not form.validate_on_submit():
        form.add_row(request.args.get("more", ""))
        return _page(application, form, kept)
    if not may_answer:
        abort(403)
    return _save(application, edition, form, kept)


def _save(
    application: Application,
    edition: Edition,
    form: SectionForm,
    kept: Mapping[str, AnswerField],
) -> ResponseReturnValue:
    """Save what was typed, then do what the pressed button says."""
    button = Button.of(request.form.get("do", ""))
    data = typed_with(button, request.form)
    outcomes = save_given(db.session, application.long_form, form.read(data), author())
    if button.do == "use":
        kept = fields_of(db.session, application.id)
        choose(db.session, application.long_form, kept, entry_named(button), author())
    if outcomes or button.do != KEEP:
        audit(
            AuditAction.APPLICATION_ANSWERED,
            "application",
            application.id,
            section=form.section.key,
        )
    db.session.commit()
    differing = count_beside(outcomes)
    if button.do == KEEP:
        return kept_answer(form, fields_of(db.session, application.id), differing > 0)
    if differing:
        answers = counted(differing, "answer")
        flash(f"Somebody else changed {answers} at the same time: choose which is right", "problem")
    if form.errors:
        kept = fields_of(db.session, application.id)
        form.show_kept(kept)
        return _page(application, form, kept)
    stays = bool(differing) or button.do == "use"
    return redirect(_next_page(application, edition, form.section, button, stays))


def _next_page(
    application: Application, edition: Edition, section: Section, button: Button, stays: bool
) -> str:
    if stays:
        return _address(application, section)
    if button.do in ("add", "remove"):
        more = button.what if button.do == "add" else None
        return _address(application, section, more, button.what.replace(".", "-"))
    following = edition.sections[edition.sections.index(section) + 1 :]
    if button.do == "save" and following and application.state is ApplicationState.DRAFT:
        return _address(application, following[0])
    return url_for("applications.show_own", application_id=application.id)


def _address(
    application: Application, section: Section, more: str | None = None, anchor: str | None = None
) -> str:
    return url_for(
        "applications.edit_section",
        application_id=application.id,
        section_key=section.key,
        more=more,
        _anchor=anchor,
    )


def _page(
    application: Application, form: SectionForm, kept: Mapping[str, AnswerField]
) -> ResponseReturnValue:
    answers = {key: field.value for key, field in kept.items() if field.value is not None}
    return render_template(
        "applications/edit_section.html",
        application=application,
        form=form,
        held=evidence_by_kind(db.session, application.provider_id),
        today=today(),
        notes=notes_on(db.session, application.long_form, form.section.key, answers, today()),
        may_answer=policies.may_answer_application(current_actor(), application),
    )
