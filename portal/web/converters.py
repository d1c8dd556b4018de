"""Parts of addresses with a type of their own: a day, a half of it, a number, a key, a secret."""

from __future__ import annotations

from datetime import date

from flask import Flask
from werkzeug.routing import BaseConverter, IntegerConverter, Map, ValidationError

from portal.domain.calendar.sessions import EARLIEST_YEAR, LATEST_YEAR, Half

LARGEST_NUMBER = 2**31 - 1
"""The largest number of a record that both databases can hold."""


class NumberConverter(IntegerConverter):
    """1042; a number that no record can have leads to no page."""

    def to_python(self, value: str) -> int:
        number: int = super().to_python(value)
        if number > LARGEST_NUMBER:
            raise ValidationError
        return number


class DayConverter(BaseConverter):
    """2026-11-24"""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        try:
            day = date.fromisoformat(value)
        except ValueError:
            raise ValidationError from None
        if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
            raise ValidationError
        return day

    def to_url(self, value: date) -> str:
        return value.isoformat()


class HalfConverter(BaseConverter):
    """am or pm"""

    regex = "am|pm"

    def to_python(self, value: str) -> Half:
        return Half(value)

    def to_url(self, value: Half) -> str:
        return str(value)


class KeyConverter(BaseConverter):
    """insurance.cover: the key of a section, an item or an edition"""

    regex = "[a-z0-9][a-z0-9._-]{0,79}"


class TokenConverter(BaseConverter):
    """What secrets.token_urlsafe() makes, of one length."""

    def __init__(self, map: Map, length: int) -> None:
        super().__init__(map)
        self.length = length
        self.regex = f"[A-Za-z0-9_-]{{{length}}}"


def init_app(app: Flask) -> None:
    app.url_map.converters["int"] = NumberConverter
    app.url_map.converters["day"] = DayConverter
    app.url_map.converters["half"] = HalfConverter
    app.url_map.converters["key"] = KeyConverter
    app.url_map.converters["token"] = TokenConverter
