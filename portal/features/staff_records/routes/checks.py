"""Record a check of a person, or take a wrong one out."""

from __future__ import annotations

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.access.audit_log import AuditAction
from portal.access.current import audit, current_actor
from portal.access.gate import requires
from portal.access.permissions import Permission
from portal.clock import now, today
from portal.database.db import db
from portal.domain.errors import InvalidError
from portal.domain.evidence.single_central_record import StaffCheckKind
from portal.features.staff_records import service
from portal.features.staff_records.forms import CheckForm
from portal.features.staff_records.routes.blueprint import bp
from portal.features.staff_records.routes.people import own_member

_KIND = "<any({}):kind>".format(", ".join(f'"{kind}"' for kind in StaffCheckKind))


@bp.route(f"/staff/<uuid:member_id>/checks/{_KIND}", methods=["GET", "POST"])
@requires(Permission.STAFF_RECORD_EDIT)
def add_check(member_id: UUID, kind: str) -> ResponseReturnValue:
    member, actor = own_member(member_id), current_actor()
    chosen = StaffCheckKind(kind)
    form = CheckForm(chosen, seen_by=actor.name)
    if form.validate_on_submit():
        try:
            service.record_check(db.session, member, form.check, actor.user_id, now(), today())
        except InvalidError as error:
            form.show(error)
        else:
            audit(AuditAction.STAFF_CHECK_RECORDED, "staff_member", member.id, check=chosen.value)
            db.session.commit()
            flash(f"{chosen.words}: recorded")
            return redirect(url_for("staff_records.show_person", member_id=member.id))
    return render_template(
        "staff_records/add_check.html", form=form, member=member, check_kind=chosen
    )


@bp.post("/staff/<uuid:member_id>/checks/<int:check_id>/remove")
@requires(Permission.STAFF_RECORD_EDIT)
def remove_check(member_id: UUID, check_id: int) -> ResponseReturnValue:
    member = own_member(member_id)
    check = next((each for each in member.checks if each.id == check_id), None)
    if check is None:
        abort(404)
    audit(AuditAction.STAFF_CHECK_REMOVED, "staff_member", member.id, check=check.kind)
    service.remove_check(db.session, check)
    db.session.commit()
    flash("The check is taken out")
    return redirect(url_for("staff_records.show_person", member_id=member_id))
