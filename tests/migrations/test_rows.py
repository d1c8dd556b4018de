"""Each migration keeps every row of a database that is full, the guards of its logs, and can be undone."""

from __future__ import annotations

from itertools import pairwise

import pytest
import sqlalchemy as sa
from flask_migrate import downgrade, upgrade

from tests.migrations.database import MIGRATIONS, revisions
from tests.migrations.rows import Row, Rows, fill, read, reflect

# What a migration takes away or writes anew on purpose: "table" or "table.column", with the reason.
CHANGED_ON_PURPOSE: dict[str, dict[str, str]] = {}
STEPS = list(pairwise(revisions()))


def without(rows: Rows, names: dict[str, str]) -> Rows:
    """The rows, leaving out these tables and columns."""
    return {
        table: [
            {column: value for column, value in row.items() if f"{table}.{column}" not in names}
            for row in its_rows
        ]
        for table, its_rows in rows.items()
        if table not in names
    }


def lost(before: Rows, after: Rows) -> dict[str, list[Row]]:
    """The rows that are gone or altered. A column that has come is no alteration."""
    return {
        table: missing
        for table, rows in before.items()
        if (missing := [row for row in rows if not _is_among(row, after.get(table, []))])
    }


def _is_among(row: Row, rows: list[Row]) -> bool:
    return any(
        all(name in other and other[name] == value for name, value in row.items()) for other in rows
    )


def guards(connection: sa.Connection) -> set[tuple[str, str]]:
    """Each trigger of ours, with its table."""
    in_sqlite = "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'"
    in_postgresql = (
        "SELECT relname, tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
        " WHERE NOT tgisinternal"
    )
    is_sqlite = connection.dialect.name == "sqlite"
    found = connection.execute(sa.text(in_sqlite if is_sqlite else in_postgresql))
    return {(table, trigger) for table, trigger in found}


def broken_references(connection: sa.Connection) -> list[object]:
    """Rows that refer to no row. SQLite does not look while a migration copies a table."""
    if connection.dialect.name != "sqlite":
        return []
    return list(connection.execute(sa.text("PRAGMA foreign_key_check")))


@pytest.mark.parametrize(("old", "new"), STEPS)
def test_a_full_database_keeps_every_row_up_and_down(
    empty_database: sa.Engine, old: str, new: str
) -> None:
    upgrade(directory=str(MIGRATIONS), revision=old)
    with empty_database.begin() as connection:
        fill(connection)
        before, guards_before = read(connection), guards(connection)
        tables = set(reflect(connection).tables)

    upgrade(directory=str(MIGRATIONS), revision=new)
    with empty_database.connect() as connection:
        after, guards_after = read(connection), guards(connection)
        broken = broken_references(connection)
    downgrade(directory=str(MIGRATIONS), revision=old)
    with empty_database.connect() as connection:
        undone = read(connection)

    kept = without(before, CHANGED_ON_PURPOSE.get(new, {}))
    assert tables == {table for table, rows in before.items() if rows}, "a table was left empty"
    assert lost(kept, after) == {}
    assert {guard for guard in guards_before if guard[0] in after} - guards_after == set()
    assert broken == []
    assert lost(kept, undone) == {}


def test_a_row_that_is_gone_or_altered_is_found() -> None:
    before: Rows = {"pupil": [{"id": 1, "name": "Sam"}, {"id": 2, "name": "Ada"}]}

    assert lost(before, {"pupil": [{"id": 1, "name": "Sam", "new": None}, {"id": 2, "name": ""}]})
    assert lost(before, {"pupil": [{"id": 1, "name": "Sam"}]})
    assert lost(before, {})
    assert lost(before, {"pupil": [*before["pupil"], {"id": 3, "name": "Bo"}]}) == {}
