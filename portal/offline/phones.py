"""The phones of a provider: see, rename and revoke them."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import selectinload
from wtforms.validators import DataRequired, Length

from portal.access import policies, scopes
from portal.access.audit_log import AuditAction
from portal.access.current import audit, current_actor
from portal.access.gate import requires
from portal.access.permissions import Permission
from portal.clock import now
from portal.database.db import db
from portal.models import Device, Enrolment
from portal.offline import service
from portal.web.forms import PortalForm, TextField, no_control_characters
from portal.web.pages import one_or_404

bp = Blueprint("phones", __name__, url_prefix="/phones")


class NameForm(PortalForm):
    name = TextField(
        "Name of the phone",
        [DataRequired("Give the phone a name"), Length(max=80), no_control_characters],
    )


@bp.get("/")
@requires(Permission.DEVICE_READ)
def list_phones() -> ResponseReturnValue:
    actor = current_actor()
    devices = db.session.scalars(
        scopes.devices(actor)
        .options(selectinload(Device.enrolments).joinedload(Enrolment.user))
        .order_by(Device.revoked_at.is_not(None), Device.enrolled_at.desc())
    ).all()
    may_revoke = {each.id for each in devices if policies.may_revoke_device(actor, each)}
    return render_template(
        "offline/list_phones.html",
        devices=devices,
        may_revoke=may_revoke,
        form=PortalForm(),
        now=now(),
    )


def _device(device_id: UUID) -> Device:
    """The phone, where the actor may change it."""
    actor = current_actor()
    device = one_or_404(
        db.session,
        scopes.devices(actor)
        .options(selectinload(Device.enrolments))
        .where(Device.id == device_id),
    )
    if not policies.may_revoke_device(actor, device):
        abort(403)
    return device


@bp.post("/<uuid:device_id>/revoke")
@requires(Permission.DEVICE_ENROL)
def revoke_phone(device_id: UUID) -> ResponseReturnValue:
    device = _device(device_id)
    service.revoke(device, current_actor(), now())
    audit(AuditAction.DEVICE_REVOKED, "device", device.id)
    db.session.commit()
    flash(f"“{device.name}” can send nothing more. What it holds stays on it.")
    return redirect(url_for("phones.list_phones"))


@bp.route("/<uuid:device_id>/name", methods=["GET", "POST"])
@requires(Permission.DEVICE_ENROL)
def rename_phone(device_id: UUID) -> ResponseReturnValue:
    device = _device(device_id)
    form = NameForm(obj=device)
    if form.validate_on_submit():
        service.rename(device, form.name.text)
        audit(AuditAction.DEVICE_RENAMED, "device", device.id)
        db.session.commit()
        flash("The name is saved")
        return redirect(url_for("phones.list_phones"))
    return render_template("offline/rename_phone.html", form=form, device=device)
