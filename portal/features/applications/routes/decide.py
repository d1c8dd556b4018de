"""Recommend a decision, and agree to one or send it back."""

from __future__ import annotations

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
from portal.domain.errors import ConflictError, FieldError, InvalidError
from portal.features.applications import decisions, item_queries, service
from portal.features.applications.forms import AgreeForm, RecommendForm
from portal.features.applications.routes.blueprint import bp
from portal.features.applications.routes.records import application_to_change
from portal.models import Application, ApplicationState
from portal.services.forms.editions import edition_of
from portal.services.people.memberships import people_of
from portal.web.pages import author


@bp.route("/applications/<uuid:application_id>/recommend", methods=["GET", "POST"])
@requires(Permission.APPLICATION_DECIDE)
def recommend(application_id: UUID) -> ResponseReturnValue:
    application = application_to_change(application_id)
    people = people_of(db.session, application.provider_id)
    if not policies.may_recommend(current_actor(), application, people):
        _say_if_too_late(application, ApplicationState.RECOMMENDED)
        abort(403)
    form = RecommendForm()
    if request.form.get("do") == "add":
        form.add_condition()
    elif form.validate_on_submit() and request.form.get("do") == "recommend":
        try:
            return _recommend(application, form)
        except InvalidError as error:
            db.session.rollback()
            _put_beside_fields(form, error.errors)
    states = item_queries.item_states(db.session, application, edition_of(application.long_form))
    return render_template(
        "applications/recommend.html", application=application, form=form, states=states
    )


def _recommend(application: Application, form: RecommendForm) -> ResponseReturnValue:
    states = item_queries.item_states(db.session, application, edition_of(application.long_form))
    decisions.recommend(
        db.session,
        application,
        form.recommendation(),
        [state.verdict for state in states],
        author(),
        today(),
    )
    audit(AuditAction.APPLICATION_RECOMMENDED, "application", application.id)
    db.session.commit()
    flash("Your recommendation waits for a second person")
    return redirect(url_for("applications.show", application_id=application.id))


def _put_beside_fields(form: RecommendForm, errors: list[FieldError]) -> None:
    fields = {
        "outcome": form.outcome,
        "reasons": form.reasons,
        "conditions": form.conditions[0].form.text,
    }
    for error in errors:
        field = fields[error.field]
        field.errors = [*field.errors, error.message]


@bp.route("/applications/<uuid:application_id>/agree", methods=["GET", "POST"])
@requires(Permission.APPLICATION_DECIDE)
def agree(application_id: UUID) -> ResponseReturnValue:
    application = application_to_change(application_id)
    actor = current_actor()
    decision = service.open_decision(db.session, application)
    people = people_of(db.session, application.provider_id)
    recommended_by = decision.recommended_by_id if decision else None
    if not policies.may_agree(actor, application, recommended_by, people):
        _say_if_too_late(application, ApplicationState.APPROVED, ApplicationState.DECLINED)
        abort(403)
    form = AgreeForm()
    if form.validate_on_submit():
        _decide(application, form)
        db.session.commit()
        return redirect(url_for("applications.show", application_id=application.id))
    return render_template(
        "applications/agree.html",
        application=application,
        decision=decision,
        states=item_queries.item_states(db.session, application, edition_of(application.long_form)),
        form=form,
    )


def _decide(application: Application, form: AgreeForm) -> None:
    if form.is_agreed.data == "yes":
        decisions.agree(db.session, application, author())
        audit(AuditAction.APPLICATION_DECIDED, "application", application.id)
        flash("The decision stands, and the provider has been told")
        return
    decisions.send_back(db.session, application, form.reason.text, author())
    audit(AuditAction.APPLICATION_SENT_BACK, "application", application.id)
    flash("The recommendation has been sent back")


def _say_if_too_late(application: Application, *states: ApplicationState) -> None:
    """Whoever comes second learns that somebody was first. Raises ConflictError."""
    if request.method == "POST" and application.state in states:
        raise ConflictError("Somebody else was first")
