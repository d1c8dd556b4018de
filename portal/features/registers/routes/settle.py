"""Choose one of two different marks: the provider's lead, the commissioner or the home school."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from wtforms import IntegerField, StringField
from wtforms.validators import UUID as IsUuid
from wtforms.validators import InputRequired, NumberRange

from portal.access import policies, scopes
from portal.access.audit_log import AuditAction
from portal.access.current import audit, current_actor
from portal.access.gate import requires
from portal.access.permissions import Permission
from portal.clock import now
from portal.database.db import db
from portal.domain.calendar.sessions import Half, SessionKey
from portal.domain.errors import ConflictError, FieldError, InvalidError
from portal.features.registers import queries, service
from portal.features.registers.routes.blueprint import bp
from portal.models import Mark, Placement, Register
from portal.web.forms import PortalForm
from portal.web.pages import is_local_address, one_or_404


class SettleForm(PortalForm):
    placement_id = StringField("Pupil", [InputRequired("Choose a mark"), IsUuid()])
    mark_id = StringField("Mark", [InputRequired("Choose a mark"), IsUuid()])
    base_version = IntegerField("Version", [InputRequired("Choose a mark"), NumberRange(1, 10**6)])


@bp.post("/<day:day>/<half:half>/settle")
@requires(Permission.MARK_SETTLE)
def settle(day: date, half: Half) -> ResponseReturnValue:
    form = SettleForm()
    if not form.validate_on_submit():
        raise InvalidError(
            [FieldError(name, str(messages[0])) for name, messages in form.errors.items()]
        )
    actor = current_actor()
    placement = one_or_404(
        db.session, scopes.placements(actor).where(Placement.id == UUID(form.placement_id.data))
    )
    if not policies.may_settle_marks(actor, placement):
        abort(403)
    chosen = _chosen_mark(placement, SessionKey(day, half), form)
    service.settle(db.session, placement, chosen, form.base_version.data or 0, actor, now())
    audit(AuditAction.MARK_SETTLED, "placement", placement.id)
    db.session.commit()
    flash("Saved. Both marks stay on record.")
    return redirect(_where_they_came_from())


def _chosen_mark(placement: Placement, key: SessionKey, form: SettleForm) -> Mark:
    """The mark that was chosen. Raises ConflictError where it no longer stands."""
    mark = db.session.scalar(
        select(Mark)
        .join(Register, Register.id == Mark.register_id)
        .options(joinedload(Mark.register))
        .where(
            Mark.id == UUID(form.mark_id.data),
            Mark.placement_id == placement.id,
            Register.day == key.day,
            Register.half == key.half,
        )
    )
    if mark is None:
        raise InvalidError.of("mark_id", "Choose one of the two marks")
    effective = queries.effective_marks_of(db.session, mark.register_id, placement.id)
    if len(effective) < 2 or mark.id not in {each.id for each in effective}:
        raise ConflictError("Somebody chose already")
    return mark


def _where_they_came_from() -> str:
    wanted = request.form.get("next", "")
    return wanted if is_local_address(wanted) else url_for("home.start")
