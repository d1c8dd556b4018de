"""The provider answers what an officer asks."""

from __future__ import annotations

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from portal.access import policies
from portal.access.audit_log import AuditAction
from portal.access.current import audit, current_actor
from portal.access.gate import requires
from portal.access.permissions import Permission
from portal.database.db import db
from portal.features.applications import service
from portal.features.applications.forms import AnswerForm
from portal.features.applications.routes.blueprint import bp
from portal.features.applications.routes.records import application_to_change, item_or_404
from portal.models import ItemQuestion
from portal.services.forms.editions import edition_of
from portal.web.pages import author, one_or_404


@bp.route(
    "/application/<uuid:application_id>/questions/<uuid:question_id>", methods=["GET", "POST"]
)
@requires(Permission.APPLICATION_EDIT)
def answer_question(application_id: UUID, question_id: UUID) -> ResponseReturnValue:
    application = application_to_change(application_id)
    question = one_or_404(
        db.session,
        select(ItemQuestion).where(
            ItemQuestion.id == question_id, ItemQuestion.form_id == application.id
        ),
    )
    actor = current_actor()
    if not policies.may_answer_application(actor, application):
        abort(403)
    form = AnswerForm()
    if form.validate_on_submit():
        is_last = service.answer_question(
            db.session, application, question, form.answer.text, author()
        )
        audit(AuditAction.APPLICATION_QUESTION_ANSWERED, "application", application.id)
        db.session.commit()
        flash("Your answers have been sent" if is_last else "Your answer is saved")
        return redirect(url_for("applications.show_own", application_id=application.id))
    edition = edition_of(application.long_form)
    return render_template(
        "applications/answer_question.html",
        application=application,
        question=question,
        item=item_or_404(edition, question.item_key),
        round=edition,
        form=form,
    )
