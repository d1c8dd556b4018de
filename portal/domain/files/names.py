"""A name for a file that is safe to show and to save under, whatever its sender called it."""

from __future__ import annotations

import unicodedata
from typing import Final

from portal.domain.files.kinds import FileKind

LONGEST_NAME: Final = 120
_NEVER_IN_NAMES: Final = frozenset('<>:"|?*\\/')


def safe_name(given: str, kind: FileKind) -> str:
    """The last part of a path, without what an operating system would read as more than a letter.

    The ending is that of what the file is: a photo that came as HEIC is kept as JPEG.
    """
    last = given.replace("\\", "/").rpartition("/")[2]
    stem, dot, _ = last.rpartition(".")
    kept = "".join(letter for letter in (stem if dot else last) if _is_safe(letter))
    words = " ".join(kept.split()).strip(" .")[:LONGEST_NAME].rstrip(" .")
    return f"{words or 'document'}.{kind.value}"


def _is_safe(letter: str) -> bool:
    is_space = letter == " "
    return is_space or (
        letter not in _NEVER_IN_NAMES and unicodedata.category(letter)[0] not in "CZ"
    )
