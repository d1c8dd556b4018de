"""Registers as ordinary pages: take one, see the list, print the statement, choose between two marks."""

from flask import Flask

from portal.access.permissions import Permission
from portal.registers.routes import bp
from portal.web.navigation import Place, add


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
    add(app, Place("registers.list_registers", "Registers", Permission.REGISTER_TAKE, 10))
