"""`flask portal …` commands: parse, call a service, commit, print."""

import click
from flask import Flask
from flask.cli import AppGroup

from portal.cli import imports
from portal.cli.admin import create_admin
from portal.cli.backup import backup, restored
from portal.cli.catalogue import import_postcodes
from portal.cli.demo import prepare_demo
from portal.cli.fit_database import on_fit_database, require_fit_database
from portal.cli.organisations import create_organisation
from portal.cli.restore import restore
from portal.cli.worker import worker

portal_group = AppGroup("portal", help="Commands of the alternative provision portal.")


@portal_group.command("check-settings")
def check_settings() -> None:
    """Say that settings and database are fit to serve with (create_app has checked the former)."""
    require_fit_database()
    click.echo("The settings are fit to serve with.")


ON_FIT_DATABASE = (
    *imports.COMMANDS,
    create_admin,
    create_organisation,
    import_postcodes,
    restored,
    worker,
)
ON_ANY_DATABASE = (backup, prepare_demo, restore)
"""A backup is of whatever there is; the others make their own."""
for command in ON_FIT_DATABASE:
    portal_group.add_command(on_fit_database(command))
for command in ON_ANY_DATABASE:
    portal_group.add_command(command)


def init_app(app: Flask) -> None:
    app.cli.add_command(portal_group)
