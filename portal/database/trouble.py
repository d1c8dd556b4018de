"""Why the database cannot be used just now: what pages, phones and the worker say of it."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

_SQLSTATES_READ_ONLY = frozenset({"25006"})
_SQLSTATES_BUSY = frozenset({"55P03", "40P01", "53300"})
_SQLITE_READ_ONLY = "SQLITE_READONLY"
_SQLITE_BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED")


class Trouble(StrEnum):
    AWAY = "away"
    BUSY = "busy"
    READ_ONLY = "read only"


class WriterTurnError(Exception):
    """The turn to write did not come. `trouble` says why."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(f"The turn to write did not come: {trouble}")
        self.trouble = trouble


TROUBLES = (DBAPIError, PoolTimeoutError, WriterTurnError)
"""What may be raised where the database is away, busy or read-only; ask `trouble_of` which."""


def trouble_of(error: BaseException) -> Trouble | None:
    """What keeps the database from answering; None where the statement itself is at fault."""
    if isinstance(error, WriterTurnError):
        return error.trouble
    if isinstance(error, PoolTimeoutError):
        return Trouble.BUSY
    if not isinstance(error, DBAPIError):
        return None
    state = getattr(error.orig, "sqlstate", None)
    name = getattr(error.orig, "sqlite_errorname", "")
    if state in _SQLSTATES_READ_ONLY or name.startswith(_SQLITE_READ_ONLY):
        return Trouble.READ_ONLY
    if state in _SQLSTATES_BUSY or name.startswith(_SQLITE_BUSY):
        return Trouble.BUSY
    if error.connection_invalidated or isinstance(error, OperationalError):
        return Trouble.AWAY
    return None
