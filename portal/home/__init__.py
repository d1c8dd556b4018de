"""Each role's start page: what needs doing now, then what is going on."""

from flask import Flask

from portal.access.permissions import Permission
from portal.home.routes import bp
from portal.web.navigation import NavLink, add


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
    add(app, NavLink("home.start", "Start", None, 0))
    add(app, NavLink("home.summary", "Summary", Permission.SUMMARY_READ, 50))
