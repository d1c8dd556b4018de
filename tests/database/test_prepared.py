"""Prepared statements give and store what SQLAlchemy would, on both databases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, NamedTuple
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    LargeBinary,
    MetaData,
    String,
    Table,
    bindparam,
    delete,
    insert,
    select,
    tuple_,
    update,
)
from sqlalchemy import Date as DateColumn
from sqlalchemy import Time as TimeColumn
from sqlalchemy import Uuid as UuidColumn
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.database.prepared import MOST_FORMS, Prepared, PreparedChange
from portal.database.rows import columns_for, values_of
from portal.domain.calendar.sessions import Half
from portal.models.base import UtcDateTime, text_enum

THING = Table(
    "thing",
    MetaData(),
    Column("id", UuidColumn, primary_key=True),
    Column("half", text_enum(Half, 2)),
    Column("day", DateColumn),
    Column("at", TimeColumn),
    Column("moment", UtcDateTime),
    Column("words", String(200)),
    Column("bits", LargeBinary),
    Column("more", JSON(none_as_null=True)),
    Column("is_so", Boolean, nullable=False),
    prefixes=["TEMPORARY"],
)


class Thing(NamedTuple):
    id: UUID
    half: Half | None
    day: date | None
    at: time | None
    moment: datetime | None
    words: str | None
    bits: bytes | None
    more: Any
    is_so: bool


class Words(NamedTuple):
    words: str | None


class Number(NamedTuple):
    id: UUID


class Now(NamedTuple):
    now: str | None


@dataclass(frozen=True)
class When:
    day: date | None
    at: time | None


class Nested(NamedTuple):
    id: UUID
    when: When
    is_so: bool


ALL = Prepared(Thing, select(THING).order_by(THING.c.id))
ADD = PreparedChange(insert(THING))
ONE = UUID(int=1)

TEXTS = st.text("ab é’%:?'\"\\🐝", max_size=12)
ROWS = st.fixed_dictionaries(
    {
        "half": st.sampled_from(Half),
        "day": st.none() | st.dates(),
        "at": st.none() | st.times(),
        "moment": st.none() | st.datetimes(timezones=st.just(UTC)),
        "words": st.none() | TEXTS,
        "bits": st.none() | st.binary(max_size=20),
        "more": st.none() | st.dictionaries(TEXTS, st.none() | st.integers(-9, 9) | TEXTS),
        "is_so": st.booleans(),
    }
)


@pytest.fixture
def connection(session: Session) -> Connection:
    connection = session.connection()
    THING.create(connection)
    return connection


def a_thing(number: int = 1, **given: Any) -> dict[str, Any]:
    empty = dict.fromkeys(column.name for column in THING.columns)
    return empty | {"id": UUID(int=number), "is_so": True} | given


def as_dicts(rows: Any) -> list[dict[str, Any]]:
    return [{column.name: getattr(row, column.name) for column in THING.columns} for row in rows]


@given(rows=st.lists(ROWS, max_size=4))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_values_of_every_kind_are_kept_as_sqlalchemy_keeps_them(
    connection: Connection, rows: list[dict[str, Any]]
) -> None:
    things = [a_thing(number, **row) for number, row in enumerate(rows)]
    connection.execute(delete(THING))

    ADD.run(connection, *things)

    by_sqlalchemy = as_dicts(connection.execute(select(THING).order_by(THING.c.id)))
    assert as_dicts(ALL.all(connection)) == by_sqlalchemy == things


def test_lists_of_any_length_are_looked_for(connection: Connection) -> None:
    some = Prepared(
        Words,
        select(THING.c.words)
        .where(
            tuple_(THING.c.day, THING.c.half).in_(bindparam("keys", expanding=True)),
            THING.c.words != bindparam("not_this"),
            THING.c.id.in_(bindparam("ids", expanding=True)),
        )
        .order_by(THING.c.words),
    )
    days = [date(2026, 11, day) for day in range(1, 6)]
    for number, day in enumerate(days):
        ADD.run(connection, a_thing(number, half=Half.AM, day=day, words=str(number)))
    ids = [UUID(int=number) for number in range(5)]

    def found(most_days: int, most_ids: int) -> list[str | None]:
        keys = [(day, Half.AM) for day in days[:most_days]]
        rows = some.all(connection, keys=keys, not_this="1", ids=ids[:most_ids])
        return [row.words for row in rows]

    assert [found(most, 5) for most in (0, 1, 2, 5)] == [[], ["0"], ["0"], ["0", "2", "3", "4"]]
    assert [found(5, most) for most in (0, 3, 4)] == [[], ["0", "2"], ["0", "2", "3"]]


def test_statements_for_lists_of_many_lengths_are_not_all_kept(connection: Connection) -> None:
    some = Prepared(
        Number, select(THING.c.id).where(THING.c.id.in_(bindparam("ids", expanding=True)))
    )
    ADD.run(connection, a_thing(1))

    found = [
        some.all(connection, ids=[UUID(int=number) for number in range(length)])
        for length in range(MOST_FORMS * 2)
    ]

    assert [len(rows) for rows in found] == [0, 0] + [1] * (MOST_FORMS * 2 - 2)
    assert len(some._forms) <= MOST_FORMS


def test_values_of_the_statement_itself_are_kept(connection: Connection) -> None:
    ADD.run(connection, a_thing(1, words="100 % é"), a_thing(2, words="other"))
    rename = Prepared(
        Now,
        update(THING)
        .where(THING.c.words == "100 % é", THING.c.id == bindparam("which"))
        .values(words=THING.c.words + " :name")
        .returning(THING.c.words.label("now")),
    )

    assert rename.one(connection, which=ONE).now == "100 % é :name"
    with pytest.raises(ValueError):  # it is called something else by now
        rename.one(connection, which=ONE)


def test_what_the_database_refuses_is_told_as_by_sqlalchemy_without_the_values(
    connection: Connection,
) -> None:
    ADD.run(connection, a_thing(words="a child’s name"))

    with pytest.raises(IntegrityError) as refusal, connection.begin_nested():
        ADD.run(connection, a_thing(words="a child’s name"))

    assert "child" not in str(refusal.value).replace(str(refusal.value.orig), "")
    assert [row.words for row in ALL.all(connection)] == ["a child’s name"]


def test_a_value_that_is_missing_or_wrong_is_refused(connection: Connection) -> None:
    ADD.run(connection, a_thing(1))
    with pytest.raises(KeyError):
        ADD.run(connection, a_thing(2), {"id": UUID(int=3)})
    with pytest.raises(LookupError, match="noon"):
        ADD.run(connection, a_thing(2, half="noon"))
    with pytest.raises(ValueError, match="time zone"):
        ADD.run(connection, a_thing(2, moment=datetime(2026, 11, 24)))  # noqa: DTZ001
    assert len(ALL.all(connection)) == 1


def test_nothing_to_run_is_nothing_done(connection: Connection) -> None:
    ADD.run(connection)
    assert ALL.all(connection) == []


def test_a_time_of_day_comes_back_as_one(connection: Connection) -> None:
    ADD.run(connection, a_thing(at=time(9, 5)))
    assert ALL.one(connection).at == time(9, 5)


def test_a_value_of_several_columns_is_read_and_written_as_one(connection: Connection) -> None:
    row = Nested(ONE, When(date(2026, 11, 24), None), True)
    PreparedChange(insert(THING)).run(connection, values_of(row))

    nested = Prepared(Nested, select(*columns_for(Nested, THING)))

    assert nested.all(connection) == [row]


class WrongName(NamedTuple):
    id: UUID
    weekday: date | None


class WrongOrder(NamedTuple):
    day: date | None
    id: UUID


class WrongType(NamedTuple):
    id: UUID
    day: datetime | None


class NeverNone(NamedTuple):
    id: UUID
    day: date


class TooFew(NamedTuple):
    id: UUID


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (WrongName, "weekday"),
        (WrongOrder, "WrongOrder has"),
        (WrongType, r"WrongType\.day: the column has date"),
        (NeverNone, r"NeverNone\.day: the column has date or None"),
        (TooFew, "TooFew has"),
    ],
)
def test_a_row_that_is_not_its_columns_is_refused_when_it_is_made(row: Any, says: str) -> None:
    with pytest.raises(TypeError, match=says):
        Prepared(row, select(THING.c.id, THING.c.day))


def test_a_column_that_there_is_not_is_named() -> None:
    with pytest.raises(TypeError, match="no column for weekday"):
        columns_for(WrongName, THING)
