"""Looking into PDF and Word files: are they whole, and do they hold anything that must not come in?

PDF: ISO 32000-1, 7.5. DOCX: ECMA-376, a zip file. Nothing is unpacked: the list of contents at the
end of a zip file says what is in it and how large each part would become.
"""

from __future__ import annotations

import zipfile
import zlib
from typing import BinaryIO, Final

from portal.domain.files.kinds import FileError, FileKind, FileProblem
from portal.domain.files.pdf_actions import has_script
from portal.domain.files.reading import has_from, tail_of
from portal.domain.files.word_parts import check_parts, main_part

MOST_UNPACKED: Final = 200 * 1024 * 1024

LOCKED_PDF_NOTE: Final = (
    "This PDF is protected. If it asks for a password when you open it, take the password off "
    "and send it again, because we could not read it"
)

SCRIPT_PDF_NOTE: Final = (
    "This PDF holds a program (JavaScript). We have taken it. If you did not expect that, print it "
    "to PDF and send that instead"
)

_PDF_TAIL: Final = 2048
_ZIP_TAIL: Final = 65_557
_ZIP_END: Final = b"PK\x05\x06"
_ZIP_END_LENGTH: Final = 22
_ZIP64: Final = b"PK\x06\x07"
_MOST_LIST: Final = 1024 * 1024
_ENCRYPTED: Final = 0x1
_TYPES: Final = "[Content_Types].xml"
_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    ValueError,
    EOFError,
    NotImplementedError,
    RuntimeError,
)


def pdf_note(file: BinaryIO) -> str:
    """What to tell the sender of this PDF; empty where all is well. Raises FileError."""
    if b"%%EOF" not in tail_of(file, _PDF_TAIL):
        raise FileError(FileProblem.CUT_SHORT)
    notes = []
    if has_script(file):
        notes.append(SCRIPT_PDF_NOTE)
    if has_from(file, 0, b"/Encrypt"):
        notes.append(LOCKED_PDF_NOTE)
    return ". ".join(notes)


def check_docx(file: BinaryIO, named: FileKind | None) -> None:
    """Refuse a zip file that is not a plain Word document. Raises FileError.

    `named` is what the ending of its name promises.
    """
    parts = _contents(file)
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise FileError(FileProblem.LOCKED)
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise FileError(FileProblem.EXPANDS_TOO_MUCH)
    try:
        with zipfile.ZipFile(file) as opened:
            is_word = _TYPES in opened.namelist() and main_part(opened)
            if is_word:
                check_parts(opened)
    except _BROKEN as error:
        raise FileError(FileProblem.DAMAGED) from error
    if not is_word and named is None:
        raise FileError(FileProblem.NOT_ACCEPTED)
    if not is_word:
        raise FileError(FileProblem.NOT_WHAT_IT_SAYS, kind=named.words if named else "")


def _contents(file: BinaryIO) -> list[zipfile.ZipInfo]:
    """The list of a zip file's contents, once it is known to be short enough to read."""
    tail = tail_of(file, _ZIP_TAIL)
    place = tail.rfind(_ZIP_END)
    end = tail[place : place + _ZIP_END_LENGTH] if place >= 0 else b""
    if len(end) < _ZIP_END_LENGTH:
        raise FileError(FileProblem.CUT_SHORT)
    if _ZIP64 in tail or int.from_bytes(end[12:16], "little") > _MOST_LIST:
        raise FileError(FileProblem.DAMAGED)
    try:
        with zipfile.ZipFile(file) as opened:
            return opened.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError) as error:
        raise FileError(FileProblem.DAMAGED) from error
