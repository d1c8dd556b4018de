"""What a commissioner has accepted of a provider, and what has changed since."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from portal.domain.evidence.kinds import EvidenceGroup, EvidenceKind, evidence_rule

_NOT_FOR_COMMISSIONERS: Final = (EvidenceGroup.ORGANISATION, EvidenceGroup.OTHER)

PACK_KINDS: Final = tuple(
    kind
    for kind in EvidenceKind
    if evidence_rule(kind).group not in _NOT_FOR_COMMISSIONERS
    and kind is not EvidenceKind.RECORD_SAMPLE
)
"""What a commissioner may see: not the accounts, and nothing of the single central record."""


@dataclass(frozen=True)
class PackItem:
    """A document as it was accepted. `id` is the document's, in text."""

    id: str
    kind: EvidenceKind
    sha256: str
    expires_on: date | None


@dataclass(frozen=True)
class PackPerson:
    """Somebody whom the provider's confirmation of staff checks names."""

    id: str
    name: str
    role: str


@dataclass(frozen=True)
class PackContents:
    """All that is accepted at once."""

    items: tuple[PackItem, ...]
    confirmation_id: int | None = None
    people: tuple[PackPerson, ...] = ()

    @property
    def as_json(self) -> dict[str, Any]:
        return {
            "items": [
                asdict(item)
                | {"expires_on": item.expires_on.isoformat() if item.expires_on else None}
                for item in self.items
            ],
            "confirmation_id": self.confirmation_id,
            "people": [asdict(person) for person in self.people],
        }

    @property
    def fingerprint(self) -> str:
        """The same for the same contents, so that nobody accepts what they have not seen."""
        text = json.dumps(self.as_json, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:32]


def contents_from(given: Mapping[str, Any]) -> PackContents:
    """What `as_json` wrote."""
    return PackContents(
        items=tuple(
            PackItem(
                row["id"],
                EvidenceKind(row["kind"]),
                row["sha256"],
                date.fromisoformat(row["expires_on"]) if row["expires_on"] else None,
            )
            for row in given["items"]
        ),
        confirmation_id=given["confirmation_id"],
        people=tuple(PackPerson(**row) for row in given["people"]),
    )


class Change(StrEnum):
    """What may have changed since a pack was accepted."""

    NEW = "new"
    RENEWED = "renewed"
    LAPSED = "lapsed"
    REMOVED = "removed"
    JOINED = "joined"
    LEFT = "left"
    CONFIRMED_AGAIN = "confirmed_again"

    @property
    def words(self) -> str:
        return _CHANGE_WORDS[self]


_CHANGE_WORDS: Final = {
    Change.NEW: "New",
    Change.RENEWED: "Renewed",
    Change.LAPSED: "Has run out",
    Change.REMOVED: "Taken away",
    Change.JOINED: "Joined",
    Change.LEFT: "Left",
    Change.CONFIRMED_AGAIN: "Issued again",
}


@dataclass(frozen=True)
class PackChange:
    """One difference. `item_id` names the document to open, where there is one."""

    change: Change
    what: str
    item_id: str = ""


def changes_since(
    accepted: PackContents, accepted_on: date, current: PackContents, today: date
) -> list[PackChange]:
    """What a commissioner has not accepted yet, or what no longer holds."""
    people = list(_people_changes(accepted.people, current.people))
    is_issued_again = current.confirmation_id != accepted.confirmation_id and not people
    again = [PackChange(Change.CONFIRMED_AGAIN, "Confirmation of staff checks")]
    return [
        *_item_changes(accepted.items, current.items),
        *_lapses(accepted.items, accepted_on, current.items, today),
        *people,
        *(again if is_issued_again else []),
    ]


def _item_changes(
    accepted: Iterable[PackItem], current: Iterable[PackItem]
) -> Iterator[PackChange]:
    """A new document of a kind of which an old one is gone has renewed it."""
    before, now = {item.id: item for item in accepted}, {item.id: item for item in current}
    gone = Counter(item.kind for id, item in before.items() if id not in now)
    for id, item in now.items():
        if id in before:
            continue
        is_renewal = gone[item.kind] > 0
        gone[item.kind] -= is_renewal
        yield PackChange(Change.RENEWED if is_renewal else Change.NEW, item.kind.words, id)
    for kind, count in gone.items():
        for _ in range(count):
            yield PackChange(Change.REMOVED, kind.words)


def _lapses(
    accepted: Iterable[PackItem], accepted_on: date, current: Iterable[PackItem], today: date
) -> Iterator[PackChange]:
    """What ran out since; what had run out when it was accepted is known."""
    before = {item.id for item in accepted}
    for item in current:
        if item.expires_on is None or item.expires_on >= today:
            continue
        if item.id not in before or item.expires_on >= accepted_on:
            yield PackChange(Change.LAPSED, item.kind.words, item.id)


def _people_changes(
    accepted: Iterable[PackPerson], current: Iterable[PackPerson]
) -> Iterator[PackChange]:
    before, now = {each.id: each for each in accepted}, {each.id: each for each in current}
    for id, person in now.items():
        if id not in before:
            yield PackChange(Change.JOINED, f"{person.name}, {person.role}")
    for id, person in before.items():
        if id not in now:
            yield PackChange(Change.LEFT, f"{person.name}, {person.role}")
