"""The engine and the session. SQLite is set up to behave: real transactions, foreign keys, one writer at a time."""

from __future__ import annotations

import fcntl
import select
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from sqlalchemy import Connection, Engine, MetaData, Table, create_engine, event
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import DBAPIError, InvalidatePoolError
from sqlalchemy.orm import Session, scoped_session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from portal.database.prepared import by_driver
from portal.database.trouble import Trouble, WriterTurnError
from portal.database.turn import take_turn

BUSY_TIMEOUT_MS = 10_000
"""How long a statement waits for another's lock, on both databases."""
CONNECT_SECONDS = 5
POOL_SECONDS = 10


class Database:
    """Holds one engine and one session per request; Flask-Migrate's stock `env.py` reads `engine`."""

    metadata: MetaData

    def __init__(self) -> None:
        self._engine: Engine | None = None
        self._shared: Connection | None = None
        self._sessions = scoped_session(sessionmaker(expire_on_commit=False))

    @property
    def engine(self) -> Engine:
        if self._engine is None:
            raise RuntimeError("The database is not set up: call create_app() first")
        return self._engine

    @property
    def session(self) -> Session:
        """The session of this request; `close()` ends it."""
        return self._sessions()

    def close(self) -> None:
        self._sessions.remove()

    def abandon(self) -> None:
        """Give the session up after trouble; where the database is away even that may fail."""
        try:
            self.close()
        except DBAPIError:
            self._sessions.registry.clear()

    def share(self, connection: Connection | None) -> None:
        """Make every session join this connection's transaction (tests), or stop doing so."""
        self.close()
        self._shared = connection
        self._sessions.configure(
            bind=self._engine if connection is None else connection,
            join_transaction_mode="create_savepoint",
        )

    @contextmanager
    def own_transaction(self) -> Iterator[Connection]:
        """A writing transaction apart from the session's, committed at the end of the block.

        Where the session is writing already, the block joins it.
        """
        if self._shared is not None:
            self.session.commit()  # ends the savepoint that would take this with it
            with self._shared.begin_nested():
                yield self._shared
            return
        if self.session.in_transaction() and is_writer(self.session.connection()):
            yield self.session.connection()  # waiting for our own turn would never end
            return
        with self.engine.connect() as connection:
            connection.execution_options(writes_first=True)
            with connection.begin():
                yield connection

    def connect_to(self, url: str) -> None:
        """Point the session at `url`, letting go of the engine before."""
        self.close()
        if self._engine is not None:
            self._engine.dispose()
        self._engine = make_engine(url)
        self._sessions.configure(bind=self._engine)


def make_engine(url: str) -> Engine:
    """An engine for SQLite or PostgreSQL; `url` as SQLAlchemy reads it."""
    if not url.startswith("sqlite"):
        return _make_server_engine(url)
    engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000})
    event.listen(engine, "close", _say_that_it_is_left)
    event.listen(engine, "connect", _begin_to_use_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    event.listen(engine, "checkin", _let_the_next_writer_in)
    return engine


def _make_server_engine(url: str) -> Engine:
    """For PostgreSQL: nobody waits for ever, neither for the server nor for another's lock."""
    engine = create_engine(
        url,
        pool_size=8,
        max_overflow=8,
        pool_timeout=POOL_SECONDS,
        connect_args={
            "connect_timeout": CONNECT_SECONDS,
            "keepalives_idle": 30,
            "options": f"-c lock_timeout={BUSY_TIMEOUT_MS}",
        },
    )
    event.listen(engine, "checkout", _refuse_what_the_server_closed)
    return engine


def _refuse_what_the_server_closed(
    connection: Any, _record: ConnectionPoolEntry, _proxy: PoolProxiedConnection
) -> None:
    """Hand out no connection that the server has closed while it lay in the pool.

    An idle connection has nothing to read, except the news of its end: to look takes microseconds,
    where a question to the server (`pool_pre_ping`) takes a journey there and back.
    """
    look = select.poll()
    look.register(connection.fileno(), select.POLLIN)
    if look.poll(0):
        raise InvalidatePoolError


def _say_that_it_is_in_use(connection: sqlite3.Connection, record: ConnectionPoolEntry) -> None:
    """Hold a shared lock as long as the connection lives, so that nobody restores beneath us."""
    [[_, _, path], *_] = connection.execute("PRAGMA database_list").fetchall()
    if not path:
        return
    try:
        lock = open(f"{path}.in-use", "ab")  # noqa: SIM115 - held as long as the connection lives
    except OSError:
        return  # where nothing can be written, nothing can be restored either
    try:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise WriterTurnError(Trouble.AWAY) from None
    record.info["in_use"] = lock


def _say_that_it_is_left(_connection: sqlite3.Connection, record: ConnectionPoolEntry) -> None:
    lock: IO[bytes] | None = record.info.pop("in_use", None)
    if lock is not None:
        lock.close()


def _begin_to_use_sqlite(connection: sqlite3.Connection, record: ConnectionPoolEntry) -> None:
    _say_that_it_is_in_use(connection, record)
    try:
        _prepare_sqlite(connection)
    except sqlite3.Error:  # nobody uses what cannot be read
        _say_that_it_is_left(connection, record)
        raise


def _prepare_sqlite(connection: sqlite3.Connection) -> None:
    connection.isolation_level = None  # SQLAlchemy, not the driver, says BEGIN
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "temp_store=MEMORY",
        "cache_size=-16000",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    if is_writer(connection):
        _begin_as_writer(connection)
    else:
        by_driver(connection, "BEGIN DEFERRED").close()


def _begin_as_writer(connection: Connection) -> None:
    _wait_for_turn(connection)
    by_driver(connection, "BEGIN IMMEDIATE").close()


def _wait_for_turn(connection: Connection) -> None:
    """Queue for the one writer's place. Raises WriterTurnError where the turn does not come."""
    path = connection.engine.url.database
    if not path or path == ":memory:" or "writer_turn" in connection.info:
        return
    connection.info["writer_turn"] = take_turn(path)


def _let_the_next_writer_in(
    _connection: sqlite3.Connection | None, record: ConnectionPoolEntry
) -> None:
    turn: IO[bytes] | None = record.info.pop("writer_turn", None)
    if turn is not None:
        turn.close()


def begin_writing(session: Session) -> None:
    """Start a fresh transaction as a writer, so that two writers queue instead of failing half-way.

    Every request that may change something begins so, before its first read (see access/gate.py):
    SQLite refuses to write in a transaction that began by reading what another has changed since.
    """
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("Begin writing before changing anything")
    if not is_sqlite(session):
        session.expire_all()  # each statement sees what is committed; only our own copies may be old
        return
    connection = session.connection()
    if is_writer(connection):
        return
    session.expire_all()
    if not connection.in_nested_transaction():
        by_driver(connection, "ROLLBACK").close()
        _begin_as_writer(connection)
    connection.execution_options(writes_first=True)


def is_writer(connection: Connection) -> bool:
    """Whether its transaction began, or will begin, as a writer's: SQLite has one at a time."""
    return bool(connection.get_execution_options().get("writes_first"))


def is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def insert_if_new(session: Session, table: Table, row: dict[str, Any]) -> bool:
    """Insert a row unless one with its key is there; whether it was new.

    Where another transaction is inserting the same key, this waits until that one has ended.
    """
    insert = sqlite_insert if is_sqlite(session) else postgresql_insert
    key = next(iter(table.primary_key.columns))
    made = session.execute(insert(table).values(row).on_conflict_do_nothing().returning(key))
    return made.first() is not None


def insert_or_ignore(session: Session, table: Table, rows: list[dict[str, Any]]) -> None:
    """Insert rows; one that breaks a unique key is left out, in silence, on both databases."""
    if not rows:
        return
    insert = sqlite_insert if is_sqlite(session) else postgresql_insert
    session.execute(insert(table).on_conflict_do_nothing(), rows)


db = Database()
