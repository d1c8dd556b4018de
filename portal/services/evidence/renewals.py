"""What has run out, what runs out soon, who is reminded of it, and whose new placements are held."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.permissions import Permission
from portal.clock import in_london
from portal.domain.calendar.day_words import full_day
from portal.domain.evidence.kinds import EvidenceKind
from portal.domain.evidence.renewals import (
    REMIND_DAYS_BEFORE,
    EvidenceStatus,
    Lapse,
    reminder_to_send,
    status_on,
    what_lapsed,
)
from portal.models import Evidence, ListingStatus, Provider
from portal.services.council.settings import Setting, council_setting
from portal.services.evidence.papers import best_ends, current_evidence
from portal.services.mail import addresses
from portal.services.mail.outbox import Email, people_who_hold, write

LAPSE_TOLD_FOR = timedelta(days=14)
"""A worker that starts after a long stop does not write about what ran out months ago."""

_REMINDED = (ListingStatus.LISTED, ListingStatus.SUSPENDED, ListingStatus.UNDER_REVIEW)


@dataclass(frozen=True)
class KindStatus:
    """How one kind of document stands at a provider. `newest_id` is the document to renew."""

    kind: EvidenceKind
    status: EvidenceStatus
    ends_on: date | None
    newest_id: UUID


def status_by_provider(
    session: Session, provider_ids: Iterable[int], today: date
) -> Mapping[int, list[KindStatus]]:
    """How each kind of document that a provider has, or had, stands today."""
    rows: dict[int, list[Evidence]] = defaultdict(list)
    for row in current_evidence(session, provider_ids):
        rows[row.provider_id].append(row)
    return defaultdict(
        list,
        {provider_id: _status_of_kinds(own, today) for provider_id, own in rows.items()},
    )


def _status_of_kinds(rows: Sequence[Evidence], today: date) -> list[KindStatus]:
    """By kind, from the documents of one provider, the oldest first."""
    newest = {EvidenceKind(row.kind): row.id for row in rows}
    return [
        KindStatus(kind, status_on(today, end), end, newest[kind])
        for kind, end in best_ends(rows).items()
    ]


def to_renew(session: Session, provider_id: int, today: date) -> list[KindStatus]:
    """What has run out at a provider, or soon will, the most urgent first."""
    held = status_by_provider(session, [provider_id], today)[provider_id]
    due = [each for each in held if each.status is not EvidenceStatus.CURRENT]
    return sorted(due, key=lambda each: (each.ends_on or date.max, each.kind.words))


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
            for provider_id, held in status_by_provider(session, provider_ids, today).items()
        },
    )


def new_placements_are_on_hold(session: Session) -> bool:
    """Whether the council holds new placements where a document has run out."""
    return bool(council_setting(session, Setting.HOLD_PLACEMENTS_ON_LAPSE))


def remind_of_renewals(session: Session, at: datetime) -> None:
    """Write to a provider's people 60, 30 and 7 days before a document runs out, and when it has.

    All that ends on one day goes into one letter, each with the page to upload the new one. The
    same call again writes nothing new.
    """
    today = in_london(at).date()
    ending = _ending(session, today)
    people = people_who_hold(session, {each for each, _ in ending}, Permission.EVIDENCE_EDIT)
    emails = (
        mail
        for (provider_id, ends_on), held in ending.items()
        for mail in _emails(_Ending(provider_id, ends_on, held), today, people.get(provider_id, []))
    )
    write(session, emails, at)


@dataclass(frozen=True)
class _Ending:
    """What ends at a provider on one day."""

    provider_id: int
    ends_on: date
    held: Sequence[KindStatus]


def _ending(session: Session, today: date) -> dict[tuple[int, date], list[KindStatus]]:
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
    ending: dict[tuple[int, date], list[KindStatus]] = {}
    for provider_id, held in status_by_provider(session, list(provider_ids), today).items():
        for each in held:
            if each.ends_on and today - LAPSE_TOLD_FOR <= each.ends_on <= latest:
                ending.setdefault((provider_id, each.ends_on), []).append(each)
    return ending


def _emails(ending: _Ending, today: date, people: list[tuple[int, str]]) -> Iterator[Email]:
    days, last = reminder_to_send(ending.ends_on, today, ()), full_day(ending.ends_on)
    which = "ran-out" if days is None else str(days)
    if days is None:
        subject, fact = "Documents of yours have run out", f"These documents ran out on {last}:"
    else:
        subject = f"Documents of yours run out on {last}"
        fact = f"These documents run out on {last}:"
    listed = "\n".join(
        f"– {each.kind.words}. Upload the new one: {addresses.renew_evidence(each.newest_id)}"
        for each in ending.held
    )
    for user_id, email in people:
        yield Email(
            once_key=f"renewal:{ending.provider_id}:{ending.ends_on.isoformat()}:{which}:{user_id}",
            to=email,
            subject=subject,
            body=f"{fact}\n\n{listed}\n\nYou will be asked to sign in. Your entry in the"
            " catalogue shows what has run out.",
        )
