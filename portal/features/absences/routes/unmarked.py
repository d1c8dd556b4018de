"""Deciding a session of which the provider has told nothing."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # types lag behind

from portal.access import policies, scopes
from portal.access.audit_log import AuditAction
from portal.access.current import audit, current_actor
from portal.access.gate import requires
from portal.access.permissions import Permission
from portal.clock import now, today
from portal.database.db import db
from portal.domain.attendance.clocks import N_CLOCK_SCHOOL_DAYS
from portal.domain.calendar.sessions import Half, SessionKey
from portal.domain.errors import ConflictError, InvalidError
from portal.features.absences.forms import UnmarkedForm
from portal.features.absences.queries import codes_to_choose, version_of
from portal.features.absences.routes.blueprint import bp
from portal.features.absences.routes.undo import placement_to_decide
from portal.models import Placement
from portal.services.attendance.decisions import NewDecision, decide
from portal.services.attendance.unmarked import UnmarkedSession, unmarked_sessions

WEEKS_BACK = 4
MOST_SHOWN = 200


@bp.get("/unmarked/")
@requires(Permission.ABSENCE_READ)
def list_unmarked() -> ResponseReturnValue:
    actor = current_actor()
    first = today() - timedelta(weeks=WEEKS_BACK)
    found = unmarked_sessions(db.session, scopes.may_see_placement(actor), first, now())
    rows = [each for each in found if not each.is_decided]
    return render_template(
        "absences/list_unmarked.html",
        rows=rows[:MOST_SHOWN],
        count=len(rows),
        first=first,
        clock_days=N_CLOCK_SCHOOL_DAYS,
        may_decide={
            each.placement.id for each in rows if policies.may_decide_absence(actor, each.placement)
        },
    )


@bp.route("/<uuid:placement_id>/<day:day>/<half:half>/unmarked", methods=["GET", "POST"])
@requires(Permission.ABSENCE_DECIDE)
def decide_unmarked(placement_id: UUID, day: date, half: Half) -> ResponseReturnValue:
    placement, key = placement_to_decide(placement_id), SessionKey(day, half)
    unmarked = _unmarked(placement, key)
    form = UnmarkedForm(data={"last": str(unmarked.last.id) if unmarked.last else ""})
    form.code.choices = [SelectChoice("", "Choose a code")] + [
        SelectChoice(code.letter, f"{code.letter}: {code.meaning}")
        for code in codes_to_choose(placement.pupil, day)
    ]
    if form.validate_on_submit():
        new = NewDecision(
            placement,
            key,
            str(form.code.data),
            words=form.words.text,
            mark_version=unmarked.mark_version,
            last_id=form.last_id,
        )
        try:
            decide(db.session, new, current_actor(), now())
            audit(AuditAction.ABSENCE_DECIDED, "placement", placement.id, session=str(key))
            db.session.commit()
            flash(f"Decided: {new.code} for {placement.pupil.name}, {key.words}")
            return redirect(url_for("absences.list_unmarked"))
        except InvalidError as error:
            db.session.rollback()
            unmarked = _unmarked(placement_to_decide(placement_id), key)
            for each in error.errors:
                form[each.field].errors = [each.message]
    if unmarked.is_decided:
        return redirect(
            url_for("absences.take_back", placement_id=placement_id, day=day, half=half)
        )
    return render_template("absences/decide_unmarked.html", form=form, unmarked=unmarked)


def _unmarked(placement: Placement, key: SessionKey) -> UnmarkedSession:
    """Answers 404 where the pupil was not expected or the session is still to come.

    Raises ConflictError where the provider has told by now.
    """
    found = unmarked_sessions(db.session, Placement.id == placement.id, key.day, now())
    unmarked = next((each for each in found if each.key == key), None)
    if unmarked is None and version_of(db.session, placement.id, key):
        raise ConflictError("The provider has sent a mark in the meantime")
    if unmarked is None:
        abort(404)
    return unmarked
