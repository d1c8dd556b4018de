"""The one door for text that comes in, by page, phone, API or file.

Lines end in LF, letters are in Unicode normal form C, nothing hides between them or turns them
around, and no spaces stand at the ends. Only so are two texts the same that a person sees as the
same: a note from a phone and the same note from a page, a name here and the name there.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_LINE_ENDS: Final = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
"""What cannot be shown at all (Cc and Cs); line ends and tabs can."""

_JOINERS: Final = frozenset("\u200c\u200d")
"""They belong into words of other scripts and into emoji, and into nothing that is matched."""

_FORMAT: Final = re.compile(
    "[\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f]"
)
"""The format characters of Unicode (Cf) but for the joiners."""


def clean_text(text: str | None) -> str | None:
    """Words as they are kept: one kind of line end, nothing hidden, no spaces at the ends."""
    if text is None:
        return None
    shown = _CONTROL.sub("", _LINE_ENDS.sub("\n", text))
    if shown.isascii():
        return shown.strip()
    return unicodedata.normalize("NFC", _FORMAT.sub("", shown)).strip()


def clean_line(text: str) -> str:
    """One line of words: what clean_text keeps, with single spaces."""
    return " ".join((clean_text(text) or "").split())


def clean_code(text: str) -> str:
    """A date, a number or a code: one line without any invisible character."""
    if text.isascii():
        return clean_line(text)
    return clean_line("".join(letter for letter in text if letter not in _JOINERS))


def has_control(text: str) -> bool:
    """Whether there is a character that cannot be shown at all."""
    return _CONTROL.search(text) is not None
