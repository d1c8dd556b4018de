"""`flask portal …` commands: parse, call a service, commit, print."""

import click
from flask import Flask
from flask.cli import AppGroup

from portal.cli import imports
from portal.cli.admin import create_admin
from portal.cli.backup import backup, restored
from portal.cli.catalogue import import_postcodes
from portal.cli.demo import prepare_demo
from portal.cli.organisations import create_organisation
from portal.cli.worker import worker

portal_group = AppGroup("portal", help="Commands of the alternative provision portal.")


@portal_group.command("check-settings")
def check_settings() -> None:
    """Say that the settings are fit to serve with (create_app has checked them)."""
    click.echo("The settings are fit to serve with.")


OTHERS = (
    backup,
    create_admin,
    create_organisation,
    import_postcodes,
    prepare_demo,
    restored,
    worker,
)
for command in (*imports.COMMANDS, *OTHERS):
    portal_group.add_command(command)


def init_app(app: Flask) -> None:
    app.cli.add_command(portal_group)
