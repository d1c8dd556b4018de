"""The register statement: what was first entered and each amendment, to print."""

from __future__ import annotations

from datetime import date
from functools import partial
from itertools import groupby

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from portal.access import policies, scopes
from portal.access.audit_log import AuditAction
from portal.access.current import audit_view, current_actor
from portal.access.gate import requires
from portal.access.permissions import Permission
from portal.clock import now
from portal.database.db import db
from portal.domain.attendance.statistics import is_outside
from portal.domain.calendar.sessions import Half, SessionKey
from portal.features.registers import queries
from portal.features.registers.routes.blueprint import bp
from portal.models import Provider
from portal.services.attendance.provider_days import ProviderDays
from portal.web.pages import one_or_404


@bp.get("/<int:provider_id>/<day:day>/<half:half>/statement")
@requires(Permission.REGISTER_READ)
def statement(provider_id: int, day: date, half: Half) -> ResponseReturnValue:
    actor = current_actor()
    provider = one_or_404(db.session, scopes.providers(actor).where(Provider.id == provider_id))
    if not policies.may_read_register(actor, provider):
        abort(403)
    key = SessionKey(day, half)
    days = ProviderDays(db.session, provider, now())
    view = queries.view_register(db.session, days, key)
    log = queries.whole_log(db.session, view.register) if view.register else []
    by_pupil = {
        placement_id: list(marks)
        for placement_id, marks in groupby(log, key=lambda mark: mark.placement_id)
    }
    audit_view(AuditAction.REGISTER_STATEMENT_VIEWED, "register", f"{provider.id}/{key}")
    return render_template(
        "registers/statement.html",
        provider=provider,
        view=view,
        by_pupil=by_pupil,
        is_outside=partial(is_outside, days.hours.opens(half), days.hours.closes(half)),
        kinds=queries.kinds_of_entries(view, log),
    )
