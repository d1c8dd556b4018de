"""The kinds of evidence that a provider must have, by what its newest form asks."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.checklists.completeness import Answers, applies
from portal.domain.checklists.editions import edition_on
from portal.domain.checklists.questions import Edition, QuestionKind
from portal.domain.evidence.kinds import EvidenceKind
from portal.models import LongForm
from portal.services.forms.answers import answers_of
from portal.services.forms.editions import form_of


def needed_kinds(session: Session, provider_id: int, today: date) -> list[EvidenceKind]:
    """The kinds that a provider must have, by its newest application or review."""
    long_form = session.scalar(
        select(LongForm)
        .where(LongForm.provider_id == provider_id)
        .order_by(LongForm.created_at.desc(), LongForm.id)
        .limit(1)
    )
    if long_form is None:
        form = edition_on(today)
        return kinds_asked(form, {}) if form else []
    answers = answers_of(session, long_form.id)
    return kinds_asked(form_of(long_form), answers)


def kinds_asked(form: Edition, answers: Answers) -> list[EvidenceKind]:
    """The kinds of document that a form asks for, given the answers so far, in its order."""
    found = [
        question.evidence_kind
        for question in form.by_key.values()
        if question.kind is QuestionKind.EVIDENCE
        and question.evidence_kind is not None
        and question.is_required
        and applies(question, answers, form.by_key)
    ]
    return list(dict.fromkeys(found))
