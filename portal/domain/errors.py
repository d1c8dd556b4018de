"""What services raise when they cannot do what was asked; the web layer turns these into pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class FieldError:
    """One thing wrong with one field, in words a person can act on."""

    field: str
    message: str


class PortalError(Exception):
    """Every error that the portal raises on purpose."""


class InvalidError(PortalError):
    """What was entered cannot be accepted; `errors` says which field and why."""

    def __init__(self, errors: Iterable[FieldError]) -> None:
        self.errors: list[FieldError] = list(errors)
        super().__init__("; ".join(error.message for error in self.errors))

    @classmethod
    def of(cls, field: str, message: str) -> InvalidError:
        """The error for a single field."""
        return cls([FieldError(field, message)])


class NotAllowedError(PortalError):
    """This person may not do this to this record."""


class NotFoundError(PortalError):
    """There is no such record, or this person may not know of it."""


class TooManyAttemptsError(PortalError):
    """Somebody has tried this too often, and has to wait."""


class ConflictError(PortalError):
    """Somebody else changed the record first, or it is no longer in a state that allows this."""
