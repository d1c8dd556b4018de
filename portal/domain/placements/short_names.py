"""First name and initial, as a phone may keep them; more letters only where two would look the same."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from itertools import groupby
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def short_names(people: Iterable[tuple[Key, str, str]]) -> dict[Key, str]:
    """(key, first name, last name) of each person → “Amelia W”, or “Amelia Wr” beside “Amelia Wo”."""
    ordered = sorted(people, key=lambda person: (person[1].casefold(), person[2].casefold()))
    names: dict[Key, str] = {}
    for _, group in groupby(ordered, key=lambda person: person[1].casefold()):
        names |= _within(list(group))
    return names


def _within(people: list[tuple[Key, str, str]]) -> dict[Key, str]:
    longest = max(len(last) for _, _, last in people)
    names: dict[Key, str] = {}
    for key, first, last in people:
        others = [other for other_key, _, other in people if other_key != key]
        letters = next(
            (
                n
                for n in range(1, longest + 1)
                if all(_start(o, n) != _start(last, n) for o in others)
            ),
            1,
        )
        names[key] = f"{first} {last[:letters]}".strip()
    return names


def _start(name: str, letters: int) -> str:
    return name[:letters].casefold()
