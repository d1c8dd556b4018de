"""An empty database for tests that migrate, on the kind of server that the run is about."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from alembic.config import Config
from alembic.script import ScriptDirectory
from flask import Flask

from portal.database.db import db

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


def revisions() -> list[str]:
    """All of them, the first one first."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    walked = ScriptDirectory.from_config(config).walk_revisions()
    return [script.revision for script in walked][::-1]


@contextmanager
def connected_to(app: Flask, url: str) -> Iterator[sa.Engine]:
    """Let the application, and so its migrations, work on this database for a while."""
    before = db.engine.url.render_as_string(hide_password=False)
    db.connect_to(url)
    try:
        with app.app_context():
            yield db.engine
    finally:
        db.connect_to(before)


@contextmanager
def empty_on(server: str) -> Iterator[str]:
    """A database without tables on this PostgreSQL server, which is gone afterwards."""
    name = f"portal_migrations_{os.getpid()}"
    admin = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    try:
        yield sa.make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        with admin.connect() as connection:
            connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()
