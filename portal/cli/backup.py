"""`flask portal backup FILE` and, after a backup has been put back, `flask portal restored`."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import click
from flask.cli import with_appcontext
from sqlalchemy import URL, select

from portal.access import audit_log
from portal.access.audit_log import AuditAction
from portal.clock import now
from portal.database.db import begin_writing, db
from portal.models import ServerFact

EPOCH = "epoch"


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
@with_appcontext
def backup(file: Path) -> None:
    """Copy the SQLite database into FILE while the portal runs."""
    source = path_of(db.engine.url, file)
    if file.exists():
        raise click.ClickException(f"{file} is there already: choose another name")
    unfinished = file.with_name(f"{file.name}.unfinished")
    try:
        unfinished.unlink(missing_ok=True)
        unfinished.touch(mode=0o600)
        _copy(source, unfinished)
        unfinished.rename(file)
    except (OSError, sqlite3.Error) as error:
        raise click.ClickException(f"The backup was not made: {error}") from None
    click.echo(f"Backed up to {file} ({file.stat().st_size:,} bytes)")


def path_of(url: URL, file: Path) -> str:
    """The path of the SQLite database. Raises ClickException for PostgreSQL, with what to do."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    raise click.ClickException(
        "This portal keeps its data in PostgreSQL. Back it up with: pg_dump --format=custom"
        f" --file={file} {url.database}"
    )


def _copy(source: str, target: Path) -> None:
    """Copy a moment of the database, changes that stand beside it in the log included."""
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        [answer] = copy.execute("PRAGMA integrity_check").fetchone()
    if answer != "ok":
        raise sqlite3.DatabaseError(f"the copy is damaged: {answer}")


@click.command("restored")
@with_appcontext
def restored() -> None:
    """Tell every phone, after a backup was put back, to offer again what it sent since."""
    begin_writing(db.session)
    epoch = db.session.scalars(select(ServerFact).where(ServerFact.name == EPOCH)).one()
    epoch.value = str(uuid4())
    audit_log.add(db.session, None, audit_log.Entry(AuditAction.SERVER_RESTORED), now())
    db.session.commit()
    click.echo("Phones will offer again what they sent in the last 30 days.")
