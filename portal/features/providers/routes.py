"""The provider's lead sets hours, telephone and days closed."""

from __future__ import annotations

from datetime import timedelta

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
from portal.domain.attendance.clocks import NOT_RECEIVED_AFTER
from portal.domain.calendar.sessions import SessionKey
from portal.domain.errors import InvalidError
from portal.features.providers import service
from portal.features.providers.changes import changes_of
from portal.features.providers.forms import DayForm, HoursForm
from portal.models import CalendarDay, DayKind, Provider
from portal.web.pages import one_or_404

bp = Blueprint("providers", __name__, url_prefix="/our-hours")
_DAYS_SHOWN = timedelta(days=60)
"""How far back days that differ are listed, so that one in the past can be taken back."""


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
        before = _words_of_hours(provider)
        try:
            service.change_hours(db.session, provider, hours, now())
            after = _words_of_hours(provider)
            audit(
                AuditAction.PROVIDER_HOURS_CHANGED,
                "provider",
                provider.id,
                before=before,
                after=after,
            )
            db.session.commit()
            flash("The hours are saved")
            return redirect(url_for("providers.edit_hours"))
        except InvalidError as error:
            db.session.rollback()
            form.show(error)
    return render_template(
        "providers/edit_hours.html",
        form=form,
        days=_days(provider),
        changes=changes_of(db.session, provider.id),
        today=today(),
        minutes=NOT_RECEIVED_AFTER // timedelta(minutes=1),
    )


def _words_of_hours(provider: Provider) -> str:
    times = (provider.am_opens, provider.am_closes, provider.pm_opens, provider.pm_closes)
    return " ".join(f"{each:%H:%M}" for each in times)


def _days(provider: Provider) -> list[CalendarDay]:
    return list(
        db.session.scalars(
            select(CalendarDay)
            .where(
                CalendarDay.organisation_id == provider.id,
                CalendarDay.day >= today() - _DAYS_SHOWN,
            )
            .order_by(CalendarDay.day)
        )
    )


@bp.route("/days", methods=["GET", "POST"])
@requires(Permission.PROVIDER_EDIT)
def add_day() -> ResponseReturnValue:
    provider = _own_provider()
    form = DayForm()
    to_cancel: list[SessionKey] = []
    if form.validate_on_submit() and form.day.data:
        try:
            kind = DayKind(form.kind.data)
            service.add_day(db.session, provider, form.day.data, kind, form.note.text, now())
            audit(
                AuditAction.PROVIDER_DAY_ADDED,
                "provider",
                provider.id,
                day=form.day.data.isoformat(),
                state=kind.value,
            )
            db.session.commit()
            flash("The day is saved")
            return redirect(url_for("providers.edit_hours"))
        except InvalidError as error:
            db.session.rollback()
            form.show(error)
            to_cancel = error.sessions if isinstance(error, service.DayHasBegunError) else []
    return render_template("providers/add_day.html", form=form, to_cancel=to_cancel)


@bp.post("/days/<int:day_id>/remove")
@requires(Permission.PROVIDER_EDIT)
def remove_day(day_id: int) -> ResponseReturnValue:
    provider = _own_provider()
    mine = select(CalendarDay).where(CalendarDay.organisation_id == provider.id)
    removed = one_or_404(db.session, mine.where(CalendarDay.id == day_id))
    service.remove_day(db.session, provider, removed)
    audit(
        AuditAction.PROVIDER_DAY_REMOVED,
        "provider",
        provider.id,
        day=removed.day.isoformat(),
        state=removed.kind.value,
    )
    db.session.commit()
    flash("The day is taken out")
    return redirect(url_for("providers.edit_hours"))
