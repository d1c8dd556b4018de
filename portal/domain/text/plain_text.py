"""Text as it may be kept: in one form, without characters that hide or turn it around."""

from __future__ import annotations

import unicodedata

# Characters that turn text around or hide in it: they can make one name look like another.
_HIDDEN = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\ufeff\x00")


def clean_text(text: str | None) -> str | None:
    """Normal form, without hidden or control characters, and without spaces at the ends."""
    if text is None:
        return None
    kept = "".join(letter for letter in text if letter not in _HIDDEN and not is_control(letter))
    return unicodedata.normalize("NFC", kept).strip()


def is_control(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cc", "Cs") and letter not in "\r\n\t"
