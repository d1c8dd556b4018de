"""The list of registers, the one that is due, and the order of the pupils."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.access.audit_log import AuditAction
from portal.access.current import audit
from portal.access.gate import requires
from portal.access.permissions import Permission
from portal.database.db import db
from portal.domain.errors import InvalidError
from portal.features.registers import queries, service
from portal.features.registers.routes.blueprint import bp
from portal.features.registers.routes.own_provider import own_days
from portal.models import Placement
from portal.services.attendance.not_received import missing_marks
from portal.web.forms import PortalForm


@bp.get("/")
@requires(Permission.REGISTER_TAKE)
def list_registers() -> ResponseReturnValue:
    days = own_days()
    own = Placement.provider_id == days.provider.id
    return render_template(
        "registers/list_registers.html",
        days=days,
        registers=queries.list_registers(db.session, days),
        missing={each.key for each in missing_marks(db.session, own, days.now)},
    )


@bp.get("/due")
@requires(Permission.REGISTER_TAKE)
def due_register() -> ResponseReturnValue:
    key = own_days().due
    return redirect(url_for("registers.take", day=key.day, half=key.half))


@bp.route("/order", methods=["GET", "POST"])
@requires(Permission.REGISTER_TAKE)
def order_pupils() -> ResponseReturnValue:
    days = own_days()
    form = PortalForm()
    if form.validate_on_submit():
        service.put_in_order(db.session, days.provider, _order_given())
        audit(AuditAction.REGISTER_ORDER_CHANGED, "provider", days.provider.id)
        db.session.commit()
        flash("The order is saved")
        return redirect(url_for("registers.order_pupils"))
    return render_template("registers/order_pupils.html", days=days, form=form)


def _order_given() -> list[UUID]:
    """The placements by the number typed beside each. Raises InvalidError for what is no number."""
    numbers: list[tuple[int, UUID]] = []
    for name, given in request.form.items():
        if not name.startswith("position-"):
            continue
        if not given.isdecimal() or len(given) > 4:
            raise InvalidError.of(name, "Position must be a whole number, such as 3")
        numbers.append((int(given), _uuid(name.removeprefix("position-"))))
    return [placement_id for _, placement_id in sorted(numbers, key=lambda each: each[0])]


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise InvalidError.of("placement", "This pupil is not on your list") from None
