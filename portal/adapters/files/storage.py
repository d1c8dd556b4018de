"""Where files are kept: a folder, or an S3 store. A file's name is the sha256 of its content."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Protocol
from uuid import uuid4

PIECE = 64 * 1024
_SHA256 = re.compile(r"[0-9a-f]{64}")


class StorageError(Exception):
    """The store cannot be used at the moment. `args[0]` says why, without naming a file."""


class FileMissingError(StorageError):
    """The store does not hold this file."""


class Pieces(Protocol):
    """The content of a kept file, a piece at a time. Whoever opens it closes it."""

    def __iter__(self) -> Iterator[bytes]: ...

    def close(self) -> None: ...


class Storage(Protocol):
    """Each method raises StorageError where the store cannot be used."""

    def put(self, file: BinaryIO, sha256: str) -> None:
        """Keep a file, read from its beginning. The same content twice is kept once."""

    def open(self, sha256: str) -> Pieces:
        """Raises FileMissingError where there is no such file."""

    def exists(self, sha256: str) -> bool: ...

    def delete(self, sha256: str) -> None:
        """Forget a file; one that is not there is no error."""


def checked_name(sha256: str) -> str:
    """The name of a kept file. Raises ValueError for anything that could lead elsewhere."""
    if not _SHA256.fullmatch(sha256):
        raise ValueError("A kept file is named by its sha256")
    return sha256


def sha256_of(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    for piece in pieces_of(file):
        digest.update(piece)
    return digest.hexdigest()


class FolderStorage:
    """Keeps files in a folder of this machine: ab/cdef… for the sha256 abcdef…"""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, file: BinaryIO, sha256: str) -> None:
        path = self._path(sha256)
        if path.exists():
            return
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write_whole(file, path, sha256)
        except OSError as error:
            raise StorageError(f"The folder cannot be written to: {error.strerror}") from error

    def open(self, sha256: str) -> FilePieces:
        try:
            return FilePieces(self._path(sha256).open("rb"))
        except FileNotFoundError:
            raise FileMissingError("The file is not in the store") from None
        except OSError as error:
            raise StorageError(f"The folder cannot be read: {error.strerror}") from error

    def exists(self, sha256: str) -> bool:
        return self._path(sha256).exists()

    def delete(self, sha256: str) -> None:
        try:
            self._path(sha256).unlink(missing_ok=True)
        except OSError as error:
            raise StorageError(f"The folder cannot be written to: {error.strerror}") from error

    def _path(self, sha256: str) -> Path:
        name = checked_name(sha256)
        return self._folder / name[:2] / name[2:]


def pieces_of(file: BinaryIO) -> Iterator[bytes]:
    """The content of an open file, from where it stands."""
    while piece := file.read(PIECE):
        yield piece


class FilePieces:
    """The pieces of a file that is closed at its end."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def __iter__(self) -> Iterator[bytes]:
        yield from pieces_of(self._file)
        self.close()

    def close(self) -> None:
        self._file.close()


def _write_whole(file: BinaryIO, path: Path, sha256: str) -> None:
    """Write beside the place first, so that a file is there whole or not at all."""
    unfinished = path.with_name(f".{uuid4().hex}")
    try:
        if _copy(file, unfinished) != sha256:
            raise StorageError("The file changed on its way into the store")
        unfinished.replace(path)
        _save_folder(path.parent)
    finally:
        unfinished.unlink(missing_ok=True)


def _copy(file: BinaryIO, path: Path) -> str:
    """Write the file to the disk itself, not only to its cache; the sha256 of what was written."""
    digest = hashlib.sha256()
    file.seek(0)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
        for piece in pieces_of(file):
            digest.update(piece)
            target.write(piece)
        target.flush()
        os.fsync(target.fileno())
    return digest.hexdigest()


def _save_folder(folder: Path) -> None:
    """A new name is safe only once its folder is on the disk too."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
