"""Two requests at once, or one sent twice: a document is added, replaced, removed and checked once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.errors import ConflictError, InvalidError
from portal.domain.evidence.details import EvidenceDetails
from portal.domain.evidence.kinds import EvidenceKind as K
from portal.models import Evidence, Upload
from portal.services.evidence.papers import (
    NewEvidence,
    add_evidence,
    note_checked,
    remove_evidence,
)
from tests.conftest import NOW
from tests.worlds import TODAY, Farm, Keeper


def upload_of(session: Session, evidence: Evidence) -> Upload:
    return session.scalars(select(Upload).where(Upload.stored_sha256 == evidence.sha256)).one()


def same_again(evidence: Evidence) -> NewEvidence:
    return NewEvidence(
        evidence.id, EvidenceDetails(K(evidence.kind), evidence.issued_on or date(2026, 9, 1))
    )


def test_a_document_sent_twice_is_added_once(session: Session, farm: Farm, keep: Keeper) -> None:
    kept = keep.add(farm.lead)
    upload = upload_of(session, kept)

    again = add_evidence(session, upload, same_again(kept), farm.lead.user_id, NOW, TODAY)

    assert again is kept
    assert len(session.scalars(select(Evidence)).all()) == 1


def test_a_number_is_not_used_for_two_documents(session: Session, farm: Farm, keep: Keeper) -> None:
    kept, other = keep.add(farm.lead), keep.add(farm.lead, K.COMPLAINTS)
    upload = upload_of(session, other)

    with pytest.raises(ConflictError, match="another document"):
        add_evidence(session, upload, same_again(kept), farm.lead.user_id, NOW, TODAY)


def test_only_a_current_document_of_the_same_kind_is_replaced(
    session: Session, farm: Farm, keep: Keeper
) -> None:
    old = keep.add(farm.lead)
    new = keep.add(farm.lead, replaces=old)
    spare = upload_of(session, keep.add(farm.lead, K.COMPLAINTS))
    details = EvidenceDetails(K.BEHAVIOUR, date(2026, 9, 1))

    for replaced in (old.id, uuid4()):
        with pytest.raises(ConflictError, match="has been replaced or removed already"):
            add_evidence(
                session,
                spare,
                NewEvidence(uuid4(), details, replaced),
                farm.lead.user_id,
                NOW,
                TODAY,
            )
    other_kind = replace(details, kind=K.FIRE_RISK_ASSESSMENT)
    with pytest.raises(ConflictError, match="has been replaced or removed already"):
        add_evidence(
            session,
            spare,
            NewEvidence(uuid4(), other_kind, new.id),
            farm.lead.user_id,
            NOW,
            TODAY,
        )


def test_a_file_that_has_not_arrived_makes_no_document(
    session: Session, farm: Farm, keep: Keeper
) -> None:
    upload = upload_of(session, keep.add(farm.lead))
    upload.stored_sha256 = None
    details = EvidenceDetails(K.COMPLAINTS, date(2026, 9, 1))

    with pytest.raises(InvalidError, match="has not arrived yet"):
        add_evidence(session, upload, NewEvidence(uuid4(), details), farm.lead.user_id, NOW, TODAY)


def test_a_document_is_taken_away_once(session: Session, farm: Farm, keep: Keeper) -> None:
    kept = keep.add(farm.lead)
    remove_evidence(session, kept, NOW)

    with pytest.raises(ConflictError, match="already"):
        remove_evidence(session, kept, NOW)
    assert kept.removed_at == NOW


def test_a_document_that_is_gone_is_not_marked_as_checked(
    session: Session, farm: Farm, keep: Keeper
) -> None:
    removed, old = keep.add(farm.lead, K.COMPLAINTS), keep.add(farm.lead)
    remove_evidence(session, removed, NOW)
    keep.add(farm.lead, replaces=old)

    for gone in (removed, old):
        with pytest.raises(ConflictError):
            note_checked(gone, farm.officer.user_id, NOW)
        assert gone.checked_at is None
