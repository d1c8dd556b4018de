"""The writer's turn (a write lock): one process of SQLite writes at a time, and each waits in line.

SQLite's own wait sleeps and is unfair, so writers queue on a lock file. The system's queue has no
limit of its own, so a thread stands in it for us and gives its place up when we have gone.
"""

from __future__ import annotations

import errno
import fcntl
from threading import Event, Lock, Thread
from typing import IO

from portal.database.trouble import Trouble, WriterTurnError

LONGEST_WAIT_SECONDS = 10.0
"""Shorter than a phone waits for an answer (15 s), so that it hears why."""


def take_turn(database: str, longest: float = LONGEST_WAIT_SECONDS) -> IO[bytes]:
    """Wait for the turn; it ends when the file is closed. Raises WriterTurnError."""
    try:
        file = open(f"{database}.writer", "ab")  # noqa: SIM115 - closed when the turn ends
    except OSError as error:
        is_read_only = error.errno in (errno.EROFS, errno.EACCES, errno.EPERM)
        raise WriterTurnError(Trouble.READ_ONLY if is_read_only else Trouble.AWAY) from None
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        _Waiting(file).wait(longest)
    return file


class _Waiting:
    """A place in the queue. Either we get the turn, or whoever waits for us lets it go again."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._came = Event()
        self._lock = Lock()
        self._is_given_up = False
        self._thread = Thread(target=self._stand_in_line, name="writer's turn", daemon=True)

    def wait(self, longest: float) -> None:
        """Raises WriterTurnError after so many seconds."""
        self._thread.start()
        if self._came.wait(longest):
            return
        with self._lock:
            if self._came.is_set():
                return
            self._is_given_up = True
        raise WriterTurnError(Trouble.BUSY)

    def _stand_in_line(self) -> None:
        fcntl.flock(self._file, fcntl.LOCK_EX)
        with self._lock:
            if self._is_given_up:
                self._file.close()
            else:
                self._came.set()
