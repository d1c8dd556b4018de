"""What a provider saw of a pupil in one school session."""

from __future__ import annotations

from enum import StrEnum
from typing import assert_never


class Seen(StrEnum):
    """What the provider saw. This is never a statutory code: the commissioner decides that."""

    HERE = "here"
    LATE = "late"
    NOT_HERE = "not_here"
    UNMARKED = "unmarked"

    @property
    def words(self) -> str:
        """How a pupil stands: "Here", "Not marked"."""
        match self:
            case Seen.HERE:
                return "Here"
            case Seen.LATE:
                return "Late"
            case Seen.NOT_HERE:
                return "Not here"
            case Seen.UNMARKED:
                return "Not marked"
            case _:
                assert_never(self)

    @property
    def entry_words(self) -> str:
        """What an entry in the log says: a mark can be cleared again."""
        return "Mark cleared" if self is Seen.UNMARKED else self.words

    @property
    def was_seen(self) -> bool:
        """Whether the pupil was with the provider at all in this session."""
        return self in (Seen.HERE, Seen.LATE)
