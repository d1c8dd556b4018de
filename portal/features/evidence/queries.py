"""What the pages of evidence show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.domain.evidence.kinds import (
    EVIDENCE_RULES,
    GROUP_ORDER,
    EvidenceKind,
    EvidenceRule,
    evidence_rule,
)
from portal.domain.evidence.renewals import EvidenceStatus, status_on
from portal.models import Evidence
from portal.services.evidence.papers import best_ends, current_evidence
from portal.services.evidence.renewals import to_renew
from portal.services.forms.evidence_asked import needed_kinds


@dataclass(frozen=True)
class KindRow:
    """One kind of document: how it stands, and the documents of it that are current."""

    rule: EvidenceRule
    status: EvidenceStatus
    ends_on: date | None
    is_needed: bool
    documents: tuple[Evidence, ...]


@dataclass(frozen=True)
class Group:
    words: str
    rows: tuple[KindRow, ...]


def groups_of(session: Session, provider_id: int, today: date) -> list[Group]:
    """Every kind of document that is held or needed, in the order of the list of kinds."""
    documents: dict[EvidenceKind, list[Evidence]] = defaultdict(list)
    for row in current_evidence(session, [provider_id]):
        documents[EvidenceKind(row.kind)].append(row)
    needed = frozenset(needed_kinds(session, provider_id, today))
    rows = [
        _row(evidence_rule(kind), documents[kind], kind in needed, today)
        for kind in EVIDENCE_RULES
        if kind in needed or documents[kind]
    ]
    return [
        Group(group.words, own)
        for group in GROUP_ORDER
        if (own := tuple(row for row in rows if row.rule.group is group))
    ]


def _row(rule: EvidenceRule, documents: list[Evidence], is_needed: bool, today: date) -> KindRow:
    ends_on = best_ends(documents).get(rule.kind)
    status = status_on(today, ends_on, is_held=bool(documents))
    return KindRow(rule, status, ends_on, is_needed, tuple(documents))


def count_to_renew(session: Session, provider_id: int, today: date) -> int:
    """How many kinds of document have run out, or soon will."""
    return len(to_renew(session, provider_id, today))


def earlier_documents(session: Session, document: Evidence) -> Sequence[Evidence]:
    """All other documents of this kind that the provider ever added, the newest first."""
    return session.scalars(
        select(Evidence)
        .options(joinedload(Evidence.stored_file), joinedload(Evidence.uploaded_by))
        .where(
            Evidence.provider_id == document.provider_id,
            Evidence.kind == document.kind,
            Evidence.id != document.id,
        )
        .order_by(Evidence.uploaded_at.desc(), Evidence.id)
    ).all()
