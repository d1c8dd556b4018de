"""`flask portal backup FILE`: one archive of everything, made while the portal runs."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from portal.access import audit_log
from portal.access.audit_log import AuditAction
from portal.cli.archive import ArchiveError, pack
from portal.clock import now
from portal.database.db import begin_writing, db
from portal.services.council.epoch import begin_epoch


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
@with_appcontext
def backup(file: Path) -> None:
    """Copy database, files, keys and secret settings into FILE while the portal runs."""
    settings = current_app.config["PORTAL"]
    if file.exists():
        raise click.ClickException(f"{file} is there already: choose another name")
    unfinished = file.with_name(f"{file.name}.unfinished")
    try:
        unfinished.unlink(missing_ok=True)
        unfinished.touch(mode=0o600)
        pack(unfinished, db.engine.url, settings.instance, os.environ)
        unfinished.rename(file)
    except (OSError, sqlite3.Error, ArchiveError) as error:
        unfinished.unlink(missing_ok=True)
        raise click.ClickException(f"The backup was not made: {error}") from None
    click.echo(f"Backed up to {file} ({file.stat().st_size:,} bytes): database, files and keys")
    if settings.storage_url != "folder":
        click.echo("The files are in an S3 store and not in this backup: keep versions there.")
    click.echo("It holds secrets: keep it where only those who run the portal can read it.")
    click.echo(f"Put it back with: python3 -m portal flask portal restore {file}")


@click.command("restored")
@with_appcontext
def restored() -> None:
    """Tell every phone, after a backup was put back by hand, to offer again what it sent since."""
    begin_writing(db.session)
    begin_epoch(db.session)
    audit_log.add(db.session, None, audit_log.Entry(AuditAction.SERVER_RESTORED), now())
    db.session.commit()
    click.echo("Phones will offer again what they sent in the last 30 days.")
