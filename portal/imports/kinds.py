"""What can be imported."""

from __future__ import annotations

from enum import StrEnum


class ImportKind(StrEnum):
    """The value stands in addresses and commands; the order is the one to load a new county in."""

    SCHOOLS = "schools"
    TERM_DATES = "term-dates"
    PUPILS = "pupils"
    PLACEMENTS = "placements"

    @property
    def words(self) -> str:
        return self.value.replace("-", " ").capitalize()
