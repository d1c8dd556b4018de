"""How a provider stands in the catalogue."""

from __future__ import annotations

from enum import StrEnum
from typing import assert_never


class ListingStatus(StrEnum):
    UNDER_REVIEW = "under_review"
    LISTED = "listed"
    SUSPENDED = "suspended"
    NOT_LISTED = "not_listed"

    @property
    def words(self) -> str:
        match self:
            case ListingStatus.UNDER_REVIEW:
                return "Under review"
            case ListingStatus.LISTED:
                return "Listed"
            case ListingStatus.SUSPENDED:
                return "Suspended"
            case ListingStatus.NOT_LISTED:
                return "Not listed"
            case _:
                assert_never(self)

    @property
    def done_words(self) -> str:
        """What the council has done to a provider that was suspended, or is listed again."""
        return "suspended" if self is ListingStatus.SUSPENDED else "reinstated"
