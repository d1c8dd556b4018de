"""Conditions of approved applications: what is due, what is late, and what has been met."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.access import scopes
from portal.access.audit_log import AuditAction
from portal.access.current import audit, current_actor
from portal.access.gate import requires
from portal.access.permissions import Permission
from portal.clock import today
from portal.database.db import begin_writing, db
from portal.features.applications import decisions, queries
from portal.features.applications.routes.blueprint import bp
from portal.models import Condition
from portal.web.forms import PortalForm
from portal.web.pages import author, one_or_404


@bp.get("/applications/conditions")
@requires(Permission.APPLICATION_CHECK)
def list_conditions() -> ResponseReturnValue:
    return render_template(
        "applications/list_conditions.html",
        conditions=queries.conditions(db.session, current_actor()),
        today=today(),
        form=PortalForm(),
    )


@bp.post("/applications/conditions/<int:condition_id>/met")
@requires(Permission.APPLICATION_CHECK)
def mark_met(condition_id: int) -> ResponseReturnValue:
    begin_writing(db.session)
    actor = current_actor()
    condition = one_or_404(
        db.session,
        scopes.conditions(actor).where(Condition.id == condition_id).with_for_update(of=Condition),
    )
    decisions.mark_met(condition, author())
    audit(AuditAction.CONDITION_MET, "condition", condition.id)
    db.session.commit()
    flash("The condition is marked as met")
    return redirect(url_for("applications.list_conditions"))
