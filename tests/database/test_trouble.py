"""A database that is away, busy or read-only: said in words, and nothing waits for ever."""

from __future__ import annotations

import fcntl
import os
import sqlite3
import time
from pathlib import Path
from threading import Timer

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.database.db import make_engine
from portal.database.trouble import Trouble, WriterTurnError, trouble_of
from portal.database.turn import take_turn
from portal.models import Role
from tests.build import Build
from tests.page import PageClient


def test_the_turn_to_write_is_waited_for_no_longer_than_allowed(tmp_path: Path) -> None:
    database = str(tmp_path / "portal.sqlite")
    first = take_turn(database)
    started = time.monotonic()

    with pytest.raises(WriterTurnError) as refused:
        take_turn(database, longest=0.2)

    assert refused.value.trouble is Trouble.BUSY
    assert 0.2 <= time.monotonic() - started < 2
    first.close()
    take_turn(database, longest=2).close()


def test_whoever_gave_up_waiting_never_keeps_the_turn(tmp_path: Path) -> None:
    database = str(tmp_path / "portal.sqlite")
    first = take_turn(database)
    with pytest.raises(WriterTurnError):
        take_turn(database, longest=0.05)
    first.close()

    time.sleep(0.1)  # the thread that stood in line gets the turn now, and must let it go
    with open(f"{database}.writer", "ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_a_turn_comes_to_whoever_waits(tmp_path: Path) -> None:
    database = str(tmp_path / "portal.sqlite")
    first = take_turn(database)
    Timer(0.1, first.close).start()
    take_turn(database, longest=5).close()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_to_is_said_to_be_read_only(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(WriterTurnError) as refused:
        take_turn(str(tmp_path / "portal.sqlite"))
    assert refused.value.trouble is Trouble.READ_ONLY


def test_troubles_of_sqlite_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    with sqlite3.connect(path) as made:
        made.execute("CREATE TABLE a (b INTEGER UNIQUE)")
    read_only = sa.create_engine(f"sqlite:///file:{path}?mode=ro&uri=true")
    missing = sa.create_engine(f"sqlite:///{tmp_path}/not/there.sqlite")
    for engine, trouble in ((read_only, Trouble.READ_ONLY), (missing, Trouble.AWAY)):
        with pytest.raises(sa.exc.DBAPIError) as caught, engine.begin() as connection:
            connection.execute(sa.text("INSERT INTO a VALUES (1)"))
        assert trouble_of(caught.value) is trouble


def test_a_wrong_statement_is_no_trouble_of_the_database(session: Session) -> None:
    with pytest.raises(sa.exc.DBAPIError) as caught, session.begin_nested():
        session.execute(sa.text("INSERT INTO server_fact (name, value) VALUES ('epoch', 'x')"))
    assert trouble_of(caught.value) is None


def _break(monkeypatch: pytest.MonkeyPatch, trouble: Trouble) -> None:
    """From now on every question to the database fails."""

    def fail(*_: object, **__: object) -> None:
        raise WriterTurnError(trouble)

    for name in ("scalar", "scalars", "execute", "connection"):
        monkeypatch.setattr(Session, name, fail)


WORDS = {
    Trouble.BUSY: "The portal is busy",
    Trouble.READ_ONLY: "The portal can save nothing at the moment",
    Trouble.AWAY: "The portal cannot reach its records",
}


@pytest.mark.parametrize("trouble", list(Trouble))
def test_a_page_says_so_in_words_and_asks_the_database_nothing_more(
    client: PageClient, build: Build, trouble: Trouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.sign_in(build.member(build.school(), Role.ATTENDANCE_OFFICER))
    _break(monkeypatch, trouble)

    page = client.get("/", 503)

    assert page.h1 == WORDS[trouble]
    assert "Nothing of what you just sent was saved" in page.words
    assert "Sign out" not in page.words


@pytest.mark.skipif("PORTAL_TEST_DATABASE_URL" not in os.environ, reason="PostgreSQL only")
def test_a_connection_that_the_server_closed_is_not_handed_out() -> None:
    engine = make_engine(os.environ["PORTAL_TEST_DATABASE_URL"])
    with engine.connect() as one, engine.connect() as two:
        closed = one.scalar(sa.text("SELECT pg_backend_pid()"))
        two.execute(sa.text("SELECT 1"))
    other = sa.create_engine(os.environ["PORTAL_TEST_DATABASE_URL"])
    with other.connect() as admin:
        admin.execute(
            sa.text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
                " AND pid = :closed"
            ),
            {"closed": closed},
        )
    time.sleep(0.2)

    for _ in range(3):
        with engine.connect() as connection:
            assert connection.scalar(sa.text("SELECT pg_backend_pid()")) != closed
    engine.dispose()
    other.dispose()
