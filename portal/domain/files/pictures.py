"""Looking into JPEG, PNG and HEIC pictures: are they whole, and how many pixels do they hold?

JPEG: ITU-T T.81. PNG: ISO/IEC 15948. HEIC: ISO/IEC 14496-12 and 23008-12. Pictures are not drawn
here; whoever draws one to shrink it may still find it damaged.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Final

from portal.domain.files.kinds import FileError, FileProblem
from portal.domain.files.reading import has_from, read_at, size_of

_PNG_SIGNATURE_LENGTH: Final = 8
_JPEG_END: Final = b"\xff\xd9"
_JPEG_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG_SCAN: Final = 0xDA
_MOST_META: Final = 1024 * 1024
_MOST_PARTS: Final = 100_000


def jpeg_pixels(file: BinaryIO) -> int:
    """Walk the segments to the picture, then look for its end. Raises FileError."""
    pixels = 0
    for marker, start, length in _segments(file, 2):
        if marker in _JPEG_FRAMES:
            frame = read_at(file, start + 2, 5)
            pixels = _product(frame[1:3], frame[3:5])
        if marker == _JPEG_SCAN:
            if not pixels:
                raise FileError(FileProblem.DAMAGED)
            if not has_from(file, start + length, _JPEG_END):
                raise FileError(FileProblem.CUT_SHORT)
            return pixels
    raise FileError(FileProblem.DAMAGED)


def _segments(file: BinaryIO, place: int) -> Iterator[tuple[int, int, int]]:
    """Each segment's marker, where its length stands, and that length; no more than a photo has."""
    for _ in range(_MOST_PARTS):
        head = read_at(file, place, 4)
        if len(head) < 4:
            raise FileError(FileProblem.CUT_SHORT)
        if head[0] != 0xFF:
            raise FileError(FileProblem.DAMAGED)
        if head[1] == 0xFF:
            place += 1
            continue
        length = int.from_bytes(head[2:4], "big")
        yield head[1], place + 2, length
        place += 2 + length


def png_pixels(file: BinaryIO) -> int:
    """Walk the chunks to the last. Raises FileError."""
    header = read_at(file, _PNG_SIGNATURE_LENGTH, 16)
    if header[4:8] != b"IHDR":
        raise FileError(FileProblem.CUT_SHORT if len(header) < 8 else FileProblem.DAMAGED)
    size, place = size_of(file), _PNG_SIGNATURE_LENGTH
    for _ in range(_MOST_PARTS):
        head = read_at(file, place, 8)
        end = place + 12 + int.from_bytes(head[:4], "big")
        if len(head) < 8 or end > size:
            raise FileError(FileProblem.CUT_SHORT)
        if head[4:] == b"IEND":
            return _product(header[8:12], header[12:16])
        place = end
    raise FileError(FileProblem.DAMAGED)


def heic_pixels(file: BinaryIO) -> int:
    """Walk the boxes; the largest picture that they describe counts. Raises FileError."""
    sizes = _meta_box(file).split(b"ispe")[1:]
    if not sizes:
        raise FileError(FileProblem.DAMAGED)
    return max(_product(part[4:8], part[8:12]) for part in sizes)


def _meta_box(file: BinaryIO) -> bytes:
    """The box that describes the pictures, found by walking all boxes to the end of the file."""
    size, place, meta = size_of(file), 0, b""
    for _ in range(_MOST_PARTS):
        if place == size:
            return meta
        kind, end = _box(file, place, size)
        if kind == b"meta":
            meta = read_at(file, place, min(end - place, _MOST_META))
        place = end
    raise FileError(FileProblem.DAMAGED)


def _box(file: BinaryIO, place: int, size: int) -> tuple[bytes, int]:
    """A box's kind and where it ends; a length of 0 means the end of the file."""
    head = read_at(file, place, 16)
    length = int.from_bytes(head[:4], "big")
    if length == 1:
        length = int.from_bytes(head[8:16], "big")
    elif length == 0:
        length = size - place
    if len(head) < 8 or place + length > size:
        raise FileError(FileProblem.CUT_SHORT)
    if length < 8:
        raise FileError(FileProblem.DAMAGED)
    return head[4:8], place + length


def _product(one: bytes, other: bytes) -> int:
    return int.from_bytes(one, "big") * int.from_bytes(other, "big")
