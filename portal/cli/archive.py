"""What a backup is: one archive of the database, the files, the keys and the secret settings."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL

DATABASE, DUMP, FILES, SETTINGS = "portal.sqlite", "portal.dump", "instance", "settings.env"
FOLDERS = ("evidence", "uploads", "imports", "mail")
"""The folders of the instance that hold what people sent, and what was written to them."""
KEYS = ("secret-key",)


class ArchiveError(Exception):
    """The archive cannot be made or read. `args[0]` says why."""


def pack(target: Path, database: URL, instance: Path, settings: Mapping[str, str]) -> None:
    """Write the archive into `target`, which is there and may be read by its owner alone."""
    work = target.with_name(f"{target.name}.database")
    try:
        work.touch(mode=0o600)
        name = _copy_database(database, work)
        with tarfile.open(target, "w:gz", compresslevel=1) as archive:
            archive.add(work, name)
            _add_settings(archive, work, settings)
            for each in (*FOLDERS, *KEYS):
                if (instance / each).exists():
                    archive.add(instance / each, f"{FILES}/{each}")
    finally:
        work.unlink(missing_ok=True)


def _copy_database(database: URL, target: Path) -> str:
    if database.get_backend_name() == "sqlite":
        _copy_sqlite(str(database.database), target)
        return DATABASE
    run_postgresql("pg_dump", database, "--format=custom", f"--file={target}")
    return DUMP


def _copy_sqlite(source: str, target: Path) -> None:
    """Copy a moment of the database, changes that stand beside it in the log included."""
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        require_whole(copy)


def require_whole(database: sqlite3.Connection) -> None:
    """Raises sqlite3.DatabaseError for a damaged database."""
    [answer] = database.execute("PRAGMA integrity_check").fetchone()
    if answer != "ok":
        raise sqlite3.DatabaseError(f"the copy is damaged: {answer}")


def run_postgresql(program: str, database: URL, *options: str) -> None:
    """Run PostgreSQL's own program; the password goes by the environment. Raises ArchiveError."""
    address = database.set(drivername="postgresql", password=None).render_as_string()
    environment = os.environ | ({"PGPASSWORD": str(database.password)} if database.password else {})
    try:
        done = subprocess.run(
            [program, *options, f"--dbname={address}"],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError:
        raise ArchiveError(
            f"{program} is not installed. It comes with PostgreSQL’s client programs, in the"
            " version of your server or newer"
        ) from None
    if done.returncode != 0:
        raise ArchiveError(f"{program} failed: {done.stderr.strip()[-500:]}")


def _add_settings(archive: tarfile.TarFile, work: Path, settings: Mapping[str, str]) -> None:
    lines = [
        f"{name}={value}\n"
        for name, value in sorted(settings.items())
        if name.startswith("PORTAL_")
    ]
    work.write_text("".join(lines))
    archive.add(work, SETTINGS)


def unpack(file: Path, folder: Path) -> None:
    """Take an archive, or a copy of a database alone, apart into an empty folder. Raises ArchiveError."""
    with file.open("rb") as start:
        is_database = start.read(15) == b"SQLite format 3"
    if is_database:
        shutil.copyfile(file, folder / DATABASE)
        return
    try:
        with tarfile.open(file, "r:gz") as archive:
            archive.extractall(folder, members=_ours(archive), filter="data")
    except (tarfile.TarError, EOFError, OSError) as error:
        raise ArchiveError(f"{file} is no backup of the portal, or is cut off: {error}") from None
    if not (folder / DATABASE).exists() and not (folder / DUMP).exists():
        raise ArchiveError(f"{file} is no backup of the portal: it holds no database")


def _ours(archive: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    """Only what a backup of ours holds, whatever else somebody has put in."""
    allowed = {DATABASE, DUMP, SETTINGS, *(f"{FILES}/{each}" for each in (*FOLDERS, *KEYS))}
    for member in archive:
        if member.name in allowed or "/".join(member.name.split("/")[:2]) in allowed:
            yield member
