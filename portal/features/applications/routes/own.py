"""The provider's own application: the task list, sending it, where it stands, taking it back."""

from __future__ import annotations

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.access import policies
from portal.access.audit_log import AuditAction
from portal.access.current import audit, current_actor
from portal.access.gate import requires
from portal.access.permissions import Permission
from portal.clock import now, today
from portal.database.db import begin_writing, db
from portal.domain.checklists.carrying import carried_over
from portal.domain.checklists.editions import edition_on
from portal.features.applications import item_queries, queries, service
from portal.features.applications.decision_words import AGAIN, COMPLAINT, decision_words
from portal.features.applications.forms import WithdrawForm
from portal.features.applications.routes.blueprint import bp
from portal.features.applications.routes.records import (
    application_in_scope,
    application_to_change,
)
from portal.models import Application, ApplicationState, Provider
from portal.services.forms.answers import answers_of
from portal.services.forms.applications import (
    Beginning,
    application_under_way,
    begin_application,
    decide_by,
)
from portal.services.forms.editions import edition_of
from portal.services.forms.progress import tasks_of
from portal.web.forms import PortalForm
from portal.web.pages import author


@bp.get("/application")
@requires(Permission.APPLICATION_EDIT)
def list_own() -> ResponseReturnValue:
    """The application under way; without one, where to begin."""
    actor = current_actor()
    applications = queries.own_applications(db.session, actor)
    under_way = application_under_way(db.session, actor.organisation_id)
    if under_way is not None:
        return redirect(url_for("applications.show_own", application_id=under_way.id))
    return render_template(
        "applications/list_own.html",
        applications=applications,
        round=edition_on(today()),
        may_apply=policies.may_apply(actor, _own_provider()),
        form=PortalForm(),
    )


def _own_provider() -> Provider:
    provider = db.session.get(Provider, current_actor().organisation_id)
    if provider is None:
        abort(404)
    return provider


@bp.post("/application/start")
@requires(Permission.APPLICATION_EDIT)
def start() -> ResponseReturnValue:
    begin_writing(db.session)
    actor, provider, edition = current_actor(), _own_provider(), edition_on(today())
    if edition is None or not policies.may_apply(actor, provider):
        abort(403)
    previous = next(iter(queries.own_applications(db.session, actor)), None)
    answers = answers_of(db.session, previous.id) if previous else {}
    beginning = Beginning(actor.user_id, now(), previous, carried_over(answers, edition))
    application = begin_application(db.session, provider, edition, beginning)
    audit(AuditAction.APPLICATION_BEGUN, "application", application.id)
    db.session.commit()
    return redirect(url_for("applications.show_own", application_id=application.id))


@bp.get("/application/<uuid:application_id>")
@requires(Permission.APPLICATION_EDIT)
def show_own(application_id: UUID) -> ResponseReturnValue:
    application = application_in_scope(application_id)
    edition = edition_of(application.long_form)
    if application.state is ApplicationState.DRAFT:
        return render_template(
            "applications/task_list.html",
            application=application,
            round=edition,
            tasks=tasks_of(db.session, application.long_form, edition, today()),
            now=now(),
        )
    return _where_it_stands(application)


def _where_it_stands(application: Application) -> ResponseReturnValue:
    decision = queries.standing_decision(db.session, application.id)
    return render_template(
        "applications/where_it_stands.html",
        application=application,
        round=edition_of(application.long_form),
        questions=item_queries.questions_of(db.session, application.id),
        decide_by=decide_by(db.session, application),
        decision=decision,
        words=decision_words(application.provider.name, decision) if decision else None,
        conditions=queries.conditions(db.session, current_actor()) if decision else [],
        may_apply=policies.may_apply(current_actor(), application.provider),
        may_withdraw=policies.may_withdraw_application(current_actor(), application),
        today=today(),
        again=AGAIN,
        form=PortalForm(),
    )


@bp.route("/application/<uuid:application_id>/send", methods=["GET", "POST"])
@requires(Permission.APPLICATION_EDIT)
def send(application_id: UUID) -> ResponseReturnValue:
    application = application_to_change(application_id)
    if application.state is not ApplicationState.DRAFT:
        return redirect(url_for("applications.show_own", application_id=application.id))
    tasks = tasks_of(db.session, application.long_form, edition_of(application.long_form), today())
    missing = [gap for task in tasks for gap in task.missing]
    form = PortalForm()
    if form.validate_on_submit() and not missing:
        service.submit(db.session, application, missing, author())
        audit(AuditAction.APPLICATION_SENT, "application", application.id)
        db.session.commit()
        flash("Your application has been sent")
        return redirect(url_for("applications.show_own", application_id=application.id))
    return render_template(
        "applications/send.html", application=application, tasks=tasks, missing=missing, form=form
    )


@bp.route("/application/<uuid:application_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.APPLICATION_EDIT)
def withdraw(application_id: UUID) -> ResponseReturnValue:
    application = application_to_change(application_id)
    if not policies.may_withdraw_application(current_actor(), application):
        abort(403)
    form = WithdrawForm()
    if form.validate_on_submit():
        service.withdraw(db.session, application, form.reason.text, author())
        audit(AuditAction.APPLICATION_WITHDRAWN, "application", application.id)
        db.session.commit()
        flash("Your application is withdrawn. Your answers are kept.")
        return redirect(url_for("applications.list_own"))
    return render_template("applications/withdraw.html", application=application, form=form)


@bp.get("/application/complain")
@requires(Permission.APPLICATION_EDIT)
def complain() -> ResponseReturnValue:
    return render_template("applications/complain.html", complaint=COMPLAINT)
