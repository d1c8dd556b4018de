"""Placements and the pupils on them: who is where today, one pupil's page, what “seen here” counts as."""

from flask import Flask

from portal.access.permissions import Permission
from portal.features.placements.routes import bp
from portal.web.navigation import NavLink, add


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
    add(app, NavLink("placements.today_list", "Pupils off site", Permission.DAY_READ, 20))
    add(app, NavLink("placements.list_placements", "Placements", Permission.PLACEMENT_READ, 25))
    add(app, NavLink("placements.edit_calendar", "INSET days", Permission.CALENDAR_EDIT, 65))
