"""Sends the emails that wait in the outbox, chases what is missing, and clears out what is old."""

from flask import Flask

from portal.access.actor import Actor
from portal.access.permissions import Permission
from portal.database.db import db
from portal.features.notifications.queries import count_failed
from portal.features.notifications.routes import bp
from portal.web.navigation import NavLink, add


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
    add(
        app,
        NavLink("notifications.list_messages", "Messages", Permission.MESSAGE_READ, 85, _failed),
    )


def _failed(_actor: Actor) -> int:
    return count_failed(db.session)
