"""Each role's start page: what needs doing now, then what is going on."""

from flask import Flask

from portal.access.permissions import Permission
from portal.home.routes import bp
from portal.web.navigation import Place, add


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
    add(app, Place("home.start", "Start", None, 0))
    add(app, Place("home.summary", "Summary", Permission.SUMMARY_READ, 50))
