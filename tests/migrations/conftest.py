"""Databases that a test may migrate as it likes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.migrations.database import connected_to, empty_on
from tests.postgres import private_cluster


@pytest.fixture
def empty_database(migrated_app: Flask, tmp_path: Path) -> Iterator[sa.Engine]:
    """Of the kind that this run of the tests is about."""
    server = os.environ.get("PORTAL_TEST_DATABASE_URL")
    if server is None:
        with connected_to(migrated_app, f"sqlite:///{tmp_path / 'empty.sqlite'}") as engine:
            yield engine
        return
    with empty_on(server) as url, connected_to(migrated_app, url) as engine:
        yield engine


@pytest.fixture
def empty_postgresql(migrated_app: Flask) -> Iterator[sa.Engine]:
    """PostgreSQL, whatever the other tests run on."""
    server = os.environ.get("PORTAL_TEST_DATABASE_URL")
    if server is not None:
        with empty_on(server) as url, connected_to(migrated_app, url) as engine:
            yield engine
        return
    with (
        private_cluster() as server,
        empty_on(server) as url,
        connected_to(migrated_app, url) as engine,
    ):
        yield engine
