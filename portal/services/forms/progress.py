"""How far a long form is: section by section, what is missing, and who is working on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal.domain.checklists.completeness import Missing, SectionState, missing_in, state_of
from portal.domain.checklists.questions import Edition, Section
from portal.domain.evidence.kinds import EvidenceKind
from portal.models import AnswerField, Evidence, LongForm
from portal.services.evidence.papers import current_evidence, kinds_in_force
from portal.services.forms.answers import fields_of

AT_WORK = timedelta(minutes=30)
"""Whoever saved an answer within this time is shown as working on the section."""


@dataclass(frozen=True)
class LastChange:
    name: str
    user_id: int
    at: datetime


@dataclass(frozen=True)
class Task:
    """One section of the task list."""

    section: Section
    state: SectionState
    missing: tuple[Missing, ...]
    last_change: LastChange | None
    differing: int

    def at_work(self, now: datetime) -> LastChange | None:
        """Who saved something here in the last half hour."""
        last = self.last_change
        return last if last and now - last.at < AT_WORK else None


def tasks_of(session: Session, long_form: LongForm, edition: Edition, today: date) -> list[Task]:
    """The sections of a document in order, each with its state."""
    fields = fields_of(session, long_form.id)
    answers = {key: field.value for key, field in fields.items() if field.value is not None}
    held = kinds_in_force(session, long_form.provider_id, today)
    return [_task(section, edition, fields, answers, held) for section in edition.sections]


def _task(
    section: Section,
    edition: Edition,
    fields: Mapping[str, AnswerField],
    answers: Mapping[str, Any],
    held: frozenset[EvidenceKind],
) -> Task:
    own = [fields[question.key] for question in section.questions if question.key in fields]
    differing = {field.key for field in own if field.other_entry_id is not None}
    last = max(own, key=lambda field: field.entry.received_at, default=None)
    return Task(
        section=section,
        state=state_of(section, edition, answers, held, differing=differing),
        missing=tuple(missing_in(section, edition, answers, held, differing)),
        last_change=LastChange(last.entry.by.name, last.entry.by_id, last.entry.received_at)
        if last
        else None,
        differing=len(differing),
    )


def evidence_by_kind(session: Session, provider_id: int) -> dict[EvidenceKind, list[Evidence]]:
    """The documents that the provider holds now, by kind, the newest first."""
    held: dict[EvidenceKind, list[Evidence]] = {}
    for each in reversed(current_evidence(session, [provider_id])):
        held.setdefault(EvidenceKind(each.kind), []).append(each)
    return held
