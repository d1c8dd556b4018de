"""A school's INSET days; for the administrator, the days on which every school is closed."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from portal.access.audit_log import AuditAction
from portal.access.current import audit, current_actor
from portal.access.gate import requires
from portal.access.permissions import Permission
from portal.clock import now, today
from portal.database.db import db
from portal.domain.attendance.clocks import N_CLOCK_SCHOOL_DAYS
from portal.domain.calendar.school_year import first_day_of_school_year
from portal.domain.errors import InvalidError
from portal.features.placements import service
from portal.features.placements.forms import InsetForm
from portal.features.placements.routes.blueprint import bp
from portal.models import CalendarDay
from portal.services.calendar.calendars import calendar_of
from portal.web.pages import one_or_404


@bp.route("/calendar", methods=["GET", "POST"])
@requires(Permission.CALENDAR_EDIT)
def edit_calendar() -> ResponseReturnValue:
    actor = current_actor()
    form = InsetForm()
    if form.validate_on_submit() and form.day.data:
        try:
            service.add_inset_day(
                db.session, actor.organisation_id, form.day.data, form.note.text, now()
            )
            audit(AuditAction.CALENDAR_DAY_ADDED, "organisation", actor.organisation_id)
            db.session.commit()
            flash("The day is saved. The days left on each absence follow it.")
            return redirect(url_for("placements.edit_calendar"))
        except InvalidError as error:
            db.session.rollback()
            form.day.errors = [error.errors[0].message]
    days = db.session.scalars(
        select(CalendarDay)
        .where(
            CalendarDay.organisation_id == actor.organisation_id,
            CalendarDay.day >= first_day_of_school_year(today()),
        )
        .order_by(CalendarDay.day)
    ).all()
    terms = calendar_of(db.session, actor.organisation_id).terms
    return render_template(
        "placements/edit_calendar.html",
        form=form,
        days=days,
        clock_days=N_CLOCK_SCHOOL_DAYS,
        terms=[term for term in terms if term.last_day >= today()][:6],
    )


@bp.post("/calendar/<int:day_id>/remove")
@requires(Permission.CALENDAR_EDIT)
def remove_calendar_day(day_id: int) -> ResponseReturnValue:
    actor = current_actor()
    mine = select(CalendarDay).where(CalendarDay.organisation_id == actor.organisation_id)
    day = one_or_404(db.session, mine.where(CalendarDay.id == day_id))
    service.remove_day(db.session, day)
    audit(AuditAction.CALENDAR_DAY_REMOVED, "organisation", actor.organisation_id)
    db.session.commit()
    flash("The day is removed from the list")
    return redirect(url_for("placements.edit_calendar"))
