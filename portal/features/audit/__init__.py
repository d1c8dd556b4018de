"""The audit as a page: who did what to which record, from where, when."""

from flask import Flask

from portal.access.permissions import Permission
from portal.features.audit.routes import bp
from portal.web.navigation import NavLink, add


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
    add(app, NavLink("audit.list_events", "Audit", Permission.AUDIT_READ, 95))
