"""Officers check an application item by item, and see how its answers came about."""

from __future__ import annotations

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.access import policies
from portal.access.audit_log import AuditAction
from portal.access.current import audit, audit_view, current_actor
from portal.access.gate import requires
from portal.access.permissions import Permission
from portal.clock import today
from portal.database.db import db
from portal.domain.checklists.completeness import applies
from portal.domain.checklists.questions import Theme
from portal.features.applications import item_queries, queries, service
from portal.features.applications.forms import CarryOnForm, ItemForm
from portal.features.applications.routes.blueprint import bp
from portal.features.applications.routes.records import (
    application_in_scope,
    application_to_change,
    item_or_404,
)
from portal.features.applications.section_notes import notes_on
from portal.models import Application, ApplicationState, ItemVerdict
from portal.services.forms.answers import answers_of
from portal.services.forms.applications import decide_by
from portal.services.forms.editions import edition_of
from portal.services.forms.progress import evidence_by_kind
from portal.services.people.memberships import people_of
from portal.web.pages import author, section_or_404


@bp.get("/applications/<uuid:application_id>")
@requires(Permission.APPLICATION_CHECK)
def show(application_id: UUID) -> ResponseReturnValue:
    application = application_in_scope(application_id)
    audit_view(AuditAction.APPLICATION_SEEN, "application", application.id)
    edition = edition_of(application.long_form)
    decisions = queries.decisions_of(db.session, application.id)
    actor, people = current_actor(), _people(application)
    recommended_by = decisions[0].recommended_by_id if decisions else None
    return render_template(
        "applications/show.html",
        application=application,
        round=edition,
        sections=item_queries.section_counts(
            item_queries.item_states(db.session, application, edition), edition
        ),
        decide_by=decide_by(db.session, application),
        decisions=decisions,
        may_recommend=policies.may_recommend(actor, application, people),
        may_agree=policies.may_agree(actor, application, recommended_by, people),
        may_carry_on=policies.may_check_application(actor, application, people)
        and application.state is ApplicationState.ASKED,
        is_decided=any(decision.agreed_at for decision in decisions),
        today=today(),
    )


def _people(application: Application) -> frozenset[int]:
    return people_of(db.session, application.provider_id)


@bp.get("/applications/<uuid:application_id>/<key:section_key>")
@requires(Permission.APPLICATION_CHECK)
def show_section(application_id: UUID, section_key: str) -> ResponseReturnValue:
    application = application_in_scope(application_id)
    edition = edition_of(application.long_form)
    section = section_or_404(edition, section_key)
    audit_view(AuditAction.APPLICATION_SECTION_SEEN, "application", application.id)
    answers = answers_of(db.session, application.id)
    states = item_queries.item_states(db.session, application, edition)
    return render_template(
        "applications/show_section.html",
        application=application,
        round=edition,
        section=section,
        questions=[each for each in section.questions if applies(each, answers, edition.by_key)],
        answers=answers,
        history=item_queries.history_of(db.session, application.id),
        held=evidence_by_kind(db.session, application.provider_id),
        today=today(),
        notes=notes_on(db.session, application.long_form, section.key, answers, today()),
        items=[state for state in states if state.item.section == section.key],
        may_check=policies.may_check_application(
            current_actor(), application, _people(application)
        ),
    )


@bp.get("/applications/<uuid:application_id>/themes")
@requires(Permission.APPLICATION_CHECK)
def show_themes(application_id: UUID) -> ResponseReturnValue:
    """The items in the order of the national standards."""
    application = application_in_scope(application_id)
    states = item_queries.item_states(db.session, application, edition_of(application.long_form))
    return render_template(
        "applications/show_themes.html",
        application=application,
        themes=[
            (theme, [state for state in states if state.item.theme is theme]) for theme in Theme
        ],
    )


@bp.route("/applications/<uuid:application_id>/items/<key:item_key>", methods=["GET", "POST"])
@requires(Permission.APPLICATION_CHECK)
def check_item(application_id: UUID, item_key: str) -> ResponseReturnValue:
    application = application_to_change(application_id)
    edition = edition_of(application.long_form)
    item = item_or_404(edition, item_key)
    actor = current_actor()
    if not policies.may_check_application(actor, application, _people(application)):
        abort(403)
    form = ItemForm()
    if form.validate_on_submit():
        verdict = ItemVerdict(form.verdict.data)
        service.check_item(db.session, application, item, verdict, form.note.text, author())
        audit(AuditAction.APPLICATION_ITEM_CHECKED, "application", application.id, item=item.key)
        db.session.commit()
        flash(f"{item.text}: {verdict.words.lower()}")
        return redirect(_section_address(application, item.section))
    states = item_queries.item_states(db.session, application, edition)
    answers = answers_of(db.session, application.id)
    questions = [edition.by_key[key] for key in item.question_keys]
    return render_template(
        "applications/check_item.html",
        application=application,
        state=next(state for state in states if state.item.key == item.key),
        questions=[each for each in questions if applies(each, answers, edition.by_key)],
        answers=answers,
        held=evidence_by_kind(db.session, application.provider_id),
        today=today(),
        notes=notes_on(db.session, application.long_form, item.section, answers, today()),
        form=form,
    )


def _section_address(application: Application, section_key: str) -> str:
    return url_for(
        "applications.show_section",
        application_id=application.id,
        section_key=section_key,
        _anchor="items",
    )


@bp.route("/applications/<uuid:application_id>/carry-on", methods=["GET", "POST"])
@requires(Permission.APPLICATION_CHECK)
def carry_on(application_id: UUID) -> ResponseReturnValue:
    """Stop waiting for answers that do not come."""
    application = application_to_change(application_id)
    actor = current_actor()
    if application.state is not ApplicationState.ASKED or not policies.may_check_application(
        actor, application, _people(application)
    ):
        abort(403)
    form = CarryOnForm()
    if form.validate_on_submit():
        service.carry_on(db.session, application, form.reason.text, author())
        audit(AuditAction.APPLICATION_CARRIED_ON, "application", application.id)
        db.session.commit()
        flash("You can go on without the answers")
        return redirect(url_for("applications.show", application_id=application.id))
    return render_template("applications/carry_on.html", application=application, form=form)
