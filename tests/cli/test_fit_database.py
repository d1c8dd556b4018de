"""A database that is not of this release is refused at start, in words."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade

from portal.database.db import db
from tests.conftest import own_database

MIGRATIONS = str(Path(__file__).resolve().parents[2] / "migrations")
USING = [
    ["check-settings"],
    ["worker", "--once"],
    ["restored"],
    ["create-admin", "a@b.example", "A"],
]


@pytest.fixture
def engine(migrated_app: Flask, tmp_path: Path) -> Iterator[sa.Engine]:
    """An empty database of its own, on the same kind of server as the others."""
    with (
        own_database(tmp_path / "own.sqlite", f"portal_fit_{os.getpid()}"),
        migrated_app.app_context(),
    ):
        yield db.engine


def output_of(app: Flask, arguments: list[str]) -> str:
    result = app.test_cli_runner().invoke(args=["portal", *arguments])
    assert result.exit_code == 1, result.output
    return result.output


def run(engine: sa.Engine, statement: str) -> None:
    with engine.begin() as connection:
        connection.execute(sa.text(statement))


@pytest.mark.parametrize("command", USING)
def test_an_empty_database_is_refused(
    engine: sa.Engine, migrated_app: Flask, command: list[str]
) -> None:
    assert output_of(migrated_app, command) == (
        "Error: The database is empty. Make its tables with: python3 -m portal flask db upgrade\n"
    )


def test_an_older_a_newer_and_an_unfinished_one_are_told_apart(
    engine: sa.Engine, migrated_app: Flask
) -> None:
    upgrade(directory=MIGRATIONS, revision="0001_registers")
    assert "is of an older release (0001_registers)" in output_of(
        migrated_app, ["worker", "--once"]
    )

    upgrade(directory=MIGRATIONS)
    result = migrated_app.test_cli_runner().invoke(args=["portal", "check-settings"])
    assert result.exit_code == 0, result.output

    run(engine, "ALTER TABLE device RENAME COLUMN ends_at TO closes_at")
    told = output_of(migrated_app, ["check-settings"])
    assert "it lacks device.ends_at." in told
    assert "cannot be upgraded" in told

    run(engine, "UPDATE alembic_version SET version_num = '9999_later'")
    assert "is of a newer release (9999_later)" in output_of(migrated_app, ["check-settings"])


def test_tables_of_somebody_else_are_left_alone(engine: sa.Engine, migrated_app: Flask) -> None:
    run(engine, "CREATE TABLE theirs (a INTEGER)")
    assert "tables that the portal did not make" in output_of(migrated_app, ["check-settings"])


def test_a_damaged_file_is_said_to_be_damaged(migrated_app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "own.sqlite"
    with own_database(path, f"portal_fit_{os.getpid()}"):
        if not db.engine.url.drivername.startswith("sqlite"):
            pytest.skip("a file of SQLite")
        path.write_bytes(b"no database at all " * 500)
        assert "The database cannot be read" in output_of(migrated_app, ["check-settings"])
