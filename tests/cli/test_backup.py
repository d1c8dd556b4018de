"""`flask portal backup` and `flask portal restored`."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.app import create_app
from portal.cli.archive import unpack
from portal.config import Settings
from portal.database.db import db
from portal.models import AuditEvent, Base, ServerFact


@pytest.fixture
def sqlite_app(migrated_app: Flask, settings: Settings, tmp_path: Path) -> Iterator[Flask]:
    """The portal on an SQLite file of its own, whatever the other tests run on."""
    url = f"sqlite:///{tmp_path / 'live.sqlite'}"
    app = create_app(replace(settings, database_url=url))
    Base.metadata.create_all(db.engine)
    yield app
    db.connect_to(settings.database_url)


def test_the_archive_is_whole_and_for_its_owner_alone(sqlite_app: Flask, tmp_path: Path) -> None:
    archive = tmp_path / "copy.tar.gz"
    db.session.add(ServerFact(name="test", value="written just now"))
    db.session.commit()

    result = sqlite_app.test_cli_runner().invoke(args=["portal", "backup", str(archive)])

    assert result.exit_code == 0, result.output
    assert result.output.startswith(f"Backed up to {archive}")
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    assert not list(tmp_path.glob("*.unfinished*"))
    (tmp_path / "apart").mkdir()
    unpack(archive, tmp_path / "apart")
    with closing(sqlite3.connect(tmp_path / "apart" / "portal.sqlite")) as database:
        rows = database.execute("SELECT value FROM server_fact WHERE name = 'test'").fetchall()
    assert rows == [("written just now",)]


def test_a_file_that_is_there_is_never_written_over(sqlite_app: Flask, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.write_text("last night's backup")

    result = sqlite_app.test_cli_runner().invoke(args=["portal", "backup", str(kept)])

    assert result.exit_code == 1
    assert "is there already" in result.output
    assert kept.read_text() == "last night's backup"


def test_a_folder_that_is_not_there_is_one_line(sqlite_app: Flask, tmp_path: Path) -> None:
    missing = tmp_path / "missing" / "copy"
    result = sqlite_app.test_cli_runner().invoke(args=["portal", "backup", str(missing)])
    assert result.exit_code == 1
    assert result.output.startswith("Error: The backup was not made: ")


def test_after_a_restore_the_server_has_a_new_epoch(app: Flask, session: Session) -> None:
    epoch = select(ServerFact.value).where(ServerFact.name == "epoch")
    before = session.scalar(epoch)
    session.commit()

    result = app.test_cli_runner().invoke(args=["portal", "restored"])

    assert result.exit_code == 0, result.output
    assert session.scalar(epoch) not in (before, None)
    assert session.scalar(select(AuditEvent.action)) == "server.restored"
