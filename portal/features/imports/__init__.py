"""Loading schools, term dates, pupils and placements from CSV files."""

from flask import Flask

from portal.access.permissions import Permission
from portal.features.imports import pupil_numbers, set_up  # noqa: F401 - their pages join the blueprint
from portal.features.imports.routes import bp
from portal.web.navigation import NavLink, add


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
    add(app, NavLink("imports.list_imports", "Import", Permission.IMPORT_RUN, 70))
