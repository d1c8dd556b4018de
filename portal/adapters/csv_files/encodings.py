"""Which encoding a file is in, judged by what its letters would be in each.

UTF-8 proves itself. Among the others only the text can tell: 0x91 is “ë” on an old Mac, “æ” in DOS,
and a quotation mark in Windows, which would make no sense at the end of a name.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

WINDOWS, MAC, DOS = "cp1252", "mac_roman", "cp850"
CHOICES = {WINDOWS: "Windows", MAC: "Mac", DOS: "DOS"}
"""The encodings a person may choose from, with their names."""

_CHUNK = 1 << 18
_MOST_WORDS = 2_000
_SHOWN = 5
_REACH = 20
_ODD = re.compile(rb"[\x80-\xff]+")
_WORD_START = re.compile(rb"[A-Za-z'\-]*")
_WORD_END = re.compile(rb"[A-Za-z'\-]{1,20}\Z")
_COMMON = frozenset("éèëïöüçñáíóúäøåšžłąęćńśÉÖÜØÅŠŽÇ£€–—…")
_QUOTES = frozenset("‘’“”")


@dataclass
class Encoding:
    """The encoding that fits best, and, where another fits as well, words as each would read them."""

    name: str
    readings: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def is_in_doubt(self) -> bool:
        return bool(self.readings)


class NotTextError(Exception):
    """The file is no plain text. `args[0]` says why."""


def find_encoding(file: BinaryIO) -> Encoding:
    """Reads the whole file, once or twice. Raises NotTextError for NUL characters."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8 = True
    for chunk in _chunks(file):
        if b"\0" in chunk:
            raise NotTextError("This file has NUL characters, so it is not plain text")
        is_utf8 = is_utf8 and _decodes(decoder, chunk)
    if is_utf8 and _decodes(decoder, b"", is_last=True):
        return Encoding("utf-8-sig")
    return _judge(_odd_words(file))


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    while chunk := file.read(_CHUNK):
        yield chunk


def _odd_words(file: BinaryIO) -> Counter[bytes]:
    """The words with a character beyond ASCII, the first two thousand of them."""
    words: Counter[bytes] = Counter()
    for chunk in _chunks(file):
        for found in _ODD.finditer(chunk):
            start, end = found.span()
            before = _WORD_END.search(chunk[max(0, start - _REACH) : start])
            after = _WORD_START.match(chunk[end : end + _REACH])
            words[(before[0] if before else b"") + found[0] + (after[0] if after else b"")] += 1
            if len(words) == _MOST_WORDS:
                return words
    return words


def _judge(words: Counter[bytes]) -> Encoding:
    scores = {
        name: sum(_score(_read(word, name)) * times for word, times in words.items())
        for name in CHOICES
    }
    best = max(CHOICES, key=lambda name: scores[name])
    if best == WINDOWS and not any(scores[name] == scores[best] for name in (MAC, DOS)):
        return Encoding(WINDOWS)
    shown = sorted(words, key=lambda word: -abs(_score(_read(word, best))))[:_SHOWN]
    readings = {name: tuple(_read(word, name) for word in shown) for name in CHOICES}
    return Encoding(best, readings)


def _read(word: bytes, encoding: str) -> str:
    return word.decode(encoding, errors="replace")


def _score(word: str) -> int:
    """How far a word looks like one that somebody wrote in Western Europe."""
    return sum(
        _score_letter(word, place, letter)
        for place, letter in enumerate(word)
        if not letter.isascii()
    )


def _score_letter(word: str, place: int, letter: str) -> int:
    before, after = word[place - 1 : place], word[place + 1 : place + 2]
    if letter in _QUOTES:
        return 1 if letter == "’" or not (before.isalpha() and letter in "‘“") else -3
    if not letter.isalpha():
        return 1 if letter in _COMMON and not (before.isalpha() and after.isalpha()) else -3
    if letter.isupper() and before.islower():
        return -2
    return 3 if letter in _COMMON else 1


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, is_last: bool = False) -> bool:
    try:
        decoder.decode(chunk, is_last)
    except UnicodeDecodeError:
        return False
    return True
