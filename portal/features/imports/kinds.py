"""What can be imported."""

from __future__ import annotations

from enum import StrEnum


class ImportKind(StrEnum):
    """The value stands in addresses and commands; the order is the one to load a new county in."""

    SCHOOLS = "schools"
    TERM_DATES = "term-dates"
    PROVIDERS = "providers"
    PUPILS = "pupils"
    PLACEMENTS = "placements"

    @property
    def words(self) -> str:
        return self.value.replace("-", " ").capitalize()

    @property
    def help(self) -> str:
        """What the file holds."""
        match self:
            case ImportKind.SCHOOLS:
                return (
                    "Every school in England, from the national register,"
                    " Get Information about Schools."
                )
            case ImportKind.TERM_DATES:
                return "Terms, INSET days and closed days of the council or of single schools."
            case ImportKind.PROVIDERS:
                return "Providers of alternative education, with their sites."
            case ImportKind.PUPILS:
                return "Pupils who have, or will have, a placement."
            case ImportKind.PLACEMENTS:
                return "Who goes where, from when, and in which sessions of the week."
