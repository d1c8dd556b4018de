"""Load the record from a CSV file: all of it, or nothing and a list of what is wrong."""

from __future__ import annotations

import csv
import io

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.access.audit_log import AuditAction
from portal.access.current import audit, current_actor
from portal.access.gate import requires
from portal.access.permissions import Permission
from portal.clock import now, today
from portal.database.db import db
from portal.features.staff_records.forms import LoadForm
from portal.features.staff_records.loading import Loaded, load_people
from portal.features.staff_records.routes.blueprint import bp
from portal.features.staff_records.sheet import SHEET


@bp.route("/staff/load", methods=["GET", "POST"])
@requires(Permission.STAFF_RECORD_EDIT)
def load_file() -> ResponseReturnValue:
    form = LoadForm()
    loaded: Loaded | None = None
    if form.validate_on_submit():
        actor = current_actor()
        loaded = load_people(
            db.session, actor.organisation_id, form.file.data.stream, actor.user_id, now(), today()
        )
        if loaded.is_clean:
            audit(AuditAction.STAFF_LOADED, "provider", actor.organisation_id, **loaded.counts)
            db.session.commit()
            flash(f"The record is loaded: {loaded.words}")
            return redirect(url_for("staff_records.list_people"))
        db.session.rollback()
    return render_template("staff_records/load_file.html", form=form, sheet=SHEET, loaded=loaded)


@bp.get("/staff/file.csv")
@requires(Permission.STAFF_RECORD_EDIT)
def download_sample() -> ResponseReturnValue:
    """A file with the headings."""
    text = io.StringIO()
    csv.writer(text).writerow([column.name for column in SHEET.columns])
    headers = {"Content-Disposition": 'attachment; filename="staff.csv"'}
    return Response(text.getvalue(), mimetype="text/csv", headers=headers)
