"""What was decided lately, taking a decision back, and putting a notice away."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import joinedload
from wtforms import HiddenField
from wtforms.validators import DataRequired, Length

from portal.access import policies, scopes
from portal.access.audit_log import AuditAction
from portal.access.current import audit, current_actor
from portal.access.gate import requires
from portal.access.permissions import Permission
from portal.clock import now
from portal.database.db import db
from portal.domain.calendar.sessions import Half, SessionKey
from portal.domain.errors import ConflictError
from portal.features.absences import queries
from portal.features.absences.routes.blueprint import bp
from portal.models import Placement
from portal.services.attendance import decisions
from portal.web.forms import PortalForm, TextField, no_control_characters
from portal.web.pages import one_or_404


class TakeBackForm(PortalForm):
    reason = TextField(
        "Why is it taken back?",
        [DataRequired("Say why the decision changes"), Length(max=500), no_control_characters],
    )
    last = HiddenField()


@bp.get("/decided/")
@requires(Permission.ABSENCE_READ)
def decided() -> ResponseReturnValue:
    actor = current_actor()
    rows = queries.recent_decisions(db.session, actor)
    replaced = {decision.replaces_id for decision, _ in rows}
    return render_template("absences/decided.html", rows=rows, replaced=replaced)


def placement_to_decide(placement_id: UUID) -> Placement:
    """The placement, where the actor may decide on it."""
    actor = current_actor()
    placement = one_or_404(
        db.session,
        scopes.placements(actor)
        .options(joinedload(Placement.pupil), joinedload(Placement.provider))
        .where(Placement.id == placement_id),
    )
    if not policies.may_decide_absence(actor, placement):
        abort(403)
    return placement


@bp.route("/<uuid:placement_id>/<day:day>/<half:half>/take-back", methods=["GET", "POST"])
@requires(Permission.ABSENCE_DECIDE)
def take_back(placement_id: UUID, day: date, half: Half) -> ResponseReturnValue:
    placement, key = placement_to_decide(placement_id), SessionKey(day, half)
    last = decisions.last_decision(db.session, placement.id, key)
    if last is None or not last.code:
        abort(404)
    form = TakeBackForm(data={"last": str(last.id)})
    if form.validate_on_submit():
        if form.last.data != str(last.id):
            raise ConflictError("Somebody decided again in the meantime")
        placement = placement_to_decide(placement_id)
        mark_version = queries.version_of(db.session, placement.id, key)
        new = decisions.NewDecision(
            placement,
            key,
            decisions.TAKEN_BACK,
            reason=form.reason.text,
            mark_version=mark_version,
            last_id=last.id,
        )
        decisions.decide(db.session, new, current_actor(), now())
        audit(AuditAction.ABSENCE_TAKEN_BACK, "placement", placement.id, session=str(key))
        db.session.commit()
        flash("The decision is taken back. Both stay on record.")
        return redirect(url_for("absences.queue"))
    return render_template(
        "absences/take_back.html", form=form, placement=placement, key=key, last=last
    )


@bp.post("/<uuid:placement_id>/<day:day>/<half:half>/seen")
@requires(Permission.ABSENCE_DECIDE)
def put_away(placement_id: UUID, day: date, half: Half) -> ResponseReturnValue:
    """“I have seen this”: for a mark that came after the export, or after the placement's end."""
    placement, key = placement_to_decide(placement_id), SessionKey(day, half)
    version = queries.version_of(db.session, placement.id, key)
    if not version:
        abort(404)
    if request.form.get("version") != str(version):
        raise ConflictError("The provider changed the mark in the meantime")
    decisions.put_attention_away(db.session, placement, key)
    audit(AuditAction.ABSENCE_NOTICE_SEEN, "placement", placement.id, session=str(key))
    db.session.commit()
    flash("Noted that you have seen it")
    return redirect(url_for("absences.queue"))
