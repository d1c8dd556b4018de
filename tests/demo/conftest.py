"""The county of one day, loaded once for a module and undone afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.database.db import db
from portal.demo.county import Portal, load_county
from portal.demo.world.day import DemoDay

SCHOOL_DAY = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)  # a Tuesday in term


@contextmanager
def loaded(app: Flask, now: datetime) -> Iterator[Session]:
    """A session on a county made for this moment; all of it is undone at the end."""
    with db.engine.connect() as connection:
        outer = connection.begin()
        with Session(connection, join_transaction_mode="create_savepoint") as session:
            load_county(session, Portal.of(app.config["PORTAL"]), DemoDay(now))
            session.commit()
            yield session
        outer.rollback()


@pytest.fixture(scope="module")
def county(migrated_app: Flask) -> Iterator[Session]:
    with loaded(migrated_app, SCHOOL_DAY) as session:
        yield session
