"""Migrations: up, check, down; each file is named as its revision; the logs guard themselves."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade
from sqlalchemy.exc import DatabaseError

from portal.database.db import make_engine
from portal.models import Base, Role
from portal.models.base import is_table_of_ours, render_item
from tests.build import Build
from tests.migrations.database import MIGRATIONS


def scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return ScriptDirectory.from_config(config)


def test_there_is_one_head_and_each_file_is_named_as_its_revision() -> None:
    directory = scripts()

    names = {script.revision: Path(script.path).stem for script in directory.walk_revisions()}

    assert len(directory.get_heads()) == 1
    assert all(revision == name for revision, name in names.items())


def test_up_gives_the_models_and_down_takes_all_away(empty_database: sa.Engine) -> None:
    upgrade(directory=str(MIGRATIONS))
    with empty_database.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "render_item": render_item,
                "include_name": is_table_of_ours,
            },
        )
        differences = compare_metadata(context, Base.metadata)
    downgrade(directory=str(MIGRATIONS), revision="base")

    assert differences == []
    assert sa.inspect(empty_database).get_table_names() == ["alembic_version"]


@pytest.mark.parametrize("statement", ["UPDATE mark SET heard = 'changed'", "DELETE FROM mark"])
def test_the_database_itself_refuses_to_alter_the_log(
    build: Build, connection: sa.Connection, statement: str
) -> None:
    provider = build.provider()
    placement = build.placement(provider, build.school())
    build.mark(placement, build.member(provider, Role.PROVIDER_STAFF))

    with pytest.raises(DatabaseError, match=r"never altered|six years"), connection.begin_nested():
        connection.execute(sa.text(statement))


def test_sqlite_waits_its_turn_to_write(tmp_path: Path) -> None:
    """Two writers that read first and then write do not fail half-way."""
    engine = make_engine(f"sqlite:///{tmp_path / 'two.sqlite'}")
    with engine.begin() as setup:
        setup.execute(sa.text("CREATE TABLE t (n INTEGER)"))
    with engine.connect() as first:
        first.execution_options(writes_first=True)
        with first.begin():
            first.execute(sa.text("INSERT INTO t VALUES (1)"))
    with engine.connect() as second:
        second.execution_options(writes_first=True)
        with second.begin():
            second.execute(sa.text("INSERT INTO t SELECT max(n) + 1 FROM t"))
    with engine.connect() as reader:
        assert reader.execute(sa.text("SELECT count(*) FROM t")).scalar() == 2
    engine.dispose()
