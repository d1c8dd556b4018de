"""Finish, cancel or open a register again, and add a pupil who was not expected."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response
from wtforms import SelectField
from wtforms.validators import DataRequired, InputRequired, Length

from portal.access.audit_log import AuditAction
from portal.access.current import audit, current_actor
from portal.access.gate import requires
from portal.access.permissions import Permission
from portal.clock import now
from portal.database.db import db
from portal.domain.attendance.mark_log import MarkValue
from portal.domain.attendance.seen import Seen
from portal.domain.calendar.sessions import Half, SessionKey
from portal.domain.errors import ConflictError
from portal.features.registers import queries, service
from portal.features.registers.routes.blueprint import bp
from portal.features.registers.routes.own_provider import own_days
from portal.models import RegisterState
from portal.services.attendance.provider_days import ProviderDays
from portal.services.people.pupils_there import organisations_told
from portal.web.forms import LongTextField, PortalForm, no_control_characters


class ReasonForm(PortalForm):
    reason = LongTextField(
        "Why is it cancelled?",
        [
            DataRequired("Say why the session is cancelled"),
            Length(max=500, message="Use 500 characters or fewer"),
            no_control_characters,
        ],
    )


class AddPupilForm(PortalForm):
    placement = SelectField("Pupil", [InputRequired("Choose a pupil")])


def open_days(key: SessionKey) -> ProviderDays:
    """The provider's days, for a change to this register; 403 where it cannot be marked yet."""
    days = own_days()
    if not days.may_be_marked(key):
        abort(403)
    return days


def back_to(key: SessionKey) -> Response:
    return redirect(url_for("registers.take", day=key.day, half=key.half))


def unmarked_rows(view: queries.RegisterView) -> list[queries.RowOfRegister]:
    return [row for row in view.rows if row.is_expected and not row.is_marked]


@bp.route("/<day:day>/<half:half>/finish", methods=["GET", "POST"])
@requires(Permission.REGISTER_TAKE)
def confirm_finish(day: date, half: Half) -> ResponseReturnValue:
    key = SessionKey(day, half)
    days = open_days(key)
    view = queries.view_register(db.session, days, key)
    form = PortalForm()
    if form.validate_on_submit():
        finish(days, view)
        return back_to(key)
    unmarked = unmarked_rows(view)
    return render_template(
        "registers/confirm_finish.html",
        view=view,
        unmarked=unmarked,
        told=organisations_told(db.session, [row.placement_id for row in unmarked]),
        form=form,
    )


def finish(days: ProviderDays, view: queries.RegisterView) -> None:
    """Finish the register and commit."""
    unmarked = len(unmarked_rows(view))
    service.change_state(
        db.session,
        days.provider.id,
        view.key,
        RegisterState.FINISHED,
        current_actor(),
        now(),
        unmarked_count=unmarked,
    )
    audit(AuditAction.REGISTER_FINISHED, "register", view.key, unmarked=unmarked)
    db.session.commit()
    flash("The register is finished and sent")


@bp.route("/<day:day>/<half:half>/cancel", methods=["GET", "POST"])
@requires(Permission.REGISTER_TAKE)
def cancel(day: date, half: Half) -> ResponseReturnValue:
    key = SessionKey(day, half)
    days = open_days(key)
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            service.change_state(
                db.session,
                days.provider.id,
                key,
                RegisterState.CANCELLED,
                current_actor(),
                now(),
                reason=form.reason.text,
            )
            audit(AuditAction.REGISTER_CANCELLED, "register", key)
            db.session.commit()
            flash("The session is cancelled. The commissioners have been told, with your reason.")
            return back_to(key)
        except ConflictError as error:
            db.session.rollback()
            form.reason.errors = [str(error)]
    return render_template("registers/cancel.html", key=key, form=form)


@bp.post("/<day:day>/<half:half>/open-again")
@requires(Permission.REGISTER_TAKE)
def open_again(day: date, half: Half) -> ResponseReturnValue:
    key = SessionKey(day, half)
    days = open_days(key)
    service.change_state(
        db.session, days.provider.id, key, RegisterState.OPEN, current_actor(), now()
    )
    audit(AuditAction.REGISTER_OPENED_AGAIN, "register", key)
    db.session.commit()
    flash("The register is open again")
    return back_to(key)


@bp.route("/<day:day>/<half:half>/add", methods=["GET", "POST"])
@requires(Permission.REGISTER_TAKE)
def add_pupil(day: date, half: Half) -> ResponseReturnValue:
    key = SessionKey(day, half)
    days = open_days(key)
    view = queries.view_register(db.session, days, key)
    form = AddPupilForm()
    form.placement.choices = [("", "Choose a pupil")] + [
        (str(placement_id), name) for placement_id, name in view.others
    ]
    if form.validate_on_submit():
        entry = service.Entry(UUID(form.placement.data), MarkValue(Seen.HERE), 0)
        service.take_register(db.session, days.provider.id, key, [entry], current_actor(), now())
        audit(AuditAction.REGISTER_PUPIL_ADDED, "placement", entry.placement_id)
        db.session.commit()
        flash("Added, and marked here")
        return back_to(key)
    return render_template("registers/add_pupil.html", view=view, form=form)
