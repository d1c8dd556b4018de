"""The driver's own list of every tap that the screen said was saved, and the check that none is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from tests.browser.setting.county import County, Farm


@dataclass(frozen=True)
class Tap:
    """Something that a person did and that the screen confirmed."""

    device_id: str
    entity: str
    seen: str


class KeepsRecords(Protocol):
    """A phone, as far as the ledger looks into it."""

    device_id: str

    def attention(self) -> list[dict[str, Any]]: ...

    def waiting(self) -> list[dict[str, Any]]: ...


class Ledger:
    """Compares what was seen to be saved with what the server holds."""

    def __init__(self) -> None:
        self.taps: list[Tap] = []

    def note(self, device_id: str, entity: str, seen: str) -> None:
        assert device_id, "the phone is not set up"
        self.taps.append(Tap(device_id, entity, seen))

    def check(self, county: County, farm: Farm, phones: Iterable[KeepsRecords]) -> None:
        """Every tap is on the server exactly once, or waits for a person to look at it."""
        expected = Counter(self.taps)
        found = Counter(
            Tap(mark.source, mark.entity, mark.seen)
            for mark in county.marks(farm)
            if not mark.source.startswith("web")
        )
        for phone in phones:
            assert phone.waiting() == [], "the phone still holds what it has not sent"
            found += Counter(
                Tap(phone.device_id, item["entity"], item["op"]["body"]["seen"])
                for item in phone.attention()
                if _is_only_here(item)
            )
        assert dict(expected - found) == {}, "lost"
        assert dict(found - expected) == {}, "doubled"


def _is_only_here(item: Mapping[str, Any]) -> bool:
    return item["kind"] in ("rejected", "too_big") and item["op"]["kind"] == "mark.set"
