"""Signing in and out, passwords, invitations, and who belongs to an organisation."""

from flask import Flask

from portal.access.permissions import Permission
from portal.features.accounts.routes import bp
from portal.web.navigation import NavLink, add


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
    add(app, NavLink("accounts.list_members", "People", Permission.MEMBER_READ, 80))
