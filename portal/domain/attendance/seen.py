"""What a provider saw of a pupil in one school session."""

from __future__ import annotations

from enum import StrEnum


class Seen(StrEnum):
    """What the provider saw. This is never a statutory code: the commissioner decides that."""

    HERE = "here"
    LATE = "late"
    NOT_HERE = "not_here"
    UNMARKED = "unmarked"

    @property
    def was_seen(self) -> bool:
        """Whether the pupil was with the provider at all in this session."""
        return self in (Seen.HERE, Seen.LATE)
