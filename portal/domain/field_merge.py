"""What happens to an answer that somebody gives to a question which others may answer too."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Merge(StrEnum):
    """What to do with an answer that comes in."""

    SAME = "same"
    TAKE = "take"
    BESIDE = "beside"


@dataclass(frozen=True)
class Standing:
    """The answer that stands: its value, version and maker; version 0 where there is none yet."""

    value: object
    version: int
    source: str = ""


def merge_answer(stands: Standing, value: object, base_version: int, source: str) -> Merge:
    """How an answer based on `base_version` meets the one that stands.

    Nothing is overwritten by somebody who had not seen it: a different answer stands beside, until
    a person chooses. The same maker's later answer replaces their earlier one.
    """
    if stands.version and value == stands.value:
        return Merge.SAME
    if base_version >= stands.version or source == stands.source:
        return Merge.TAKE
    return Merge.BESIDE
