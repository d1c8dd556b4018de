"""`flask portal prepare-demo`: made once for a day, replaced as a whole on another."""

from __future__ import annotations

import fcntl
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from portal import clock
from portal.app import create_app
from portal.config import Environment, Settings
from portal.database.db import db
from portal.demo import prepare
from tests.demo.conftest import SCHOOL_DAY


@pytest.fixture
def demo_app(
    migrated_app: Flask, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Flask]:
    """The portal as the demonstration starts it, in an empty folder."""
    monkeypatch.setattr(clock, "stopped_at", SCHOOL_DAY)
    yield create_app(
        replace(
            settings,
            environment=Environment.DEMO,
            instance=tmp_path,
            database_url=f"sqlite:///{tmp_path / 'portal.sqlite'}",
        )
    )
    prepare.forget_locks()
    db.connect_to(settings.database_url)


def start(app: Flask) -> Result:
    return app.test_cli_runner().invoke(args=["portal", "prepare-demo"])


def days_of(folder: Path) -> list[str]:
    """The newest and the number of days with registers."""
    with closing(sqlite3.connect(folder / "portal.sqlite")) as database:
        return list(
            database.execute("SELECT max(day), count(DISTINCT day) FROM register").fetchone()
        )


def kept_files(folder: Path) -> set[str]:
    """The files in the store, by their sha256."""
    return {each.parent.name + each.name for each in (folder / "evidence").glob("*/*")}


def named_files(folder: Path) -> set[str]:
    with closing(sqlite3.connect(folder / "portal.sqlite")) as database:
        return {row[0] for row in database.execute("SELECT sha256 FROM stored_file")}


def test_it_is_made_once_and_again_on_another_day(
    demo_app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = start(demo_app)
    assert first.exit_code == 0, first.output
    assert "Making the demonstration county for 24 November 2026" in first.output
    assert "demo-county-2026" in first.output
    assert "staff@hillfarm.example       Instructor, Hill Farm Learning" in first.output
    assert "without school" not in first.output
    assert days_of(tmp_path) == ["2026-11-24", 31]
    made = (tmp_path / "portal.sqlite").stat().st_ino

    second = start(demo_app)
    assert "Making" not in second.output
    assert "demo-county-2026" in second.output
    assert (tmp_path / "portal.sqlite").stat().st_ino == made

    monkeypatch.setattr(clock, "stopped_at", SCHOOL_DAY + timedelta(days=4))
    files = kept_files(tmp_path)
    saturday = start(demo_app)
    assert "Today, Saturday 28 November 2026, is a day without school" in saturday.output
    assert days_of(tmp_path) == ["2026-11-27", 30]
    assert kept_files(tmp_path) == named_files(tmp_path)
    assert files - kept_files(tmp_path)


def test_a_database_of_somebody_else_is_left_alone(demo_app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "portal.sqlite"
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE theirs (id INTEGER)")
    before = path.read_bytes()

    result = start(demo_app)

    assert result.exit_code == 1
    assert "was not made by the demonstration" in result.output
    assert path.read_bytes() == before


def test_a_folder_in_use_by_another_demonstration_is_left_alone(
    demo_app: Flask, tmp_path: Path
) -> None:
    with (tmp_path / "demo.lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        result = start(demo_app)

    assert result.exit_code == 1
    assert "Another demonstration is running in this folder" in result.output
    assert not (tmp_path / "portal.sqlite").exists()


def test_only_the_demonstration_has_a_county(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["portal", "prepare-demo"])
    assert result.exit_code == 1
    assert "Only PORTAL_ENV=demo" in result.output
