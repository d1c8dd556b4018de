"""Rows of prepared statements as named tuples, checked against the columns when they are imported.

A field whose type is a dataclass is as many columns as that has fields, under their names: so a
value of several columns is listed once, where it is defined.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from types import NoneType, UnionType
from typing import Any, NamedTuple, TypeVar, get_args, get_origin, get_type_hints

from sqlalchemy import Column, ColumnElement, Table
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.types import TypeDecorator, TypeEngine

Row = TypeVar("Row", bound=tuple[Any, ...])
"""A NamedTuple."""


class _Field(NamedTuple):
    """One column as the row has it: its name, and the types of its values."""

    name: str
    kinds: tuple[Any, ...]


def columns_for(
    row: type[tuple[Any, ...]], *sources: Table | ColumnElement[Any] | InstrumentedAttribute[Any]
) -> list[ColumnElement[Any]]:
    """The columns that fill the row: each from the first source that has its name."""
    named: dict[str, ColumnElement[Any]] = {}
    for source in sources:
        if isinstance(source, Table):
            named = {str(column.key): column for column in source.c} | named
        else:
            named.setdefault(str(source.key), _as_column(source))
    missing = [field.name for field in _fields(row) if field.name not in named]
    if missing:
        raise TypeError(f"{row.__name__}: no column for {', '.join(missing)}")
    return [named[field.name] for field in _fields(row)]


def _as_column(source: ColumnElement[Any] | InstrumentedAttribute[Any]) -> ColumnElement[Any]:
    return source.expression if isinstance(source, InstrumentedAttribute) else source


def check_columns(row: type[tuple[Any, ...]], columns: Sequence[ColumnElement[Any]]) -> None:
    """Raises TypeError where the row and the columns differ in name, order or type."""
    expected = list(_fields(row))
    names = [str(column.key) for column in columns]
    if [field.name for field in expected] != names:
        raise TypeError(
            f"{row.__name__} has {[field.name for field in expected]}, its statement {names}"
        )
    for field, column in zip(expected, columns, strict=True):
        _check_type(row, field, column)


def _check_type(row: type, field: _Field, column: ColumnElement[Any]) -> None:
    kinds = field.kinds
    if Any in kinds:
        return
    may_be_none = isinstance(column, Column) and column.nullable is True
    given = _python_type(column.type)
    is_of_kind = given in kinds or given is object  # JSON may hold anything
    if not is_of_kind or (may_be_none and NoneType not in kinds):
        raise TypeError(
            f"{row.__name__}.{field.name}: the column has {given.__name__}"
            f"{' or None' if may_be_none else ''}"
        )


def _python_type(kind: TypeEngine[Any]) -> type:
    return (kind.impl_instance if isinstance(kind, TypeDecorator) else kind).python_type


def row_maker(row: type[Row]) -> Callable[[Iterable[Any]], Row]:
    """Makes a row of the values of its columns in their order."""
    make: Callable[[Iterable[Any]], Row] = row._make  # type: ignore[attr-defined]
    parts: list[tuple[type | None, int, int]] = []
    start = 0
    for kind in _kinds(row).values():
        size = len(fields(kind)) if _is_value(kind) else 1
        parts.append((kind if _is_value(kind) else None, start, start + size))
        start += size
    if len(parts) == start:
        return make

    def make_nested(values: Iterable[Any]) -> Row:
        given = tuple(values)
        return make(
            [given[at] if kind is None else kind(*given[at:end]) for kind, at, end in parts]
        )

    return make_nested


def values_of(row: tuple[Any, ...]) -> dict[str, Any]:
    """The row as columns and their values, to be written."""
    given: dict[str, Any] = {}
    for name, value in row._asdict().items():  # type: ignore[attr-defined]
        if _is_value(type(value)):
            given |= vars(value)
        else:
            given[name] = value
    return given


def _fields(row: type[tuple[Any, ...]]) -> Iterator[_Field]:
    for name, kind in _kinds(row).items():
        if _is_value(kind):
            for inner_name, inner in _kinds(kind).items():
                yield _Field(inner_name, _members(inner))
        else:
            yield _Field(name, _members(kind))


def _kinds(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _members(kind: Any) -> tuple[Any, ...]:
    plain = get_args(kind) if isinstance(kind, UnionType) else (kind,)
    return tuple(get_origin(each) or each for each in plain)


def _is_value(kind: object) -> bool:
    return isinstance(kind, type) and is_dataclass(kind)
