"""Say what one knows of an absence that somebody else decides."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import joinedload
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # types lag behind
from wtforms.validators import DataRequired, Length

from portal.access import policies, scopes
from portal.access.audit_log import AuditAction
from portal.access.current import audit, current_actor
from portal.access.gate import requires
from portal.access.permissions import Permission
from portal.clock import now
from portal.database.db import db
from portal.domain.calendar.sessions import Half, SessionKey
from portal.features.absences.proposals import NewProposal, proposals_for, propose
from portal.features.absences.queries import codes_to_choose
from portal.features.absences.routes.blueprint import bp
from portal.models import Placement
from portal.web.forms import LongTextField, PortalForm, no_control_characters
from portal.web.pages import one_or_404


class ProposalForm(PortalForm):
    code = SelectField("Which code do you propose?")
    words = LongTextField(
        "What do you know about this absence?",
        [
            DataRequired("Say what you know about this absence"),
            Length(max=500, message="Use 500 characters or fewer"),
            no_control_characters,
        ],
    )


@bp.route("/<uuid:placement_id>/<day:day>/<half:half>/propose", methods=["GET", "POST"])
@requires(Permission.ABSENCE_PROPOSE)
def propose_code(placement_id: UUID, day: date, half: Half) -> ResponseReturnValue:
    actor, placement, key = current_actor(), _placement(placement_id), SessionKey(day, half)
    form = ProposalForm()
    form.code.choices = [SelectChoice("", "No code: I only say what I know")]
    if policies.may_name_a_code(actor):
        form.code.choices += [
            SelectChoice(code.letter, f"{code.letter}: {code.meaning}")
            for code in codes_to_choose(placement.pupil, day)
        ]
    if form.validate_on_submit():
        new = NewProposal(placement, key, form.code.data or "", form.words.text)
        propose(db.session, new, actor, now())
        audit(AuditAction.ABSENCE_PROPOSED, "placement", placement.id, session=str(key))
        db.session.commit()
        flash("Saved. Whoever decides sees it beside the absence.")
        return redirect(url_for("absences.queue"))
    return render_template(
        "absences/propose_code.html",
        form=form,
        placement=placement,
        key=key,
        said=proposals_for(db.session, {(placement.id, key)}).get((placement.id, key), []),
    )


def _placement(placement_id: UUID) -> Placement:
    """The placement, where the actor sees it and somebody else decides."""
    actor = current_actor()
    placement = one_or_404(
        db.session,
        scopes.placements(actor)
        .options(joinedload(Placement.pupil), joinedload(Placement.provider))
        .where(Placement.id == placement_id),
    )
    if not policies.may_propose_code(actor, placement):
        abort(403)
    return placement
