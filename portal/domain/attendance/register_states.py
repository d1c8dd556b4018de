"""How a register stands, and what was done to it."""

from __future__ import annotations

from enum import StrEnum
from typing import assert_never


class RegisterState(StrEnum):
    OPEN = "open"
    FINISHED = "finished"
    CANCELLED = "cancelled"

    @property
    def words(self) -> str:
        match self:
            case RegisterState.OPEN:
                return "Open"
            case RegisterState.FINISHED:
                return "Finished"
            case RegisterState.CANCELLED:
                return "Cancelled"
            case _:
                assert_never(self)

    @property
    def event_words(self) -> str:
        """What somebody did who brought a register into this state."""
        return "Opened again" if self is RegisterState.OPEN else self.words
