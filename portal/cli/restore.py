"""`flask portal restore FILE`: put a backup back, with the data that were there set aside."""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade
from sqlalchemy import URL, inspect

from portal.access import audit_log
from portal.access.audit_log import AuditAction
from portal.cli import archive
from portal.cli.archive import ArchiveError
from portal.cli.fit_database import require_fit_database
from portal.clock import now
from portal.config import Settings
from portal.database.db import begin_writing, db
from portal.database.release import WrongReleaseError, require_known_release
from portal.services.council.epoch import begin_epoch

_BESIDE = ("", "-wal", "-shm", "-journal", ".writer")
"""Ends of the names of a database's files: an old -wal would be replayed into the backup."""


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def restore(file: Path) -> None:
    """Put the backup in FILE back. Stop the portal and its worker first."""
    settings: Settings = current_app.config["PORTAL"]
    url = db.engine.url
    staged = settings.instance / f"restoring-{now():%Y%m%d-%H%M%S-%f}"
    db.close()
    db.engine.dispose()  # our own connection would say that the portal runs
    try:
        staged.mkdir(mode=0o700, parents=True)
        archive.unpack(file, staged)
        if url.get_backend_name() == "sqlite":
            _restore_file(Path(str(url.database)).resolve(), staged, settings)
        else:
            _restore_server(url, staged, settings)
    except (ArchiveError, OSError, sqlite3.Error) as error:
        raise click.ClickException(f"Nothing was restored: {error}") from None
    finally:
        db.close()
        db.connect_to(settings.database_url)
        shutil.rmtree(staged, ignore_errors=True)
    _say_what_next(settings)


def _restore_file(database: Path, staged: Path, settings: Settings) -> None:
    copy = staged / archive.DATABASE
    if not copy.exists():
        raise ArchiveError("this backup is of PostgreSQL: set PORTAL_DATABASE_URL to such a server")
    with _alone(database):
        with closing(sqlite3.connect(copy)) as connection:
            archive.require_whole(connection)
        db.connect_to(f"sqlite:///{copy}")
        _bring_up_to_date()
        db.engine.dispose()
        with closing(sqlite3.connect(copy)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
        aside = _set_aside(database, staged, settings)
        _put_in_place(database, staged, settings)
    if aside is not None:
        click.echo(f"What was there before is in {aside}")
    click.echo(f"The database is in place: {database}")


def _restore_server(url: URL, staged: Path, settings: Settings) -> None:
    dump = staged / archive.DUMP
    if not dump.exists():
        raise ArchiveError("this backup is of SQLite: set PORTAL_DATABASE_URL to such a file")
    if inspect(db.engine).get_table_names():
        raise ArchiveError(
            f"the database {url.database} is not empty, and stays as it is. Make another with"
            " createdb, name it in PORTAL_DATABASE_URL, and restore into that"
        )
    db.engine.dispose()
    archive.run_postgresql(
        "pg_restore", url, "--no-owner", "--exit-on-error", "--single-transaction", str(dump)
    )
    _bring_up_to_date()
    aside = _set_aside(None, staged, settings)
    _put_in_place(None, staged, settings)
    if aside is not None:
        click.echo(f"Files that were there before are in {aside}")
    click.echo(f"The database is in place: {url.database}")


@contextmanager
def _alone(database: Path) -> Iterator[None]:
    """Make sure that no portal and no worker uses the database, and that none begins to."""
    database.parent.mkdir(parents=True, exist_ok=True)
    with database.with_name(f"{database.name}.in-use").open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ArchiveError(
                "the portal or its worker is running. Stop both first, for example with:"
                " systemctl stop portal portal-worker"
            ) from None
        yield


def _bring_up_to_date() -> None:
    """Upgrade the copy, check that it is of this release, and begin another epoch in it."""
    migrations = Path(current_app.extensions["migrate"].directory)
    try:
        require_known_release(db.engine, migrations)
    except WrongReleaseError as error:
        raise ArchiveError(str(error)) from None
    upgrade()
    require_fit_database()
    begin_writing(db.session)
    begin_epoch(db.session)
    audit_log.add(db.session, None, audit_log.Entry(AuditAction.SERVER_RESTORED), now())
    db.session.commit()
    db.close()


def _set_aside(database: Path | None, staged: Path, settings: Settings) -> Path | None:
    """Move what is about to be replaced into a folder of its own; None where there was nothing."""
    names = [] if database is None else [database.with_name(database.name + end) for end in _BESIDE]
    brought = staged / archive.FILES
    if brought.exists():
        names += [settings.instance / each.name for each in brought.iterdir()]
    there = [path for path in names if path.exists()]
    if not there:
        return None
    aside = settings.instance / staged.name.replace("restoring", "before-restore")
    aside.mkdir(mode=0o700)
    for path in there:
        shutil.move(path, aside / path.name)
    return aside


def _put_in_place(database: Path | None, staged: Path, settings: Settings) -> None:
    """Files first: a database that speaks of files which are not there yet would be worse."""
    brought = staged / archive.FILES
    if brought.exists():
        for each in brought.iterdir():
            os.replace(each, settings.instance / each.name)
    if (staged / archive.SETTINGS).exists():
        os.replace(staged / archive.SETTINGS, settings.instance / "restored-settings.env")
    if database is not None:
        shutil.move(staged / archive.DATABASE, database)
        with database.open("rb") as file:
            os.fsync(file.fileno())


def _say_what_next(settings: Settings) -> None:
    if (settings.instance / "restored-settings.env").exists():
        click.echo(
            f"The settings of then, with their secrets, are in {settings.instance}/"
            "restored-settings.env: compare them with yours, then delete that file."
        )
    click.echo("Phones will offer again what they sent in the last 30 days. Start the portal now.")
