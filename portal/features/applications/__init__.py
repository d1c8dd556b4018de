"""Applications to join the catalogue: applying, checking, and two people deciding."""

from flask import Flask

from portal.access.actor import Actor
from portal.access.permissions import Permission
from portal.database.db import db
from portal.features.applications.queries import count_waiting
from portal.features.applications.routes import bp
from portal.web.navigation import NavLink, add


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
    add(
        app,
        NavLink("applications.list_own", "Application", Permission.APPLICATION_EDIT, 50),
    )
    add(
        app,
        NavLink(
            "applications.list_applications",
            "Applications",
            Permission.APPLICATION_CHECK,
            50,
            _waiting,
        ),
    )


def _waiting(actor: Actor) -> int:
    return count_waiting(db.session, actor)
