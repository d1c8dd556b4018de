"""Registers as ordinary pages: take one, see the list, print the statement, choose between two marks."""

from flask import Flask

from portal.access import policies
from portal.access.actor import Actor
from portal.access.permissions import Permission
from portal.database.db import db
from portal.features.registers.routes import bp
from portal.models import Provider
from portal.web.navigation import NavLink, add


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
    add(
        app,
        NavLink(
            "registers.list_registers",
            "Registers",
            Permission.REGISTER_TAKE,
            10,
            shown_to=_takes_registers,
        ),
    )


def _takes_registers(actor: Actor) -> bool:
    """Not while the provider is under review."""
    provider = db.session.get(Provider, actor.organisation_id)
    return provider is not None and policies.may_take_register(actor, provider)
