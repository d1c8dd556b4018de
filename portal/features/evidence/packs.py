"""Evidence packs: what a provider shows its commissioners, and what each of them has accepted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.clock import in_london
from portal.domain.errors import ConflictError
from portal.domain.evidence.kinds import EvidenceKind
from portal.domain.evidence.pack import (
    PACK_KINDS,
    PackChange,
    PackContents,
    PackItem,
    PackPerson,
    changes_since,
    contents_from,
)
from portal.models import Evidence, FileState, PackAcceptance, Provider, StaffConfirmation
from portal.services.evidence.papers import current_evidence
from portal.services.people.staff_record import latest_confirmations, to_confirm_again


@dataclass(frozen=True)
class Pack:
    """A provider's pack today, beside what one organisation accepted last.

    `must_confirm`: the confirmation of staff checks says no longer what is so.
    """

    provider: Provider
    documents: tuple[Evidence, ...]
    confirmation: StaffConfirmation | None
    must_confirm: bool
    contents: PackContents
    accepted: PackAcceptance | None
    changes: tuple[PackChange, ...]

    @property
    def is_accepted(self) -> bool:
        """Whether the organisation accepted the pack as it is now."""
        return self.accepted is not None and not self.changes


def packs_of(
    session: Session, providers: Sequence[Provider], organisation_id: int, today: date
) -> list[Pack]:
    """The packs of these providers, as one organisation stands to them."""
    ids = [provider.id for provider in providers]
    documents: dict[int, list[Evidence]] = defaultdict(list)
    for row in current_evidence(session, ids):
        if EvidenceKind(row.kind) in PACK_KINDS and row.stored_file.state is FileState.READY:
            documents[row.provider_id].append(row)
    confirmations = latest_confirmations(session, ids)
    must_confirm = to_confirm_again(session, ids, confirmations, today)
    acceptances = _latest_acceptances(session, ids, organisation_id)
    return [
        _pack(
            provider,
            documents[provider.id],
            confirmations.get(provider.id),
            provider.id in must_confirm,
            acceptances.get(provider.id),
            today,
        )
        for provider in providers
    ]


def _latest_acceptances(
    session: Session, provider_ids: Sequence[int], organisation_id: int
) -> dict[int, PackAcceptance]:
    rows = session.scalars(
        select(PackAcceptance)
        .options(joinedload(PackAcceptance.accepted_by))
        .where(
            PackAcceptance.organisation_id == organisation_id,
            PackAcceptance.provider_id.in_(provider_ids),
        )
        .order_by(PackAcceptance.id)
    )
    return {row.provider_id: row for row in rows}


def _pack(
    provider: Provider,
    documents: Sequence[Evidence],
    confirmation: StaffConfirmation | None,
    must_confirm: bool,
    accepted: PackAcceptance | None,
    today: date,
) -> Pack:
    ordered = sorted(documents, key=lambda each: PACK_KINDS.index(EvidenceKind(each.kind)))
    contents = _contents(ordered, confirmation)
    changes: list[PackChange] = []
    if accepted is not None:
        accepted_on = in_london(accepted.accepted_at).date()
        before = contents_from(accepted.contents)
        changes = changes_since(before, accepted_on, contents, today)
    return Pack(
        provider, tuple(ordered), confirmation, must_confirm, contents, accepted, tuple(changes)
    )


def _contents(
    documents: Sequence[Evidence], confirmation: StaffConfirmation | None
) -> PackContents:
    people = confirmation.people if confirmation else []
    return PackContents(
        items=tuple(
            PackItem(str(row.id), EvidenceKind(row.kind), row.sha256, row.expires_on)
            for row in documents
        ),
        confirmation_id=confirmation.id if confirmation else None,
        people=tuple(PackPerson(each["id"], each["name"], each["role"]) for each in people),
    )


def accept_pack(
    session: Session,
    pack: Pack,
    seen_fingerprint: str,
    organisation_id: int,
    by_id: int,
    position: str,
    at: datetime,
) -> PackAcceptance:
    """Accept a pack as it was seen. Raises ConflictError where it has changed meanwhile."""
    if seen_fingerprint != pack.contents.fingerprint:
        raise ConflictError("The pack has changed since you opened it")
    acceptance = PackAcceptance(
        provider_id=pack.provider.id,
        organisation_id=organisation_id,
        accepted_by_id=by_id,
        position=position,
        accepted_at=at,
        contents=pack.contents.as_json,
    )
    session.add(acceptance)
    session.flush()
    return acceptance
