"""The kinds of evidence that a provider must have, by what its newest form asks."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.checklists.completeness import Answers, applies
from portal.domain.checklists.questions import QuestionKind, Round
from portal.domain.checklists.rounds import round_on
from portal.domain.evidence.kinds import EvidenceKind
from portal.models import Document
from portal.services.forms.answers import answers_of
from portal.services.forms.editions import form_of


def needed_kinds(session: Session, provider_id: int, today: date) -> list[EvidenceKind]:
    """The kinds that a provider must have, by its newest application or review."""
    document = session.scalar(
        select(Document)
        .where(Document.provider_id == provider_id)
        .order_by(Document.created_at.desc(), Document.id)
        .limit(1)
    )
    if document is None:
        form = round_on(today)
        return kinds_asked(form, {}) if form else []
    answers = answers_of(session, document.id)
    return kinds_asked(form_of(document), answers)


def kinds_asked(form: Round | None, answers: Answers) -> list[EvidenceKind]:
    """The kinds of document that a form asks for, given the answers so far, in its order."""
    if form is None:
        return []
    found = [
        question.evidence_kind
        for question in form.by_key.values()
        if question.kind is QuestionKind.EVIDENCE
        and question.evidence_kind is not None
        and question.is_required
        and applies(question, answers, form.by_key)
    ]
    return list(dict.fromkeys(found))
