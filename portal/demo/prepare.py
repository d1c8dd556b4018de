"""Sees to it that the demonstration's database is there, up to date, and made for today."""

from __future__ import annotations

import fcntl
import hashlib
import logging
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from flask_migrate import upgrade
from sqlalchemy import make_url, select

from portal.database.db import db
from portal.demo.county import MADE_FOR, Portal, load_county
from portal.demo.world.day import DemoDay
from portal.models import Organisation, ServerFact
from portal.services.council.retention import refresh_statistics

_PACKAGE = Path(__file__).resolve().parent
_MADE_FROM = (_PACKAGE, _PACKAGE.parent / "models", _PACKAGE.parents[1] / "migrations" / "versions")


class DemoError(Exception):
    """The demonstration cannot be prepared. `args[0]` is one line that says what to do."""


@dataclass(frozen=True)
class Wanted:
    """Where the demonstration keeps its data, and the portal that shows them."""

    database_url: str
    portal: Portal
    day: DemoDay
    say: Callable[[str], None]


def prepare(wanted: Wanted) -> None:
    """Make the database for this day, or leave it be if it is there. Raises DemoError.

    A database made for another day, or by another version, is replaced as a whole, with its files.
    """
    path = make_url(wanted.database_url).database
    with _quiet_migrations():
        if wanted.database_url.startswith("sqlite") and path:
            _prepare_file(Path(path), wanted)
        else:
            _prepare_server(wanted)


def edition(day: DemoDay) -> str:
    """What a database must have been made for and from to be used again."""
    digest = hashlib.sha256()
    for folder in _MADE_FROM:
        for file in sorted(folder.rglob("*")):
            if file.suffix not in (".py", ".csv", ".json"):
                continue
            digest.update(file.read_bytes())
    return f"{day.today.isoformat()} {digest.hexdigest()[:16]}"


def _prepare_file(path: Path, wanted: Wanted) -> None:
    made_for = _made_for(path)
    if made_for == edition(wanted.day):
        _run_beside_others(path)
        return
    if path.exists() and made_for is None:
        raise DemoError(
            f"{path} was not made by the demonstration. Choose another folder with --instance DIR"
        )
    _run_alone(path)
    _say_that_it_is_made(wanted)
    new = path.with_name(f"{path.name}.new")
    _remove(new)
    db.connect_to(f"sqlite:///{new}")
    _fill(wanted)
    db.close()
    db.engine.dispose()
    unused = _files_of(path) - _files_of(new)
    _remove(path)
    os.replace(new, path)
    _remove(new)
    for sha256 in unused:
        wanted.portal.intake.storage.delete(sha256)
    db.connect_to(wanted.database_url)
    _run_beside_others(path)


def _prepare_server(wanted: Wanted) -> None:
    upgrade()
    fact = db.session.get(ServerFact, MADE_FOR)
    if fact is not None and fact.value == edition(wanted.day):
        return
    if fact is not None or db.session.scalar(select(Organisation.id).limit(1)) is not None:
        raise DemoError("Empty the database first: it holds other data, or those of another day")
    _say_that_it_is_made(wanted)
    _fill(wanted)


def _fill(wanted: Wanted) -> None:
    upgrade()
    load_county(db.session, wanted.portal, wanted.day)
    db.session.add(ServerFact(name=MADE_FOR, value=edition(wanted.day)))
    refresh_statistics(db.session)
    db.session.commit()


def _say_that_it_is_made(wanted: Wanted) -> None:
    day = wanted.day
    wanted.say(f"Making the demonstration county for {day.today.day} {day.today:%B %Y} …")


def _made_for(path: Path) -> str | None:
    """What the file was made for; None for no such file, or one that the demonstration did not make."""
    if not path.exists():
        return None
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
            found = database.execute(
                "SELECT value FROM server_fact WHERE name = ?", (MADE_FOR,)
            ).fetchone()
    except sqlite3.Error:
        return None
    return None if found is None else str(found[0])


def _files_of(path: Path) -> set[str]:
    """The names of the files in the store that a database speaks of; none for one before files."""
    if not path.exists():
        return set()
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
            return {row[0] for row in database.execute("SELECT sha256 FROM stored_file")}
    except sqlite3.OperationalError:
        return set()


def _remove(path: Path) -> None:
    for suffix in ("-wal", "-shm", ""):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


_in_use: dict[Path, IO[bytes]] = {}


def _run_beside_others(path: Path) -> None:
    _lock(path, fcntl.LOCK_SH)


def _run_alone(path: Path) -> None:
    """Make sure that no other demonstration is using the file that is about to be replaced."""
    _lock(path, fcntl.LOCK_EX)


def _lock(path: Path, kind: int) -> None:
    """Hold the demonstration's lock until this program ends. Raises DemoError if it is taken."""
    if path not in _in_use:
        path.parent.mkdir(parents=True, exist_ok=True)
        _in_use[path] = open(path.with_name("demo.lock"), "ab")  # noqa: SIM115 - held to the end
    try:
        fcntl.flock(_in_use[path], kind | fcntl.LOCK_NB)
    except BlockingIOError:
        raise DemoError(
            "Another demonstration is running in this folder: stop it, "
            "or choose another folder with --instance DIR"
        ) from None


def forget_locks() -> None:
    """Let go of the folders that this program has been using."""
    while _in_use:
        _in_use.popitem()[1].close()


@contextmanager
def _quiet_migrations() -> Iterator[None]:
    """Without the lines that migrations write for whoever runs them by hand."""
    logging.disable(logging.INFO)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)
