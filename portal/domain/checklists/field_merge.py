"""What happens to an answer that somebody gives to a question which others may answer too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Merge(StrEnum):
    """What to do with an answer that comes in."""

    SAME = "same"
    TAKE = "take"
    BESIDE = "beside"


@dataclass(frozen=True)
class EffectiveAnswer:
    """The answer that stands: its value, version and maker; version 0 where there is none yet."""

    value: object
    version: int
    source: str = ""


@dataclass(frozen=True)
class Logged:
    """An answer as the log keeps it."""

    id: UUID
    value: object
    version: int
    base_version: int
    source: str


def merge_answer(
    effective: EffectiveAnswer, value: object, base_version: int, source: str
) -> Merge:
    """How an answer based on `base_version` meets the one that stands.

    Nothing is overwritten by somebody who had not seen it: a different answer stands beside, until
    a person chooses. The same maker's later answer replaces their earlier one. A version that is yet
    to come was seen by nobody here: it is forged, or comes from before a backup was restored.
    """
    if not effective.version:
        return Merge.TAKE
    if value == effective.value:
        return Merge.SAME
    if base_version == effective.version or source == effective.source:
        return Merge.TAKE
    return Merge.BESIDE


def effective_answers(log: Iterable[Logged]) -> list[UUID]:
    """The answer that stands, then the different ones beside it: the newest of each maker.

    `log` holds at least one answer to the question, by version.
    """
    first, *later = log
    effective, version = first, first.version
    beside: dict[str, Logged] = {}
    for answer in later:
        known = EffectiveAnswer(effective.value, version, effective.source)
        if merge_answer(known, answer.value, answer.base_version, answer.source) is Merge.BESIDE:
            beside[answer.source] = answer
        else:
            effective = answer
            beside = {} if answer.base_version == version else beside
        version = answer.version
    return [effective.id, *(each.id for each in beside.values())]
