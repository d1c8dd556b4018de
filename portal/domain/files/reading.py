"""Looking for bytes in an open file a piece at a time, so that memory does not grow with its size."""

from __future__ import annotations

import os
from typing import BinaryIO, Final

_PIECE: Final = 64 * 1024


def size_of(file: BinaryIO) -> int:
    return file.seek(0, os.SEEK_END)


def read_at(file: BinaryIO, place: int, count: int) -> bytes:
    """At most `count` bytes from a place; fewer where the file ends first."""
    file.seek(place)
    return file.read(count)


def tail_of(file: BinaryIO, count: int) -> bytes:
    """The last `count` bytes, or the whole of a shorter file."""
    return read_at(file, max(0, size_of(file) - count), count)


def has_from(file: BinaryIO, place: int, wanted: bytes) -> bool:
    """Whether the wanted bytes stand anywhere from a place on."""
    file.seek(place)
    kept = b""
    while piece := file.read(_PIECE):
        seen = kept + piece
        if wanted in seen:
            return True
        kept = seen[-len(wanted) + 1 :] if len(wanted) > 1 else b""
    return False
