"""How the desk-top review of a provider that is not listed stands."""

from __future__ import annotations

from enum import StrEnum
from typing import assert_never


class ReviewState(StrEnum):
    REPORTED = "reported"
    SENT = "sent"
    ANSWERED = "answered"
    DECIDED = "decided"
    CLOSED = "closed"

    @property
    def words(self) -> str:
        """For a list."""
        match self:
            case ReviewState.REPORTED:
                return "Reported"
            case ReviewState.SENT:
                return "Waits for the provider’s answers"
            case ReviewState.ANSWERED:
                return "Answered, being scored"
            case ReviewState.DECIDED:
                return "Decided"
            case ReviewState.CLOSED:
                return "Closed"
            case _:
                assert_never(self)

    @property
    def sentence(self) -> str:
        """For the page of one review."""
        match self:
            case ReviewState.REPORTED:
                return "Reported. The questions have not been sent yet."
            case ReviewState.SENT:
                return "The provider has the questions."
            case ReviewState.ANSWERED:
                return "The provider has answered. Officers are scoring it."
            case ReviewState.DECIDED:
                return "Decided."
            case ReviewState.CLOSED:
                return "Closed: the provider has applied to join the catalogue."
            case _:
                assert_never(self)
