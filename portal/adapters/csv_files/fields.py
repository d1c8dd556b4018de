"""What a cell may hold, as marshmallow fields with messages for the person who typed it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from portal.adapters.csv_files.notes import FileNotes
from portal.adapters.csv_files.reader import Row
from portal.domain.calendar.written_days import parse_day

FIRST_YEAR = 1950
LAST_YEAR = 2100
YES_NO = {
    **dict.fromkeys(("yes", "y", "true", "1"), True),
    **dict.fromkeys(("no", "n", "false", "0"), False),
}
_NOTHING = frozenset(("n/a", "na", "n.a.", "n.a", "–", "—", "", "not_applicable"))
"""What people write into a cell that has nothing to say; a bare hyphen is "" as a plain word."""


def line(longest: int, required: str = "") -> fields.String:
    """A line of text; `required` is what to say where it is missing."""
    return fields.String(
        validate=validate.Length(max=longest, error=f"Use {longest} characters or fewer"),
        **needed(required),
    )


class Day(fields.Field[date]):
    def __init__(self, required: str = "", takes_short_years: bool = False) -> None:
        super().__init__(**needed(required))
        self._takes_short_years = takes_short_years

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> date:
        try:
            return parse_day(value, FIRST_YEAR, LAST_YEAR, self._takes_short_years)
        except ValueError as error:
            raise ValidationError(str(error)) from None


class Choice(fields.Field[Any]):
    """One of some words, however written: “Mental health” is mental_health."""

    def __init__(self, words: Mapping[str, object], expected: str, required: str = "") -> None:
        super().__init__(**needed(required))
        self._words = words
        self._expected = expected

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> object:
        word = plain_word(value)
        if word not in self._words:
            raise ValidationError(self._expected)
        return self._words[word]


def words_of(kind: type[StrEnum]) -> dict[str, object]:
    """Each member by its value, for a Choice."""
    return {plain_word(member.value): member for member in kind}


def plain_word(text: str) -> str:
    """Without regard to capitals, spaces, hyphens and underscores."""
    return "_".join(text.replace("-", " ").replace("_", " ").split()).casefold()


def needed(required: str) -> dict[str, Any]:
    if not required:
        return {"load_default": None}
    return {"required": True, "error_messages": {"required": required}}


def _is_optional(schema: Schema, name: str) -> bool:
    return name in schema.fields and not schema.fields[name].required


def load_row(schema: Schema, row: Row, notes: FileNotes) -> Any:
    """The row as an entry of the schema, or None with a note for each cell that is wrong."""
    filled = {
        name: text
        for name, text in row.cells.items()
        if text and not (_is_optional(schema, name) and plain_word(text) in _NOTHING)
    }
    try:
        return schema.load(filled)
    except ValidationError as error:
        for column, messages in error.messages_dict.items():
            notes.problem(row.number, column, row[column], messages[0])
        return None
