"""Look through the audit."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload
from wtforms import DateField, Form
from wtforms.validators import Length, Optional

from portal.access.audit_log import AuditAction
from portal.access.current import audit_view
from portal.access.gate import requires
from portal.access.permissions import Permission
from portal.clock import bounds_of
from portal.database.db import db
from portal.models import AuditEvent, User
from portal.web.forms import TextField, in_our_time

bp = Blueprint("audit", __name__, url_prefix="/audit")
PAGE_SIZE = 100


class AuditFilter(Form):
    """Part of the address: a GET form changes nothing."""

    email = TextField("Email address of the person", [Length(max=254)])
    record = TextField("Number of the record", [Length(max=60)])
    action = TextField("What was done", [Length(max=60)])
    day = DateField("Day", [Optional(), in_our_time])


@bp.get("/")
@requires(Permission.AUDIT_READ)
def list_events() -> ResponseReturnValue:
    form = AuditFilter(request.args)
    events: list[AuditEvent] = []
    before = request.args.get("before", "")
    if form.validate():
        query = _filtered(form)
        if before.isdecimal() and len(before) < 16:
            query = query.where(AuditEvent.id < int(before))
        events = list(db.session.scalars(query.limit(PAGE_SIZE + 1)))
        audit_view(AuditAction.AUDIT_VIEWED, "audit", form.record.text)
    more = events[PAGE_SIZE - 1].id if len(events) > PAGE_SIZE else None
    return render_template(
        "audit/list_events.html", filter=form, events=events[:PAGE_SIZE], more=more
    )


def _filtered(form: AuditFilter) -> Select[AuditEvent]:
    query = select(AuditEvent).options(joinedload(AuditEvent.user)).order_by(AuditEvent.id.desc())
    if form.email.text:
        query = query.join(User, User.id == AuditEvent.user_id)
        query = query.where(User.email == form.email.text.lower())
    if form.record.text:
        query = query.where(AuditEvent.record_id == form.record.text)
    if form.action.text:
        query = query.where(AuditEvent.action.startswith(form.action.text, autoescape=True))
    if form.day.data:
        start, end = bounds_of(form.day.data)
        query = query.where(AuditEvent.at >= start, AuditEvent.at < end)
    return query
