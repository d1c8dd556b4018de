"""What a cell may hold, as marshmallow fields with messages for the person who typed it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from marshmallow import ValidationError, fields, validate

from portal.domain.errors import InvalidError
from portal.domain.identifiers import check_upn, check_urn
from portal.domain.written_days import parse_day
from portal.imports.week_pattern import WeeklySession, parse_week

FIRST_YEAR = 1950
LAST_YEAR = 2100


def line(longest: int, required: str = "") -> fields.String:
    """A line of text; `required` is what to say where it is missing."""
    return fields.String(
        validate=validate.Length(max=longest, error=f"Use {longest} characters or fewer"),
        **_needed(required),
    )


class Day(fields.Field[date]):
    def __init__(self, required: str = "") -> None:
        super().__init__(**_needed(required))

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> date:
        try:
            return parse_day(value, FIRST_YEAR, LAST_YEAR)
        except ValueError as error:
            raise ValidationError(str(error)) from None


class Choice(fields.Field[Any]):
    """One of some words, however written: “Mental health” is mental_health."""

    def __init__(self, words: Mapping[str, object], expected: str, required: str = "") -> None:
        super().__init__(**_needed(required))
        self._words = words
        self._expected = expected

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> object:
        word = plain_word(value)
        if word not in self._words:
            raise ValidationError(self._expected)
        return self._words[word]


class Upn(fields.Field[str]):
    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> str:
        try:
            return check_upn(value)
        except InvalidError as error:
            raise ValidationError(error.errors[0].message) from None


class Urn(fields.Field[int]):
    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> int:
        try:
            return int(check_urn(value))
        except InvalidError as error:
            raise ValidationError(error.errors[0].message) from None


class Week(fields.Field[frozenset[WeeklySession]]):
    def __init__(self, required: str) -> None:
        super().__init__(**_needed(required))

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> frozenset[WeeklySession]:
        try:
            return parse_week(value)
        except ValueError as error:
            raise ValidationError(str(error)) from None


def words_of(kind: type[StrEnum]) -> dict[str, object]:
    """Each member by its value, for a Choice."""
    return {plain_word(member.value): member for member in kind}


def plain_word(text: str) -> str:
    """Without regard to capitals, spaces, hyphens and underscores."""
    return "_".join(text.replace("-", " ").replace("_", " ").split()).casefold()


def _needed(required: str) -> dict[str, Any]:
    if not required:
        return {"load_default": None}
    return {"required": True, "error_messages": {"required": required}}
