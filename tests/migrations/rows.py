"""Rows for every table of whatever schema a database has, made from what it says of itself.

Three rows for each table. Row n refers to row n of the table it depends on (to the next, where it
refers to the same table twice), so that keys stay unique; the last leaves out what may be left out.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, TypeAlias

import sqlalchemy as sa

Row: TypeAlias = dict[str, Any]
Rows: TypeAlias = dict[str, list[Row]]

ROWS = 3
_SPARSE = ROWS - 1
_HEX_LENGTH = 32  # SQLite keeps a UUID as so many letters
_FIRST_DAY = date(2021, 1, 31)
# FTS5 keeps its index in tables of its own; "alembic_version" is not ours.
_NOT_OURS = re.compile(r"alembic_version|offer_text_(data|idx|content|docsize|config)")


def reflect(connection: sa.Connection) -> sa.MetaData:
    """The tables as they are in the database."""
    metadata = sa.MetaData()
    metadata.reflect(connection, only=lambda name, _: not _NOT_OURS.fullmatch(name))
    return metadata


def fill(connection: sa.Connection) -> None:
    """Put rows into every table. A constraint that they break names itself in the error."""
    made: Rows = {}
    inspector = sa.inspect(connection)
    for table in reflect(connection).sorted_tables:
        checks = " ".join(each["sqltext"] for each in inspector.get_check_constraints(table.name))
        made[table.name] = [_row(table, number, made, checks) for number in range(ROWS)]
        connection.execute(table.insert(), made[table.name])


def read(connection: sa.Connection) -> Rows:
    """Every row of every table, as the database gives it."""
    return {
        table.name: [dict(row._mapping) for row in connection.execute(table.select())]
        for table in reflect(connection).sorted_tables
    }


def _row(table: sa.Table, number: int, made: Rows, checks: str) -> Row:
    row: Row = {}
    for name, value in _references(table, number, made):
        row.setdefault(name, value)
    columns = [column for column in table.columns if column.computed is None]
    for column in columns:
        row.setdefault(column.name, _value(column, number))
    if number == _SPARSE:
        row |= {column.name: None for column in columns if _may_be_null(column, checks)}
    return row


def _may_be_null(column: sa.Column[Any], checks: str) -> bool:
    """A column that a CHECK speaks of keeps its value: whether it may be null depends on others."""
    is_checked = re.search(rf"\b{column.name}\b", checks) is not None
    return bool(column.nullable) and not column.primary_key and not is_checked


def _references(table: sa.Table, number: int, made: Rows) -> Iterator[tuple[str, Any]]:
    """Columns that refer to other rows, those that do so together first."""
    keys = sorted(
        table.foreign_key_constraints, key=lambda key: (-len(key.elements), str(key.name))
    )
    times_named: dict[str, int] = {}
    for key in keys:
        target = key.referred_table.name
        shift = times_named.setdefault(target, 0)
        times_named[target] += 1
        for element in key.elements:
            yield element.parent.name, _referred(made, target, element.column.name, number + shift)


def _referred(made: Rows, table: str, column: str, number: int) -> Any:
    """None for a row of the table itself, which is not there yet."""
    return made[table][number % ROWS][column] if table in made else None


def _value(column: sa.Column[Any], number: int) -> Any:
    kind = column.type
    if isinstance(kind, sa.CHAR) and kind.length == _HEX_LENGTH:
        return _uuid(column, number).hex
    if isinstance(kind, sa.Uuid):
        return _uuid(column, number)
    for python_kinds, make in _MAKERS.items():
        if isinstance(kind, python_kinds):
            return make(number)
    return _text(column, number)


def _uuid(column: sa.Column[Any], number: int) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_DNS, f"{column.table.name}.{column.name}.{number}")


def _text(column: sa.Column[Any], number: int) -> str:
    """Small letters with an accent, a quotation mark and a line of its own, where there is room."""
    length = getattr(column.type, "length", None)
    return f"{number}{column.name} é’\n% :x"[:length]


_MAKERS: Mapping[tuple[type[Any], ...], Callable[[int], Any]] = {
    (sa.Boolean,): lambda number: number % 2 == 0,
    (sa.Integer,): lambda number: number + 1,
    (sa.Float,): lambda number: number + 0.5,
    (sa.Numeric,): lambda number: Decimal(number),
    (sa.DateTime,): lambda number: datetime(2021, 1, 31, 23, 59, 58, 123456 + number),  # noqa: DTZ001
    (sa.Date,): lambda number: _FIRST_DAY + timedelta(days=number),
    (sa.Time,): lambda number: time(9, number),
    (sa.JSON,): lambda number: {"é": [number, None, "’"]},
    (sa.LargeBinary,): lambda number: bytes([0, 255, number]),
}
