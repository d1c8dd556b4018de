"""The provider's lead sets hours, telephone and days closed."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from portal.access import scopes
from portal.access.audit_log import AuditAction
from portal.access.current import audit, current_actor
from portal.access.gate import requires
from portal.access.permissions import Permission
from portal.clock import now, today
from portal.database.db import db
from portal.domain.errors import InvalidError
from portal.features.providers import service
from portal.features.providers.forms import DayForm, HoursForm
from portal.models import CalendarDay, DayKind, Provider
from portal.web.pages import one_or_404

bp = Blueprint("providers", __name__, url_prefix="/our-hours")


def _own_provider() -> Provider:
    actor = current_actor()
    return one_or_404(
        db.session, scopes.providers(actor).where(Provider.id == actor.organisation_id)
    )


@bp.route("/", methods=["GET", "POST"])
@requires(Permission.PROVIDER_EDIT)
def edit_hours() -> ResponseReturnValue:
    provider = _own_provider()
    form = HoursForm(obj=provider)
    if form.validate_on_submit():
        hours = service.Hours(
            am_opens=form.am_opens.data or provider.am_opens,
            am_closes=form.am_closes.data or provider.am_closes,
            pm_opens=form.pm_opens.data or provider.pm_opens,
            pm_closes=form.pm_closes.data or provider.pm_closes,
            telephone=form.telephone.text,
        )
        service.change_hours(provider, hours)
        audit(AuditAction.PROVIDER_HOURS_CHANGED, "provider", provider.id)
        db.session.commit()
        flash("The hours are saved")
        return redirect(url_for("providers.edit_hours"))
    return render_template("providers/edit_hours.html", form=form, days=_days(provider))


def _days(provider: Provider) -> list[CalendarDay]:
    return list(
        db.session.scalars(
            select(CalendarDay)
            .where(CalendarDay.organisation_id == provider.id, CalendarDay.day >= today())
            .order_by(CalendarDay.day)
        )
    )


@bp.route("/days", methods=["GET", "POST"])
@requires(Permission.PROVIDER_EDIT)
def add_day() -> ResponseReturnValue:
    provider = _own_provider()
    form = DayForm()
    if form.validate_on_submit() and form.day.data:
        try:
            kind = DayKind(form.kind.data)
            service.add_day(db.session, provider, form.day.data, kind, form.note.text, now())
            audit(AuditAction.PROVIDER_DAY_ADDED, "provider", provider.id)
            db.session.commit()
            flash("The day is saved")
            return redirect(url_for("providers.edit_hours"))
        except InvalidError as error:
            db.session.rollback()
            form.day.errors = [error.errors[0].message]
    return render_template("providers/add_day.html", form=form)


@bp.post("/days/<int:day_id>/remove")
@requires(Permission.PROVIDER_EDIT)
def remove_day(day_id: int) -> ResponseReturnValue:
    provider = _own_provider()
    mine = select(CalendarDay).where(CalendarDay.organisation_id == provider.id)
    service.remove_day(
        db.session, provider, one_or_404(db.session, mine.where(CalendarDay.id == day_id))
    )
    audit(AuditAction.PROVIDER_DAY_REMOVED, "provider", provider.id)
    db.session.commit()
    flash("The day is taken out")
    return redirect(url_for("providers.edit_hours"))
