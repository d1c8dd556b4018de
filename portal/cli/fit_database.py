"""Commands that use the database first make sure that it is of this release."""

from __future__ import annotations

from functools import wraps
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from portal.database.db import db
from portal.database.release import WrongReleaseError, require_this_release
from portal.database.trouble import TROUBLES, Trouble, trouble_of

_WORDS = {
    Trouble.AWAY: "The database does not answer: nothing was changed. Try again later",
    Trouble.BUSY: "The database is busy: nothing was changed. Try again later",
    Trouble.READ_ONLY: "The database can only be read: nothing was changed",
}


def require_fit_database() -> None:
    """Raises ClickException for a database that this release cannot serve from."""
    migrations = Path(current_app.extensions["migrate"].directory)
    try:
        require_this_release(db.engine, db.metadata, migrations)
    except WrongReleaseError as error:
        raise click.ClickException(str(error)) from None


def on_fit_database(command: click.Command) -> click.Command:
    """The same command, refused in words where the database is not fit. A group: its commands."""
    if isinstance(command, click.Group):
        for each in command.commands.values():
            on_fit_database(each)
        return command
    work = command.callback
    if work is None:
        raise TypeError(f"{command.name} does nothing")

    @wraps(work)
    def checked(*args: Any, **kwargs: Any) -> Any:
        require_fit_database()
        try:
            return work(*args, **kwargs)
        except TROUBLES as error:
            trouble = trouble_of(error)
            if trouble is None:
                raise
            raise click.ClickException(_WORDS[trouble]) from None

    command.callback = with_appcontext(checked)
    return command
