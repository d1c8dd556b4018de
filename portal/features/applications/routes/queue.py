"""The officers' queue: what waits, since when, and by when it is to be decided."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.access.current import current_actor
from portal.access.gate import requires
from portal.access.permissions import Permission
from portal.clock import today
from portal.database.db import db
from portal.features.applications import queries
from portal.features.applications.routes.blueprint import bp


@bp.get("/applications")
@requires(Permission.APPLICATION_CHECK)
def list_applications() -> ResponseReturnValue:
    is_decided = request.args.get("show") == "decided"
    return render_template(
        "applications/list_applications.html",
        queue=queries.queue(db.session, current_actor(), is_decided, today()),
        is_decided=is_decided,
        today=today(),
    )
