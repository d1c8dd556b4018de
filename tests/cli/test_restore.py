"""`flask portal restore`: into an empty folder, over a crashed portal, and what it refuses."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade

from portal.app import create_app
from portal.config import Settings
from portal.database.db import db
from portal.models import ServerFact

MIGRATIONS = str(Path(__file__).resolve().parents[2] / "migrations")
CRASH = """
import os, signal, sys
from sqlalchemy import text
from portal.database.db import make_engine
engine = make_engine(sys.argv[1])
connection = engine.connect()
for number in range(200):
    connection.execute(text("INSERT INTO server_fact (name, value) VALUES (:n, 'after')"),
                       {"n": f"after {number}"})
connection.commit()
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def settings_here(settings: Settings, tmp_path: Path) -> Settings:
    instance = tmp_path / "instance"
    return replace(
        settings, instance=instance, database_url=f"sqlite:///{instance / 'portal.sqlite'}"
    )


@pytest.fixture
def app_here(migrated_app: Flask, settings_here: Settings) -> Iterator[Flask]:
    """The portal in a folder of its own, with a file that somebody uploaded."""
    before = db.engine.url.render_as_string(hide_password=False)
    app = create_app(settings_here)
    with app.app_context():
        upgrade(directory=MIGRATIONS)
        db.session.add(ServerFact(name="test", value="before"))
        db.session.commit()
    (settings_here.instance / "evidence").mkdir()
    (settings_here.instance / "evidence" / "paper").write_text("a certificate")
    (settings_here.instance / "secret-key").write_text("the key of then")
    yield app
    db.connect_to(before)


def run(app: Flask, *arguments: object) -> str:
    result = app.test_cli_runner().invoke(args=["portal", *map(str, arguments)])
    assert result.exit_code == 0, result.output
    return result.output


def refusal(app: Flask, *arguments: object) -> str:
    result = app.test_cli_runner().invoke(args=["portal", *map(str, arguments)])
    assert result.exit_code == 1, result.output
    return result.output


def facts(path: Path) -> dict[str, str]:
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return dict(database.execute("SELECT name, value FROM server_fact"))


def stop_using() -> None:
    db.close()
    db.engine.dispose()


def crash(settings: Settings) -> None:
    """A writer that is killed leaves its log beside the database."""
    stop_using()
    killed = subprocess.run([sys.executable, "-c", CRASH, settings.database_url], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert (settings.instance / "portal.sqlite-wal").stat().st_size > 0


def test_over_a_crashed_portal_nothing_of_its_log_is_replayed(
    app_here: Flask, settings_here: Settings, tmp_path: Path
) -> None:
    run(app_here, "backup", tmp_path / "night.tar.gz")
    then = facts(settings_here.instance / "portal.sqlite")
    (settings_here.instance / "evidence" / "later").write_text("after the backup")
    crash(settings_here)

    said = run(app_here, "restore", tmp_path / "night.tar.gz")

    stop_using()
    now = facts(settings_here.instance / "portal.sqlite")
    assert now["epoch"] != then["epoch"]
    assert now | {"epoch": ""} == then | {"epoch": ""}
    [aside] = settings_here.instance.glob("before-restore-*")
    assert str(aside) in said
    assert {each.name for each in aside.iterdir()} >= {
        "portal.sqlite", "portal.sqlite-wal", "portal.sqlite-shm", "evidence", "secret-key",
    }  # fmt: skip
    assert facts(aside / "portal.sqlite")["after 199"] == "after"
    assert [each.name for each in (settings_here.instance / "evidence").iterdir()] == ["paper"]
    assert not list(settings_here.instance.glob("restoring-*"))
    assert "Phones will offer again" in said


def test_into_an_empty_folder_everything_comes_back(
    app_here: Flask, settings_here: Settings, tmp_path: Path
) -> None:
    run(app_here, "backup", tmp_path / "night.tar.gz")
    elsewhere = tmp_path / "other machine"
    app = create_app(
        replace(
            settings_here,
            instance=elsewhere,
            database_url=f"sqlite:///{elsewhere / 'portal.sqlite'}",
        )
    )

    said = run(app, "restore", tmp_path / "night.tar.gz")

    stop_using()
    assert facts(elsewhere / "portal.sqlite")["test"] == "before"
    assert (elsewhere / "evidence" / "paper").read_text() == "a certificate"
    assert (elsewhere / "secret-key").read_text() == "the key of then"
    assert "What was there before" not in said
    assert run(app, "check-settings")


def test_it_refuses_while_the_portal_runs(
    app_here: Flask, settings_here: Settings, tmp_path: Path
) -> None:
    run(app_here, "backup", tmp_path / "night.tar.gz")
    hold = "import sys; from portal.database.db import make_engine;"
    hold += "c = make_engine(sys.argv[1]).connect(); print('up', flush=True); sys.stdin.read()"
    running = subprocess.Popen(
        [sys.executable, "-c", hold, settings_here.database_url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert running.stdout is not None
    running.stdout.readline()

    assert "is running. Stop both first" in refusal(app_here, "restore", tmp_path / "night.tar.gz")

    running.communicate()
    run(app_here, "restore", tmp_path / "night.tar.gz")


def test_a_copy_of_the_database_alone_as_older_releases_made_it_is_taken(
    app_here: Flask, settings_here: Settings, tmp_path: Path
) -> None:
    stop_using()
    with (
        closing(sqlite3.connect(settings_here.instance / "portal.sqlite")) as live,
        closing(sqlite3.connect(tmp_path / "old backup")) as copy,
    ):
        live.backup(copy)

    run(app_here, "restore", tmp_path / "old backup")

    stop_using()
    assert facts(settings_here.instance / "portal.sqlite")["test"] == "before"
    assert (settings_here.instance / "evidence" / "paper").exists()


@pytest.mark.parametrize("kind", ["damaged", "cut off", "no backup", "of a newer release"])
def test_what_is_no_whole_backup_changes_nothing(
    app_here: Flask, settings_here: Settings, tmp_path: Path, kind: str
) -> None:
    file = tmp_path / "backup"
    run(app_here, "backup", file)
    if kind == "cut off":
        os.truncate(file, file.stat().st_size // 2)
    elif kind == "no backup":
        file.write_text("hello")
    else:
        with tarfile.open(file) as archive:
            archive.extract("portal.sqlite", tmp_path, filter="data")
        file = tmp_path / "portal.sqlite"
        if kind == "damaged":
            content = bytearray(file.read_bytes())
            content[8192:40960] = b"x" * (40960 - 8192)
            file.write_bytes(content)
        else:
            with closing(sqlite3.connect(file)) as database:
                database.execute("UPDATE alembic_version SET version_num = '9999_later'")
                database.commit()
    stop_using()

    assert "Nothing was restored: " in refusal(app_here, "restore", file)

    stop_using()
    assert facts(settings_here.instance / "portal.sqlite")["test"] == "before"
    assert not list(settings_here.instance.glob("before-restore-*"))
