"""The documents of providers: add, renew, remove, check; and what is held and what is needed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from portal.domain.errors import ConflictError, InvalidError
from portal.domain.evidence.details import EvidenceDetails, checked_details
from portal.domain.evidence.kinds import EvidenceKind
from portal.domain.evidence.renewals import status_on
from portal.models import Evidence, FileState, StoredFile, Upload
from portal.services.door import note_change


@dataclass(frozen=True)
class NewEvidence:
    """A document to add. `id` is made by whoever sends it, so that sending twice adds it once."""

    id: UUID
    details: EvidenceDetails
    replaces: UUID | None = None


def add_evidence(
    session: Session, upload: Upload, new: NewEvidence, by_id: int, at: datetime, today: date
) -> Evidence:
    """Add a document whose file is here; the caller has begun to write.

    Raises InvalidError for details that are wrong or a file that is not here, and ConflictError
    where what it replaces is no longer the current one.
    """
    known = session.get(Evidence, new.id)
    if known is not None:
        return _same(known, upload)
    details = checked_details(new.details, today)
    if upload.stored_sha256 is None:
        raise InvalidError.of("file", upload.problem or "The file has not arrived yet")
    replaced = _replaced(session, upload.provider_id, new)
    _check_is_new(session, upload, new, replaced)
    evidence = Evidence(
        id=new.id,
        provider_id=upload.provider_id,
        sha256=upload.stored_sha256,
        file_name=upload.file_name,
        uploaded_by_id=by_id,
        uploaded_at=at,
        **asdict(details),
    )
    session.add(evidence)
    session.flush()
    if replaced is not None:
        replaced.replaced_by_id = evidence.id
        session.flush()
    note_change(session, evidence.provider_id)
    return evidence


def _same(known: Evidence, upload: Upload) -> Evidence:
    if known.provider_id != upload.provider_id or known.sha256 != upload.stored_sha256:
        raise ConflictError("This number was used for another document")
    return known


def _replaced(session: Session, provider_id: int, new: NewEvidence) -> Evidence | None:
    if new.replaces is None:
        return None
    found = session.scalar(
        select(Evidence).where(Evidence.id == new.replaces, Evidence.provider_id == provider_id)
    )
    if found is None or found.kind != new.details.kind or not is_current(found):
        raise ConflictError("What this document replaces has been replaced or removed already")
    return found


def _check_is_new(
    session: Session, upload: Upload, new: NewEvidence, replaced: Evidence | None
) -> None:
    twin = session.scalar(
        _current([upload.provider_id])
        .where(Evidence.kind == new.details.kind, Evidence.sha256 == upload.stored_sha256)
        .limit(1)
    )
    if twin is not None and twin is not replaced:
        raise InvalidError.of("file", "This file is among your documents of this kind already")


def is_current(evidence: Evidence) -> bool:
    return evidence.replaced_by_id is None and evidence.removed_at is None


def remove_evidence(session: Session, evidence: Evidence, at: datetime) -> None:
    """Take a document away; its row stays for the history. Raises ConflictError if it is not current."""
    if not is_current(evidence):
        raise ConflictError("This document has been replaced or removed already")
    evidence.removed_at = at
    note_change(session, evidence.provider_id)


def note_checked(evidence: Evidence, by_id: int, at: datetime) -> None:
    """An officer has looked at the document and found it right. Raises ConflictError."""
    if not is_current(evidence):
        raise ConflictError("This document has been replaced or removed")
    evidence.checked_by_id, evidence.checked_at = by_id, at


def _current(provider_ids: Iterable[int]) -> Select[Evidence]:
    return (
        select(Evidence)
        .options(joinedload(Evidence.stored_file), joinedload(Evidence.uploaded_by))
        .where(
            Evidence.provider_id.in_(set(provider_ids)),
            Evidence.replaced_by_id.is_(None),
            Evidence.removed_at.is_(None),
        )
        .order_by(Evidence.uploaded_at, Evidence.id)
    )


def current_evidence(session: Session, provider_ids: Iterable[int]) -> Sequence[Evidence]:
    """The documents that stand today, lapsed ones included; refused files are left out."""
    return session.scalars(
        _current(provider_ids)
        .join(StoredFile, StoredFile.sha256 == Evidence.sha256)
        .where(StoredFile.state != FileState.REFUSED)
    ).all()


def best_ends(rows: Iterable[Evidence]) -> dict[EvidenceKind, date | None]:
    """The last day of each kind of document held; of several, the one that holds longest counts."""
    best: dict[EvidenceKind, date | None] = {}
    for row in rows:
        kind = EvidenceKind(row.kind)
        before = best.get(kind, date.min)
        is_for_good = row.expires_on is None or before is None
        best[kind] = None if is_for_good else max(before or date.min, row.expires_on or date.min)
    return best


def kinds_in_force(session: Session, provider_id: int, today: date) -> frozenset[EvidenceKind]:
    """The kinds of document that a provider has and that count today (for a checklist)."""
    ends = best_ends(current_evidence(session, [provider_id]))
    return frozenset(kind for kind, end in ends.items() if status_on(today, end).is_in_force)
