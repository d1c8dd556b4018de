"""Keeps files in an S3 store: Amazon's, or another that speaks the same language over HTTP."""

from __future__ import annotations

import http.client
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from portal.adapters.files.signed_requests import EMPTY_SHA256, Credentials, signed_headers
from portal.adapters.files.storage import PIECE, FileMissingError, StorageError, checked_name

_PATIENCE_SECONDS = 30.0
_TAKEN = frozenset({200, 204})


@dataclass(frozen=True)
class StoreLocation:
    """A bucket at an address. `host` may end in a port."""

    host: str
    bucket: str
    is_encrypted: bool = True


class S3Storage:
    """One request for each file, over a connection of its own, so that threads never meet."""

    def __init__(
        self, location: StoreLocation, credentials: Credentials, now: Callable[[], datetime]
    ) -> None:
        self._location = location
        self._credentials = credentials
        self._now = now

    def put(self, file: BinaryIO, sha256: str) -> None:
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        with self._send("PUT", sha256, file, size) as answer:
            _expect(answer.status)

    def open(self, sha256: str) -> S3Answer:
        answer = self._send("GET", sha256)
        if answer.status != 200:
            answer.close()
        _expect(answer.status)
        return answer

    def exists(self, sha256: str) -> bool:
        with self._send("HEAD", sha256) as answer:
            if answer.status == 404:
                return False
            _expect(answer.status)
            return True

    def delete(self, sha256: str) -> None:
        with self._send("DELETE", sha256) as answer:
            if answer.status != 404:
                _expect(answer.status)

    def _send(
        self, method: str, sha256: str, body: BinaryIO | None = None, size: int = 0
    ) -> S3Answer:
        path = f"/{self._location.bucket}/{checked_name(sha256)}"
        body_sha256 = EMPTY_SHA256 if body is None else sha256
        headers = signed_headers(
            self._credentials, method, self._location.host, path, body_sha256, self._now()
        )
        connection = self._connection()
        try:
            connection.request(method, path, body, headers | {"content-length": str(size)})
            return S3Answer(connection, connection.getresponse())
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            raise StorageError(
                f"The S3 store could not be reached ({type(error).__name__})"
            ) from error

    def _connection(self) -> http.client.HTTPConnection:
        kind = (
            http.client.HTTPSConnection
            if self._location.is_encrypted
            else http.client.HTTPConnection
        )
        return kind(self._location.host, timeout=_PATIENCE_SECONDS, blocksize=PIECE)


class S3Answer:
    """An answer of the store; its content comes a piece at a time."""

    def __init__(
        self, connection: http.client.HTTPConnection, response: http.client.HTTPResponse
    ) -> None:
        self._connection = connection
        self._response = response
        self.status = response.status

    def __iter__(self) -> Iterator[bytes]:
        try:
            while piece := self._response.read(PIECE):
                yield piece
        except (OSError, http.client.HTTPException) as error:
            raise StorageError("The S3 store broke off") from error
        finally:
            self.close()

    def close(self) -> None:
        self._response.close()
        self._connection.close()

    def __enter__(self) -> S3Answer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _expect(status: int) -> None:
    if status == 404:
        raise FileMissingError("The file is not in the store")
    if status not in _TAKEN:
        raise StorageError(f"The S3 store refused the request ({status})")
