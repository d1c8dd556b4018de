"""The kinds of file that the portal takes, how each begins, and what may be wrong with one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Final

from portal.domain.errors import InvalidError

MOST_BYTES: Final = 20 * 1024 * 1024
"""20 MB: the council's limit for one file."""

MOST_PIXELS: Final = 52_000_000
"""The most that cameras of 50 megapixels make; less than a picture made to do harm."""

FIRST_BYTES: Final = 1024 + 5
"""How much of the beginning `kind_of` wants to see: a PDF may have 1,024 bytes before its header."""


class FileKind(StrEnum):
    """A kind of file that the portal takes. The value is the ending of its name."""

    PDF = "pdf"
    JPEG = "jpg"
    PNG = "png"
    HEIC = "heic"
    DOCX = "docx"

    @property
    def words(self) -> str:
        return _WORDS[self]

    @property
    def content_type(self) -> str:
        return _CONTENT_TYPES[self]

    @property
    def is_photo(self) -> bool:
        return self in (FileKind.JPEG, FileKind.PNG, FileKind.HEIC)


_WORDS: Final = {
    FileKind.PDF: "a PDF",
    FileKind.JPEG: "a JPEG photo",
    FileKind.PNG: "a PNG picture",
    FileKind.HEIC: "a HEIC photo",
    FileKind.DOCX: "a Word document (DOCX)",
}

_CONTENT_TYPES: Final = {
    FileKind.PDF: "application/pdf",
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.HEIC: "image/heic",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}

_ENDINGS: Final = {
    "pdf": FileKind.PDF,
    "jpg": FileKind.JPEG,
    "jpeg": FileKind.JPEG,
    "png": FileKind.PNG,
    "heic": FileKind.HEIC,
    "heif": FileKind.HEIC,
    "docx": FileKind.DOCX,
}


_HEIC_BRANDS: Final = frozenset((b"heic", b"heix", b"heim", b"heis"))
_HEIF_BRANDS: Final = frozenset((b"mif1", b"msf1"))


class FileProblem(Enum):
    """Why a file is refused. `{kind}` is what its name says, and `{found}` is what it is."""

    EMPTY = "This file is empty"
    TOO_LARGE = "This file is larger than 20 MB. Save it smaller, or send it in parts"
    NOT_ACCEPTED = "We take PDF, DOCX, JPEG, PNG, HEIC. Save it as a PDF"
    NOT_WHAT_IT_SAYS = "This file says it is {kind} but it is not"
    ANOTHER_KIND = "This file says it is {kind} but it is {found}. Save it again and check the name"
    WEB_PAGE = "This file is a web page, whatever its name says. Print it to PDF and send that"
    OLD_OR_LOCKED_WORD = (
        "This is an old Office document, or one that opens with a password. "
        "Save it as a PDF without a password and send that"
    )
    CUT_SHORT = (
        "This file is cut short: the end of it is missing. Find the whole file and try again"
    )
    DAMAGED = "This file is damaged and cannot be read. Open it, save it again and send the new one"
    HAS_MACROS = "This Word document holds a program (macros). Save it as a PDF and send that"
    REMOTE_TEMPLATE = "This Word document fetches a template from another computer. Save it as a PDF and send that"
    EXTERNAL_OBJECT = (
        "This Word document fetches a part of itself from elsewhere. Save it as a PDF and send that"
    )
    HAS_DDE = (
        "This Word document has a field that starts another program (DDE). "
        "Save it as a PDF and send that"
    )
    LAUNCHES = "This PDF starts a program when it is opened. Print it to PDF and send that"
    HAS_FILES_INSIDE = (
        "This PDF has other files inside it. Save those by themselves, print the PDF to a new PDF, "
        "and send each"
    )
    LOCKED = "This file opens with a password only. Take the password off and send it again"
    EXPANDS_TOO_MUCH = "This file would grow too large when it is opened. Save it as a PDF"
    VIRUS = (
        "The virus checker found a virus in this file. Check your computer before you send another"
    )
    TOO_MANY_PIXELS = "This picture is too large to open safely. Take it again with fewer pixels"


class FileError(InvalidError):
    """A file that the portal refuses; `problem` says why."""

    def __init__(self, problem: FileProblem, kind: str = "", found: str = "") -> None:
        self.problem = problem
        message = problem.value.format(kind=kind, found=found)
        super().__init__(InvalidError.of("file", message).errors)


@dataclass(frozen=True)
class FileJudgement:
    """What an accepted file is. `note` is worth telling the sender, though the file is taken."""

    kind: FileKind
    size: int
    pixels: int | None = None
    note: str = ""


def kind_named(name: str) -> FileKind | None:
    """The kind that the ending of a file's name promises; None where it promises none of ours."""
    _, dot, ending = name.strip().rpartition(".")
    return _ENDINGS.get(ending.lower()) if dot else None


def kind_of(first: bytes) -> FileKind | None:
    """The kind that the first bytes of a file show; None where it is none of ours.

    Every zip file begins as a DOCX does, so a DOCX must still be looked into.
    """
    if first.startswith(b"\xff\xd8\xff"):
        return FileKind.JPEG
    if first.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileKind.PNG
    if first.startswith(b"PK\x03\x04"):
        return FileKind.DOCX
    if _is_heic(first):
        return FileKind.HEIC
    is_pdf = b"%PDF-" in first and not is_web_page(first) and not is_old_office(first)
    return FileKind.PDF if is_pdf else None


def is_web_page(first: bytes) -> bool:
    """Whether the first bytes are those of a web page, as a failed download often is."""
    text = first.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return text.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<script", b"<!--"))


def is_old_office(first: bytes) -> bool:
    """Whether the first bytes are those of a DOC, or of a DOCX under a password (both are OLE)."""
    return first.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


def _is_heic(first: bytes) -> bool:
    """ISO/IEC 23008-12: a file type box whose brands name pictures coded as HEVC."""
    if first[4:8] != b"ftyp":
        return False
    box = first[: int.from_bytes(first[:4], "big")]
    main, others = box[8:12], {box[place : place + 4] for place in range(16, len(box), 4)}
    return main in _HEIC_BRANDS or (main in _HEIF_BRANDS and bool(others & _HEIC_BRANDS))
