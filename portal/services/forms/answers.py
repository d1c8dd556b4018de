"""Answers of long forms: each saved as given, merged field by field, never overwritten unseen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.domain.checklists.field_merge import EffectiveAnswer, Merge, merge_answer
from portal.domain.errors import ConflictError
from portal.models import AnswerEntry, AnswerField, LongForm
from portal.services.door import open_door
from portal.services.forms.open_questions import open_keys


@dataclass(frozen=True)
class Author:
    """Who answers, and when. `via` tells apart the sign-ins and phones of one person: the later
    answer of one of them replaces its earlier one.
    """

    user_id: int
    at: datetime
    via: str = ""

    @property
    def source(self) -> str:
        return self.via or f"web:{self.user_id}"


@dataclass(frozen=True)
class NewAnswer:
    """One answer as it comes in, checked; `value` is what JSON can hold, and None clears the answer.

    `base_version` is the version that the person had seen; 0 where there was no answer.
    """

    key: str
    value: Any
    base_version: int
    by: Author
    id: UUID = field(default_factory=uuid4)


@dataclass(frozen=True)
class AnswerOutcome:
    id: UUID
    key: str
    merge: Merge
    version: int


def save_answers(
    session: Session, long_form: LongForm, answers: Sequence[NewAnswer], received_at: datetime
) -> list[AnswerOutcome]:
    """Save answers in the order given. Raises ConflictError for a question that may not be answered
    now.

    The caller has checked each value, and has begun to write. Opens the provider's door, so that
    two people of one provider queue.
    """
    if not answers:
        return []
    number = open_door(session, long_form.provider_id)
    keys = open_keys(session, long_form)
    if keys is not None and not {each.key for each in answers} <= keys:
        raise ConflictError("This has been sent, so its answers can no longer be changed")
    return save_behind_door(session, long_form, answers, number, received_at)


def save_behind_door(
    session: Session,
    long_form: LongForm,
    answers: Sequence[NewAnswer],
    number: int,
    received_at: datetime,
) -> list[AnswerOutcome]:
    """Save answers that may be given; the caller has opened the provider's door."""
    long_form.change_number = number
    fields = _fields(session, long_form, {answer.key for answer in answers})
    saved = [_save(session, long_form, fields, answer, number, received_at) for answer in answers]
    session.flush()
    return saved


def _fields(session: Session, long_form: LongForm, keys: Iterable[str]) -> dict[str, AnswerField]:
    rows = session.scalars(
        select(AnswerField)
        .options(joinedload(AnswerField.entry))
        .where(AnswerField.form_id == long_form.id, AnswerField.key.in_(list(keys)))
        .execution_options(populate_existing=True)
    )
    return {row.key: row for row in rows}


def _save(
    session: Session,
    long_form: LongForm,
    fields: dict[str, AnswerField],
    answer: NewAnswer,
    number: int,
    received_at: datetime,
) -> AnswerOutcome:
    field = fields.get(answer.key)
    effective = (
        EffectiveAnswer(field.value, field.version, field.entry.source)
        if field
        else EffectiveAnswer(None, 0)
    )
    merge = merge_answer(effective, answer.value, answer.base_version, answer.by.source)
    saw_all = field is None or answer.base_version == field.version
    if merge is Merge.SAME and field is not None and not (saw_all and field.other_entry_id):
        return AnswerOutcome(answer.id, answer.key, merge, field.version)
    version = field.version + 1 if field else 1
    entry = _log(session, long_form, answer, version, received_at)
    if field is None:
        field = AnswerField(form_id=long_form.id, key=answer.key)
        session.add(field)
        fields[answer.key] = field
    if merge is Merge.BESIDE:
        field.other_entry_id = entry.id
    else:
        field.value, field.entry_id, field.entry = answer.value, entry.id, entry
        if saw_all:
            field.other_entry_id = None
    field.version = entry.version
    field.change_number = number
    return AnswerOutcome(answer.id, answer.key, merge, field.version)


def _log(
    session: Session, long_form: LongForm, answer: NewAnswer, version: int, received_at: datetime
) -> AnswerEntry:
    entry = AnswerEntry(
        id=answer.id,
        form_id=long_form.id,
        key=answer.key,
        value=answer.value,
        version=version,
        base_version=answer.base_version,
        source=answer.by.source,
        by_id=answer.by.user_id,
        at=answer.by.at,
        received_at=received_at,
    )
    session.add(entry)
    return entry


def answers_of(session: Session, form_id: UUID) -> Mapping[str, Any]:
    """The answers that stand, by question."""
    rows = session.execute(
        select(AnswerField.key, AnswerField.value).where(AnswerField.form_id == form_id)
    )
    return {row.key: row.value for row in rows if row.value is not None}


def fields_of(session: Session, form_id: UUID) -> dict[str, AnswerField]:
    """The answers that stand with their versions, and any different answer beside them."""
    rows = session.scalars(
        select(AnswerField)
        .options(
            joinedload(AnswerField.entry).joinedload(AnswerEntry.by),
            joinedload(AnswerField.other_entry).joinedload(AnswerEntry.by),
        )
        .where(AnswerField.form_id == form_id)
        .execution_options(populate_existing=True)
    )
    return {row.key: row for row in rows}


def count_beside(outcomes: Iterable[AnswerOutcome]) -> int:
    """How many answers now stand beside a different one."""
    return sum(outcome.merge is Merge.BESIDE for outcome in outcomes)


def choose(session: Session, long_form: LongForm, entry_id: UUID, by: Author) -> None:
    """Let one of several different answers stand. Raises ConflictError where somebody chose already."""
    for row in fields_of(session, long_form.id).values():
        for entry in row.differing:
            if entry.id == entry_id:
                answer = NewAnswer(row.key, entry.value, row.version, by)
                save_answers(session, long_form, [answer], by.at)
                return
    raise ConflictError("Somebody chose already")
