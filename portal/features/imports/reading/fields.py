"""What a cell of the council's files may hold: numbers of pupils and schools, and weekly patterns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields

from portal.adapters.csv_files.fields import needed
from portal.domain.errors import InvalidError
from portal.domain.text.identifiers import check_upn
from portal.features.imports.reading.week_pattern import WeeklySession, parse_week


class Upn(fields.Field[str]):
    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> str:
        try:
            return check_upn(value)
        except InvalidError as error:
            raise ValidationError(error.errors[0].message) from None


class Week(fields.Field[frozenset[WeeklySession]]):
    def __init__(self, required: str) -> None:
        super().__init__(**needed(required))

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> frozenset[WeeklySession]:
        try:
            return parse_week(value)
        except ValueError as error:
            raise ValidationError(str(error)) from None
