"""Is this file one that the portal takes? The answer comes from its content."""

from __future__ import annotations

from typing import BinaryIO, assert_never

from portal.domain.files.documents import check_docx, pdf_note
from portal.domain.files.kinds import (
    FIRST_BYTES,
    MOST_BYTES,
    MOST_PIXELS,
    FileError,
    FileJudgement,
    FileKind,
    FileProblem,
    is_old_office,
    is_web_page,
    kind_named,
    kind_of,
)
from portal.domain.files.pictures import heic_pixels, jpeg_pixels, png_pixels
from portal.domain.files.reading import read_at, size_of


def judge(file: BinaryIO, name: str) -> FileJudgement:
    """What a file is, from an open file that can seek. `name` is what the sender called it.

    Reads a piece at a time, so memory does not grow with the file. Raises FileError with words for
    the sender. A photo under the name of another kind of photo is taken, because phones do that.
    """
    size = size_of(file)
    if size == 0:
        raise FileError(FileProblem.EMPTY)
    if size > MOST_BYTES:
        raise FileError(FileProblem.TOO_LARGE)
    kind = _kind(read_at(file, 0, FIRST_BYTES), kind_named(name))
    match kind:
        case FileKind.PDF:
            return FileJudgement(kind, size, note=pdf_note(file))
        case FileKind.DOCX:
            check_docx(file, kind_named(name))
            return FileJudgement(kind, size)
        case FileKind.JPEG:
            return _picture(kind, size, jpeg_pixels(file))
        case FileKind.PNG:
            return _picture(kind, size, png_pixels(file))
        case FileKind.HEIC:
            return _picture(kind, size, heic_pixels(file))
        case _:
            assert_never(kind)


def _kind(first: bytes, named: FileKind | None) -> FileKind:
    found = kind_of(first)
    if found is None:
        raise _refusal(first, named)
    is_named_otherwise = named not in (None, found)
    if is_named_otherwise and not (found.is_photo and named is not None and named.is_photo):
        kind = named.words if named else ""
        if found is FileKind.DOCX:
            raise FileError(FileProblem.NOT_WHAT_IT_SAYS, kind=kind)
        raise FileError(FileProblem.ANOTHER_KIND, kind=kind, found=found.words)
    return found


def _refusal(first: bytes, named: FileKind | None) -> FileError:
    if is_web_page(first):
        return FileError(FileProblem.WEB_PAGE)
    if is_old_office(first):
        return FileError(FileProblem.OLD_OR_LOCKED_WORD)
    if named is None:
        return FileError(FileProblem.NOT_ACCEPTED)
    return FileError(FileProblem.NOT_WHAT_IT_SAYS, kind=named.words)


def _picture(kind: FileKind, size: int, pixels: int) -> FileJudgement:
    if pixels > MOST_PIXELS:
        raise FileError(FileProblem.TOO_MANY_PIXELS)
    return FileJudgement(kind, size, pixels)
