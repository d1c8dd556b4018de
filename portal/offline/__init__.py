"""The phone app: its shell under /app/, phones and who is enrolled on them, and the address they send to."""

from flask import Flask

from portal.access.permissions import Permission
from portal.extensions import csrf
from portal.offline import api, phones, shell, uploads
from portal.web.navigation import NavLink, add


def init_app(app: Flask) -> None:
    app.register_blueprint(shell.bp)
    app.register_blueprint(phones.bp)
    app.register_blueprint(api.bp)
    app.register_blueprint(uploads.bp)
    # A signed request carries no cookie, so there is nothing for another site to ride on.
    csrf.exempt(api.sync)
    # These take a signed request or a cookie; for a cookie they ask for the token themselves.
    csrf.exempt(uploads.bp)
    add(app, NavLink("phones.list_phones", "Phones", Permission.DEVICE_READ, 30))
