"""What the page of a section posts: what was typed, what of it had been shown, and which button."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from werkzeug.datastructures import MultiDict

from portal.domain.checklists.answer_words import Typed
from portal.domain.checklists.questions import Question, QuestionKind
from portal.domain.errors import InvalidError
from portal.domain.text.plain_text import clean_text

Raw = MultiDict[str, str]
"""A posted form: a name like `sites.addresses~0~name` with each text that was sent under it."""
BASE = "~base"
"""Behind a question's name: the base of the answer that the page showed."""
_FIGURES_OF_A_ROW = 4
_FIGURES_OF_A_VERSION = 7


def typed_in(question: Question, name: str, raw: Raw) -> Typed:
    """What was typed under a name, in the shape in which phones send it; empty rows are left out."""
    match question.kind:
        case QuestionKind.CHOICES:
            return raw.getlist(name)
        case QuestionKind.TABLE:
            rows = [
                {
                    column.key: typed_in(column, f"{name}~{number}~{column.key}", raw)
                    for column in question.columns
                }
                for number in _row_numbers(question, name, raw)
            ]
            return [row for row in rows if any(row.values())]
        case _:
            return clean_text(raw.get(name, "")) or ""


def _row_numbers(question: Question, name: str, raw: Raw) -> list[int]:
    """One more than the table may hold, so that too many are complained of and not cut off."""
    start = f"{name}~"
    parts = {each[len(start) :].split("~")[0] for each in raw if each.startswith(start)}
    numbers = {_number(part, _FIGURES_OF_A_ROW) for part in parts} - {None}
    return sorted(number for number in numbers if number is not None)[: question.most_rows + 1]


def _number(text: str, most_figures: int) -> int | None:
    """A number that our pages can have sent; Python refuses to read one of thousands of figures."""
    return int(text) if text.isdecimal() and len(text) <= most_figures else None


@dataclass(frozen=True)
class Base:
    """What a page showed of an answer: its version, and a short hash of its value.

    The version is the base of the next answer (optimistic concurrency); the hash tells whether
    anything was changed.
    """

    version: int
    digest: str

    @classmethod
    def of(cls, version: int, value: Any) -> Base:
        text = "" if value in (None, "", []) else json.dumps(value, sort_keys=True)
        return cls(version, hashlib.sha256(text.encode()).hexdigest()[:16])

    @classmethod
    def read(cls, text: str) -> Base:
        version, _, digest = text.partition(":")
        return cls(_number(version, _FIGURES_OF_A_VERSION) or 0, digest)

    def shows(self, value: Any) -> bool:
        """Whether a page with this base shows this value."""
        return self.digest == Base.of(self.version, value).digest

    def __str__(self) -> str:
        return f"{self.version}:{self.digest}"


@dataclass(frozen=True)
class Button:
    """The button that was pressed: save, back, keep (the page's script), `add key`,
    `remove key row`, or `use entry-id` of one of several different answers.
    """

    do: str
    what: str
    row: int | None

    @classmethod
    def of(cls, value: str) -> Button:
        do, what, row = [*value.split(" "), "", ""][:3]
        return cls(do, what, _number(row, _FIGURES_OF_A_ROW))

    @property
    def entry_id(self) -> UUID:
        """The answer that `use` names. Raises InvalidError."""
        try:
            return UUID(self.what)
        except ValueError:
            raise InvalidError.of("", "Choose one of the two answers") from None

    def less_row(self, raw: Raw) -> Raw:
        """What was posted, less the row that the button takes out."""
        if self.do != "remove" or self.row is None:
            return raw
        start = f"{self.what}~{self.row}~"
        return MultiDict(pair for pair in raw.items(multi=True) if not pair[0].startswith(start))
