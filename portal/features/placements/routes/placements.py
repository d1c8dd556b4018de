"""The list of placements, and what “seen here” counts as in each."""

from __future__ import annotations

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import joinedload
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # types lag behind

from portal.access import policies, scopes
from portal.access.actor import Actor
from portal.access.audit_log import AuditAction
from portal.access.current import audit, current_actor
from portal.access.gate import requires
from portal.access.permissions import Permission
from portal.clock import now, today
from portal.database.db import db
from portal.domain.attendance.codes import codes_for_seen
from portal.domain.errors import InvalidError
from portal.features.placements import queries, service
from portal.features.placements.dates import dates_of
from portal.features.placements.forms import SeenHereForm
from portal.features.placements.routes.blueprint import bp
from portal.models import Placement
from portal.services.attendance.penalty import pupils_over_threshold
from portal.services.attendance.standing_codes import StandingCodes
from portal.web.pages import one_or_404


@bp.get("/placements/")
@requires(Permission.PLACEMENT_READ)
def list_placements() -> ResponseReturnValue:
    actor = current_actor()
    placements = queries.list_placements(db.session, actor, today())
    standing = StandingCodes(db.session, [placement.id for placement in placements])
    return render_template(
        "placements/list_placements.html",
        placements=placements,
        codes={each.id: standing.on(each.id, today()) for each in placements},
        dates=dates_of(db.session, placements, today()) if not actor.is_provider else {},
        over_threshold=_over_threshold(actor),
        today=today(),
        may_decide={
            each.id for each in placements if policies.may_make_standing_decision(actor, each)
        },
    )


def _over_threshold(actor: Actor) -> frozenset[UUID]:
    """The actor's pupils who have reached the threshold for a penalty notice."""
    if not policies.may_see_penalty_threshold(actor):
        return frozenset()
    return pupils_over_threshold(db.session, scopes.may_see_placement(actor), today())


@bp.route("/placements/<uuid:placement_id>/seen-here", methods=["GET", "POST"])
@requires(Permission.STANDING_DECIDE)
def seen_here(placement_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    placement = one_or_404(
        db.session,
        scopes.placements(actor)
        .options(
            joinedload(Placement.pupil),
            joinedload(Placement.provider),
            joinedload(Placement.commissioner),
        )
        .where(Placement.id == placement_id),
    )
    if not policies.may_make_standing_decision(actor, placement):
        abort(403)
    codes = codes_for_seen(today())
    form = SeenHereForm(codes, data={"from_day": max(placement.starts_on, today())})
    form.code.choices = [SelectChoice("", "Choose a code")] + [
        SelectChoice(code.letter, f"{code.letter}: {code.meaning}") for code in codes
    ]
    if form.validate_on_submit() and form.from_day.data:
        given = service.SeenHere(str(form.code.data), form.words.text, form.from_day.data)
        try:
            service.decide_seen_here(db.session, placement, given, actor, now())
            audit(AuditAction.STANDING_DECIDED, "placement", placement.id, code=given.code)
            db.session.commit()
            flash(f"From that day, “seen here” counts as {given.code}")
            return redirect(url_for("placements.list_placements"))
        except InvalidError as error:
            db.session.rollback()
            for each in error.errors:
                form[each.field].errors = [each.message]
    return render_template(
        "placements/seen_here.html",
        form=form,
        placement=placement,
        suggestion=queries.suggestion_for(placement),
        history=queries.standing_history(db.session, placement.id),
    )
