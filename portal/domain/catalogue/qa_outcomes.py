"""What the quality team concluded of a provider when it last visited."""

from __future__ import annotations

from typing import Final

QA_OUTCOMES: Final = (
    ("meets", "Meets the standards"),
    ("meets_with_actions", "Meets the standards, with actions to take"),
    ("does_not_meet", "Does not meet the standards"),
)
NOT_VISITED: Final = "Not visited yet"


def outcome_words(key: str) -> str:
    """The words of an outcome; of "" that there was no visit."""
    return dict(QA_OUTCOMES).get(key, key) or NOT_VISITED
