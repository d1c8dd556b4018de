"""Where the actor's pupils are today, and the file for the office."""

from __future__ import annotations

from datetime import timedelta

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from portal.access import scopes
from portal.access.audit_log import AuditAction
from portal.access.current import audit, current_actor
from portal.access.gate import requires
from portal.access.permissions import Permission
from portal.clock import now, today
from portal.database.db import db
from portal.features.placements import export, office_file, queries
from portal.features.placements.forms import DayForm, ExportForm
from portal.features.placements.routes.blueprint import bp
from portal.services.attendance.not_received import (
    by_provider,
    cancelled_sessions,
    missing_marks,
)
from portal.services.attendance.week import CellKind

_COUNTED = (
    (CellKind.SEEN, "here"),
    (CellKind.LATE, "late"),
    (CellKind.ABSENT, "not here"),
    (CellKind.DIFFER, "two marks differ"),
    (CellKind.EXPECTED, "not marked yet"),
)


@bp.get("/pupils/today")
@requires(Permission.DAY_READ)
def today_list() -> ResponseReturnValue:
    actor = current_actor()
    chosen = DayForm(request.args)
    day = (chosen.day.data if chosen.validate() else None) or today()
    rows = queries.where_today(db.session, actor, day)
    cells = [cell for row in rows for cell in (row.morning, row.afternoon)]
    mine = scopes.may_see_placement(actor)
    counts = [(words, sum(cell.kind is kind for cell in cells)) for kind, words in _COUNTED]
    return render_template(
        "placements/today_list.html",
        day=day,
        rows=rows,
        counts=counts,
        chosen=chosen,
        missing=by_provider(
            db.session,
            [each for each in missing_marks(db.session, mine, now()) if each.key.day == day],
        ),
        cancelled=[
            each for each in cancelled_sessions(db.session, mine, now()) if each.key.day == day
        ],
        form=ExportForm(data={"first": day, "last": day}),
        before=day - timedelta(days=1),
        after=day + timedelta(days=1),
    )


@bp.route("/pupils/today.csv", methods=["POST"])
@requires(Permission.DAY_EXPORT)
def download_days() -> ResponseReturnValue:
    """The file for the office. Posted, because what has been handed over is remembered."""
    form = ExportForm()
    if not form.validate_on_submit() or not form.first.data or not form.last.data:
        return render_template("placements/export_again.html", form=form)
    actor, first, last = current_actor(), form.first.data, form.last.data
    rows = export.hand_over(db.session, actor, first, last, now())
    audit(AuditAction.DAY_EXPORTED, "day", first, to=last.isoformat(), rows=len(rows))
    db.session.commit()
    name = f"off-site-{first}.csv" if first == last else f"off-site-{first}-to-{last}.csv"
    return Response(
        office_file.as_csv(rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
