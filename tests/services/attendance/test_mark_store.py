"""What marks are read from the database."""

from __future__ import annotations

from sqlalchemy import event
from sqlalchemy.orm import Session

from portal.services.attendance.mark_store import ask_current, ask_decisions, ask_logs
from tests.services.attendance.conftest import Pair


def test_about_nobody_the_database_is_asked_nothing(session: Session, pair: Pair) -> None:
    connection = session.connection()
    asked: list[str] = []

    def note(*arguments: object) -> None:
        asked.append(str(arguments[2]))

    event.listen(connection, "before_cursor_execute", note)
    answers = (
        ask_logs(connection, [])(),
        ask_current(connection, [])(),
        ask_decisions(connection, [])(),
    )
    event.remove(connection, "before_cursor_execute", note)

    assert answers == ([], {}, {})
    assert asked == []
