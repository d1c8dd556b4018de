"""Deciding absences: the queue, the codes, undo. Only a commissioner or the home school decides."""

from flask import Flask

from portal.access.permissions import Permission
from portal.database.db import db
from portal.features.absences.queries import count_waiting
from portal.features.absences.routes import bp
from portal.web.navigation import NavLink, add


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
    add(
        app,
        NavLink(
            "absences.queue",
            "Absences",
            Permission.ABSENCE_READ,
            10,
            count=lambda actor: count_waiting(db.session, actor),
        ),
    )
