"""What officers found on each item, what was asked and answered, and how answers came about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.domain.checklists.questions import CheckItem, Edition, Section
from portal.models import (
    AnswerEntry,
    Application,
    Evidence,
    ItemCheck,
    ItemQuestion,
    ItemVerdict,
)
from portal.services.forms.applications import FINISHED


@dataclass(frozen=True)
class ItemState:
    """One item as it stands: what was found, what was asked, and whether it must be looked at."""

    item: CheckItem
    checks: tuple[ItemCheck, ...]
    questions: tuple[ItemQuestion, ...]
    changed_since: bool

    @property
    def verdict(self) -> ItemVerdict | None:
        return self.checks[-1].verdict if self.checks else None

    @property
    def last(self) -> ItemCheck | None:
        return self.checks[-1] if self.checks else None

    @property
    def waits(self) -> bool:
        return any(question.answered_at is None for question in self.questions)


def item_states(session: Session, application: Application, edition: Edition) -> list[ItemState]:
    """Every item of the round in order."""
    checks: dict[str, list[ItemCheck]] = {}
    for check in session.scalars(
        select(ItemCheck)
        .options(joinedload(ItemCheck.by))
        .where(ItemCheck.form_id == application.id)
        .order_by(ItemCheck.id)
    ):
        checks.setdefault(check.item_key, []).append(check)
    questions: dict[str, list[ItemQuestion]] = {}
    for question in questions_of(session, application.id):
        questions.setdefault(question.item_key, []).append(question)
    changed = _last_changes(session, application.id)
    if application.state not in FINISHED:
        changed |= _document_changes(session, application.provider_id, edition)
    return [
        _item_state(item, checks.get(item.key, []), questions.get(item.key, []), changed)
        for item in edition.items
    ]


def _item_state(
    item: CheckItem,
    checks: Sequence[ItemCheck],
    questions: Sequence[ItemQuestion],
    changed: dict[str, datetime],
) -> ItemState:
    newest = [changed[key] for key in item.question_keys if key in changed]
    newest += [question.answered_at for question in questions if question.answered_at]
    return ItemState(
        item=item,
        checks=tuple(checks),
        questions=tuple(questions),
        changed_since=bool(checks and newest) and max(newest) > checks[-1].at,
    )


def _last_changes(session: Session, form_id: UUID) -> dict[str, datetime]:
    rows = session.execute(
        select(AnswerEntry.key, AnswerEntry.received_at)
        .where(AnswerEntry.form_id == form_id)
        .order_by(AnswerEntry.received_at)
    )
    return {row.key: row.received_at for row in rows}


def _document_changes(session: Session, provider_id: int, edition: Edition) -> dict[str, datetime]:
    """When a document was last added or taken away, by the question that asks for its kind."""
    last: dict[str, datetime] = {}
    for row in session.execute(
        select(Evidence.kind, Evidence.uploaded_at, Evidence.removed_at).where(
            Evidence.provider_id == provider_id
        )
    ):
        last[row.kind] = max(last.get(row.kind, row.uploaded_at), row.removed_at or row.uploaded_at)
    return {
        question.key: last[question.evidence_kind]
        for question in edition.by_key.values()
        if question.evidence_kind in last
    }


@dataclass(frozen=True)
class SectionCount:
    """One section in the officer's overview."""

    section: Section
    items: int
    checked: int
    not_met: int
    waiting: int
    to_look_at: int


def section_counts(states: Sequence[ItemState], edition: Edition) -> list[SectionCount]:
    counts = []
    for section in edition.sections:
        own = [state for state in states if state.item.section == section.key]
        settled = (ItemVerdict.MET, ItemVerdict.NOT_MET)
        counts.append(
            SectionCount(
                section=section,
                items=len(own),
                checked=sum(state.verdict in settled for state in own),
                not_met=sum(state.verdict is ItemVerdict.NOT_MET for state in own),
                waiting=sum(state.waits for state in own),
                to_look_at=sum(state.changed_since for state in own),
            )
        )
    return counts


def questions_of(session: Session, form_id: UUID) -> Sequence[ItemQuestion]:
    """Questions to the provider with their answers, the oldest first."""
    return session.scalars(
        select(ItemQuestion)
        .options(joinedload(ItemQuestion.asked_by), joinedload(ItemQuestion.answered_by))
        .where(ItemQuestion.form_id == form_id)
        .order_by(ItemQuestion.asked_at, ItemQuestion.id)
    ).all()


def history_of(session: Session, form_id: UUID) -> dict[str, list[AnswerEntry]]:
    """Every answer ever given, by question, the newest first."""
    history: dict[str, list[AnswerEntry]] = {}
    for entry in session.scalars(
        select(AnswerEntry)
        .options(joinedload(AnswerEntry.by))
        .where(AnswerEntry.form_id == form_id)
        .order_by(AnswerEntry.version.desc())
    ):
        history.setdefault(entry.key, []).append(entry)
    return history
