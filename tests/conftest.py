"""One database per worker, migrated once; one outer transaction per test, undone at its end.

PORTAL_TEST_DATABASE_URL names a PostgreSQL server to run on; without it, SQLite in a temporary folder.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy.orm import Session

from portal import clock
from portal.app import create_app
from portal.config import Environment, Settings, read_settings
from portal.database.db import db
from tests.build import Build
from tests.page import PageClient

NOW = datetime(2026, 11, 24, 9, 30, 0, 123_456, tzinfo=UTC)  # a Tuesday in term


@pytest.fixture(scope="session")
def database_url(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[str]:
    server = os.environ.get("PORTAL_TEST_DATABASE_URL")
    if not server:
        yield f"sqlite:///{tmp_path_factory.mktemp('database') / 'portal.sqlite'}"
        return
    name = f"portal_{worker_id}_{os.getpid()}"
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    yield sa.make_url(server).set(database=name).render_as_string(hide_password=False)
    db.connect_to("sqlite://")
    with engine.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


@contextmanager
def own_database(path: Path, name: str) -> Iterator[str]:
    """Point the portal at an empty database, on the same kind of server as the other tests."""
    before = db.engine.url.render_as_string(hide_password=False)
    server = os.environ.get("PORTAL_TEST_DATABASE_URL")
    if not server:
        db.connect_to(f"sqlite:///{path}")
        try:
            yield f"sqlite:///{path}"
        finally:
            db.connect_to(before)
        return
    admin = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    url = sa.make_url(server).set(database=name).render_as_string(hide_password=False)
    db.connect_to(url)
    try:
        yield url
    finally:
        db.connect_to(before)
        with admin.connect() as connection:
            connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()


@pytest.fixture(scope="session")
def settings(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return read_settings(
        {
            "PORTAL_ENV": Environment.TEST,
            "PORTAL_INSTANCE": str(tmp_path_factory.mktemp("instance")),
            "PORTAL_DATABASE_URL": database_url,
        }
    )


@pytest.fixture(scope="session")
def migrated_app(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings)
    with app.app_context():
        upgrade(directory=str(Path(__file__).parent.parent / "migrations"))
    yield app
    db.close()
    db.engine.dispose()


@pytest.fixture
def connection(migrated_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[sa.Connection]:
    """The one connection that the test and the app share; what it wrote is undone afterwards."""
    monkeypatch.setattr(clock, "stopped_at", NOW)
    with db.engine.connect() as connection:
        outer = connection.begin()
        db.share(connection)
        yield connection
        db.share(None)
        outer.rollback()


@pytest.fixture
def app(migrated_app: Flask, connection: sa.Connection) -> Flask:
    return migrated_app


@pytest.fixture
def session(connection: sa.Connection) -> Iterator[Session]:
    """The test's own session, beside the one of the app."""
    with Session(connection, join_transaction_mode="create_savepoint") as session:
        yield session


@pytest.fixture
def build(session: Session) -> Build:
    """Makes records: `build.pupil()`, `build.placement(…)`."""
    return Build(session, NOW)


@pytest.fixture
def client(app: Flask, session: Session) -> PageClient:
    """A browser without scripts that checks every page it is given."""
    return PageClient(app, session)
