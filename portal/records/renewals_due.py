"""What has run out, what runs out soon, who is reminded of it, and whose new placements are held."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.permissions import Permission
from portal.clock import in_london
from portal.domain.day_words import full_day
from portal.domain.evidence_rules import EvidenceKind
from portal.domain.renewals import (
    REMIND_DAYS_BEFORE,
    Lapse,
    Standing,
    reminder_to_send,
    standing_on,
    what_lapsed,
)
from portal.models import Evidence, ListingStatus, Provider
from portal.records.evidence import best_ends, current_evidence
from portal.records.messages import Letter, people_who_hold, write
from portal.records.settings import Setting, council_setting

LAPSE_TOLD_FOR = timedelta(days=14)
"""A worker that starts after a long stop does not write about what ran out months ago."""

_REMINDED = (ListingStatus.LISTED, ListingStatus.SUSPENDED, ListingStatus.UNDER_REVIEW)


@dataclass(frozen=True)
class Held:
    """How one kind of document stands at a provider."""

    kind: EvidenceKind
    standing: Standing
    ends_on: date | None


def held_by(session: Session, provider_ids: Iterable[int], today: date) -> Mapping[int, list[Held]]:
    """How each kind of document that a provider has, or had, stands today."""
    rows: dict[int, list[Evidence]] = defaultdict(list)
    for row in current_evidence(session, provider_ids):
        rows[row.provider_id].append(row)
    return defaultdict(
        list,
        {
            provider_id: [
                Held(kind, standing_on(today, end), end) for kind, end in best_ends(own).items()
            ]
            for provider_id, own in rows.items()
        },
    )


def lapses_of(
    session: Session, provider_ids: Iterable[int], today: date
) -> Mapping[int, list[Lapse]]:
    """What a provider had and what has run out, by provider."""
    return defaultdict(
        list,
        {
            provider_id: what_lapsed(
                {each.kind: each.ends_on for each in held}, [each.kind for each in held], today
            )
            for provider_id, held in held_by(session, provider_ids, today).items()
        },
    )


def lapsed_providers(session: Session, provider_ids: Iterable[int], today: date) -> frozenset[int]:
    """The providers of which some document has run out."""
    lapses = lapses_of(session, provider_ids, today)
    return frozenset(provider_id for provider_id, found in lapses.items() if found)


def holds_new_placements(session: Session) -> bool:
    """Whether the council holds new placements where a document has run out."""
    return bool(council_setting(session, Setting.HOLD_PLACEMENTS_ON_LAPSE))


def remind_of_renewals(session: Session, at: datetime) -> None:
    """Write to a provider's people 60, 30 and 7 days before a document runs out, and when it has.

    All that ends on one day goes into one letter. The same call again writes nothing new.
    """
    today = in_london(at).date()
    ending = _ending(session, today)
    people = people_who_hold(session, {each for each, _ in ending}, Permission.EVIDENCE_EDIT)
    letters = (
        letter
        for (provider_id, ends_on), kinds in ending.items()
        for letter in _letters(provider_id, ends_on, kinds, today, people.get(provider_id, []))
    )
    write(session, letters, at)


def _ending(session: Session, today: date) -> dict[tuple[int, date], list[EvidenceKind]]:
    """The kinds of document that end soon or have just ended, by provider and day."""
    latest = today + timedelta(days=max(REMIND_DAYS_BEFORE))
    provider_ids = session.scalars(
        select(Evidence.provider_id)
        .join(Provider, Provider.id == Evidence.provider_id)
        .where(
            Evidence.expires_on.between(today - LAPSE_TOLD_FOR, latest),
            Evidence.replaced_by_id.is_(None),
            Evidence.removed_at.is_(None),
            Provider.listing.in_(_REMINDED),
        )
        .distinct()
    )
    ending: dict[tuple[int, date], list[EvidenceKind]] = {}
    for provider_id, held in held_by(session, list(provider_ids), today).items():
        for each in held:
            if each.ends_on and today - LAPSE_TOLD_FOR <= each.ends_on <= latest:
                ending.setdefault((provider_id, each.ends_on), []).append(each.kind)
    return ending


def _letters(
    provider_id: int,
    ends_on: date,
    kinds: list[EvidenceKind],
    today: date,
    people: list[tuple[int, str]],
) -> Iterator[Letter]:
    days = reminder_to_send(ends_on, today, ())
    which = "ran-out" if days is None else str(days)
    listed = "\n".join(f"– {kind.words}" for kind in kinds)
    if days is None:
        subject = "Documents of yours have run out"
        fact = f"These documents ran out on {full_day(ends_on)}:"
    else:
        subject = f"Documents of yours run out on {full_day(ends_on)}"
        fact = f"These documents run out on {full_day(ends_on)}:"
    for user_id, email in people:
        yield Letter(
            once_key=f"renewal:{provider_id}:{ends_on.isoformat()}:{which}:{user_id}",
            to=email,
            subject=subject,
            body=f"{fact}\n\n{listed}\n\nSign in to the alternative provision portal and upload"
            " the new ones under “Evidence”. Your entry in the catalogue shows what has run out.",
        )
