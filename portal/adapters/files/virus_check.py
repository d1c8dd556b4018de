"""Asks ClamAV whether a file holds a virus, over its own socket protocol (INSTREAM, clamd(8))."""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterable
from typing import Final, Protocol

PATIENCE_SECONDS: Final = 60.0
_MOST_ANSWER: Final = 4096
_PIECE: Final = 64 * 1024


class VirusCheckerDownError(Exception):
    """The virus checker gave no verdict. `args[0]` says why, without naming a file."""


class VirusChecker(Protocol):
    def is_clean(self, pieces: Iterable[bytes]) -> bool:
        """Whether the content holds no virus that is known. Raises VirusCheckerDownError."""


class ClamdChecker:
    """Talks to clamd at host:port, or through a socket file: unix:/run/clamav/clamd.ctl"""

    def __init__(self, address: str) -> None:
        self._address = address

    def is_clean(self, pieces: Iterable[bytes]) -> bool:
        try:
            with self._connect() as connection:
                answer = _ask(connection, pieces)
        except OSError as error:
            raise VirusCheckerDownError(
                f"The virus checker could not be reached ({type(error).__name__})"
            ) from error
        return _verdict(answer)

    def _connect(self) -> socket.socket:
        if self._address.startswith("unix:"):
            connection = socket.socket(socket.AF_UNIX)
            connection.settimeout(PATIENCE_SECONDS)
            try:
                connection.connect(self._address.removeprefix("unix:"))
            except OSError:
                connection.close()
                raise
            return connection
        host, _, port = self._address.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), PATIENCE_SECONDS)


def _ask(connection: socket.socket, pieces: Iterable[bytes]) -> bytes:
    """Send the content, each part behind its length, and a length of 0 at the end."""
    connection.sendall(b"zINSTREAM\0")
    for piece in pieces:
        for start in range(0, len(piece), _PIECE):
            part = piece[start : start + _PIECE]
            connection.sendall(struct.pack("!I", len(part)) + part)
    connection.sendall(struct.pack("!I", 0))
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < _MOST_ANSWER:
        part = connection.recv(_MOST_ANSWER)
        if not part:
            break
        answer += part
    return answer.rstrip(b"\0")


def _verdict(answer: bytes) -> bool:
    if answer == b"stream: OK":
        return True
    if answer.startswith(b"stream: ") and answer.endswith(b" FOUND"):
        return False
    raise VirusCheckerDownError("The virus checker gave no verdict")
