"""Statements that SQLAlchemy writes once and the database's own driver runs.

For a question of a few rows SQLAlchemy takes longer than the database: each time it looks the
statement up, makes objects for the run and for its result, and goes through every value. A phone's
batch asks a dozen of them. Here the text, the order of the values and their conversions are worked
out once. What is written and converted, and how, stays SQLAlchemy's; only the run is ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Insert, Select, Update
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler

from portal.database.rows import Row, check_columns, row_maker

Statement = Select[*tuple[Any, ...]] | Insert | Update
Values = Mapping[str, Any]
Convert = Callable[[Any], Any]
Parameters = tuple[Any, ...] | dict[str, Any]
T = TypeVar("T")
Later = Callable[[], T]
"""What has been asked for and is taken when it is needed."""

MOST_FORMS = 100
"""Lists of so many different lengths are known of one statement at a time."""


class _Compiled:
    """A statement with named values; one that is a list stands for the whole list of an IN."""

    def __init__(self, statement: Statement) -> None:
        self._statement = statement
        self._forms: dict[tuple[object, ...], _Form] = {}

    def _form(self, connection: Connection, values: Values) -> _Form:
        lengths = [len(value) for value in values.values() if isinstance(value, (list, tuple))]
        key = (connection.dialect.name, *values, *lengths)
        form = self._forms.get(key)
        if form is None:
            if len(self._forms) >= MOST_FORMS:
                self._forms.clear()
            form = self._forms[key] = _make_form(self._statement, connection, values)
        return form


class Prepared(_Compiled, Generic[Row]):
    """A statement that gives rows: those of `row`, whose fields are its columns in their order.

    Raises TypeError at import where the fields and the columns differ in name, order or type.
    """

    def __init__(self, row: type[Row], statement: Statement) -> None:
        super().__init__(statement)
        check_columns(row, tuple(statement.exported_columns))
        self._make: Callable[[Iterable[Any]], Row] = row_maker(row)

    def ask(self, connection: Connection, **values: Any) -> Later[list[Row]]:
        """Run it; its rows, to be taken once, later if it was asked together with others."""
        form = self._form(connection, values)
        [parameters] = form.parameters([values])
        cursor = by_driver(connection, form.text, parameters)

        def take() -> list[Row]:
            rows = [self._make(values) for values in form.values(cursor.fetchall())]
            cursor.close()
            return rows

        return take

    def all(self, connection: Connection, **values: Any) -> list[Row]:
        """Run it and give its rows."""
        return self.ask(connection, **values)()

    def one(self, connection: Connection, **values: Any) -> Row:
        """The only row there is. Raises ValueError where there is none, or another one."""
        (row,) = self.all(connection, **values)
        return row


class PreparedChange(_Compiled):
    """A statement that writes and gives no rows."""

    def run(self, connection: Connection, *rows: Values) -> None:
        """Run it for each of these, which all have the same keys."""
        if rows:
            form = self._form(connection, rows[0])
            by_driver(connection, form.text, form.parameters(rows)).close()


@dataclass(frozen=True)
class _Form:
    """The statement as a database takes it, for lists of these lengths."""

    text: str
    converts: Mapping[str, Convert | None]
    """By the name of each value, in the order in which the text has them."""
    is_positional: bool
    constants: Values
    """The values that the statement brings with it."""
    lists: Mapping[str, Sequence[str]]
    """The names that the members of each list have in the text."""
    result_converts: Sequence[Convert | None]

    def parameters(self, rows: Sequence[Values]) -> list[Parameters]:
        """The values of each row, as the driver takes them."""
        if self.constants or self.lists:
            rows = [self._with_all_names(row) for row in rows]
        columns = [
            _converted([row[name] for row in rows], convert)
            for name, convert in self.converts.items()
        ]
        in_order: list[tuple[Any, ...]] = list(zip(*columns, strict=True)) or [()] * len(rows)
        if self.is_positional:
            return list(in_order)
        return [dict(zip(self.converts, each, strict=True)) for each in in_order]

    def _with_all_names(self, values: Values) -> Values:
        whole = {**self.constants, **values}
        for key, names in self.lists.items():
            whole |= zip(names, _flat(values[key]), strict=True)
        return whole

    def values(self, found: Iterable[Sequence[Any]]) -> Iterable[Iterable[Any]]:
        """The values of each row that was found, as SQLAlchemy gives them."""
        if not any(self.result_converts):
            return found
        return (
            [
                value if convert is None else convert(value)
                for value, convert in zip(each, self.result_converts, strict=True)
            ]
            for each in found
        )


def _make_form(statement: Statement, connection: Connection, values: Values) -> _Form:
    dialect = connection.dialect
    compiled = statement.compile(dialect=dialect, column_keys=list(values))
    if not isinstance(compiled, SQLCompiler):
        raise TypeError("This statement takes no values")
    state = compiled.construct_expanded_state(dict(values), escape_names=False)
    names = state.parameters if state.positiontup is None else state.positiontup
    lists = state.parameter_expansion
    of_lists = {name for several in lists.values() for name in several}
    single = {name: compiled.binds[name].type for name in names if name not in of_lists}
    converts: dict[str, Convert | None] = dict(state.processors)
    converts |= {
        name: kind.dialect_impl(dialect).bind_processor(dialect) for name, kind in single.items()
    }
    columns = tuple(statement.exported_columns)
    return _Form(
        text=state.statement,
        converts={name: converts.get(name) for name in names},
        is_positional=state.positiontup is not None,
        constants={name: state.parameters[name] for name in single if name not in values},
        lists=lists,
        result_converts=[
            column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns
        ],
    )


def _converted(column: list[Any], convert: Convert | None) -> list[Any]:
    """The values of a column as they are stored; many rows share one, which is converted once."""
    if convert is None:
        return column
    done = {id(value): value for value in column}
    for each, value in done.items():
        done[each] = convert(value)
    return [done[id(value)] for value in column]


def _flat(members: Iterable[Any]) -> Iterator[Any]:
    """The members of a list, one after another; those of its tuples in their place."""
    for member in members:
        if isinstance(member, tuple):
            yield from member
        else:
            yield member


@contextmanager
def together(connection: Connection) -> Iterator[None]:
    """Questions asked within the block make one journey to the database, not one each.

    Their answers are taken after it. SQLite is so near that nothing has to be gathered.
    """
    gather = getattr(connection.connection.driver_connection, "pipeline", None)
    if gather is None:
        yield
        return
    try:
        with gather():
            yield
    except connection.dialect.loaded_dbapi.Error as error:
        raise _as_sqlalchemy(connection, "", error) from error


def by_driver(
    connection: Connection, text: str, parameters: Parameters | list[Any] = ()
) -> DBAPICursor:
    """Have the driver run a text, for each row where there is a list of them.

    Raises what SQLAlchemy raises, always without the values.
    """
    cursor = connection.connection.cursor()
    try:
        if isinstance(parameters, list):
            cursor.executemany(text, parameters)
        else:
            cursor.execute(text, parameters)
    except connection.dialect.loaded_dbapi.Error as error:
        cursor.close()
        raise _as_sqlalchemy(connection, text, error) from error
    return cursor


def _as_sqlalchemy(connection: Connection, text: str, error: Exception) -> BaseException:
    dialect = connection.dialect
    kind = dialect.loaded_dbapi.Error
    return DBAPIError.instance(text, None, error, kind, hide_parameters=True, dialect=dialect)
