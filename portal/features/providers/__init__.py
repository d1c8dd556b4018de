"""What a provider keeps about itself for its registers: hours, telephone, and days closed."""

from flask import Flask

from portal.access.permissions import Permission
from portal.features.providers.routes import bp
from portal.web.navigation import NavLink, add


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
    add(app, NavLink("providers.edit_hours", "Hours and days", Permission.PROVIDER_EDIT, 60))
