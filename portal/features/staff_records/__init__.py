"""The single central record: who works at a provider, which checks were made, and the confirmation."""

from flask import Flask

from portal.access.actor import Actor
from portal.access.permissions import Permission
from portal.clock import today
from portal.database.db import db
from portal.features.staff_records.queries import count_with_gaps
from portal.features.staff_records.routes import bp
from portal.web.navigation import NavLink, add


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
    add(
        app,
        NavLink("staff_records.list_people", "Staff", Permission.STAFF_RECORD_EDIT, 54, _with_gaps),
    )


def _with_gaps(actor: Actor) -> int:
    return count_with_gaps(db.session, actor.organisation_id, today())
