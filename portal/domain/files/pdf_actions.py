"""Looking into a PDF for what would start a program or bring in another file.

ISO 32000-1: 12.6.4.5 (launch actions), 7.11.4 (embedded files), 12.6.4.16 (JavaScript), 7.5.7
(object streams, in which these may lie compressed).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Final

from portal.domain.files.kinds import FileError, FileProblem

_PIECE: Final = 64 * 1024
_OVERLAP: Final = 64
_MOST_STREAM: Final = 4 * 1024 * 1024
_MOST_STREAMS: Final = 5_000
_ESCAPED: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_LAUNCH: Final = re.compile(rb"/Launch(?![A-Za-z])")
_EMBEDDED: Final = re.compile(rb"/EmbeddedFiles?(?![A-Za-z])")
_SCRIPT: Final = re.compile(rb"/JavaScript(?![A-Za-z])")
_OBJECT_STREAM: Final = re.compile(rb"/ObjStm(?![A-Za-z])")
_STREAM: Final = re.compile(rb"stream\r?\n")


def has_script(file: BinaryIO) -> bool:
    """Whether the PDF holds JavaScript. Raises FileError for what must not come in."""
    found = False
    for text in _texts(file):
        plain = _ESCAPED.sub(lambda code: bytes((int(code[1], 16),)), text)
        if _LAUNCH.search(plain):
            raise FileError(FileProblem.LAUNCHES)
        if _EMBEDDED.search(plain):
            raise FileError(FileProblem.HAS_FILES_INSIDE)
        found = found or bool(_SCRIPT.search(plain))
    return found


def _texts(file: BinaryIO) -> Iterator[bytes]:
    """The file piece by piece, then what its object streams hold."""
    streams: list[int] = []
    place, kept = 0, b""
    file.seek(0)
    while piece := file.read(_PIECE):
        text = kept + piece
        start = place - len(kept)
        streams += [start + found.end() for found in _OBJECT_STREAM.finditer(text)]
        yield text
        place += len(piece)
        kept = text[-_OVERLAP:]
    if len(streams) > 2 * _MOST_STREAMS:
        raise FileError(FileProblem.DAMAGED)
    for where in sorted(set(streams)):
        yield _unpacked(file, where)


def _unpacked(file: BinaryIO, place: int) -> bytes:
    """What the stream behind a place holds, as far as it is compressed in the usual way."""
    file.seek(place)
    packed = file.read(_MOST_STREAM)
    begin = _STREAM.search(packed)
    if begin is None:
        return b""
    try:
        return zlib.decompressobj().decompress(packed[begin.end() :], _MOST_STREAM)
    except zlib.error:
        return b""
