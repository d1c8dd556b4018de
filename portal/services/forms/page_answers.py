"""Saves the changed answers of a section, and settles two different answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from portal.domain.checklists.field_merge import Merge
from portal.domain.errors import ConflictError
from portal.models import AnswerEntry, AnswerField, LongForm
from portal.services.forms.answers import AnswerOutcome, NewAnswer, save_answers


@dataclass(frozen=True)
class Author:
    """Who answers on a page, and when; `sign_in` tells two browsers of one person apart."""

    user_id: int
    at: datetime
    sign_in: str = ""

    @property
    def source(self) -> str:
        return f"web:{self.sign_in or self.user_id}"


@dataclass(frozen=True)
class Given:
    """An answer that was changed, and the version that the person had seen."""

    key: str
    value: Any
    base_version: int


def save_given(
    session: Session, long_form: LongForm, given: Iterable[Given], author: Author
) -> list[AnswerOutcome]:
    """Save answers that were checked. The caller has begun to write."""
    new = [
        NewAnswer(
            uuid4(),
            each.key,
            each.value,
            each.base_version,
            author.source,
            author.user_id,
            author.at,
        )
        for each in given
    ]
    return save_answers(session, long_form, new, author.at) if new else []


def count_beside(outcomes: Iterable[AnswerOutcome]) -> int:
    """How many answers now stand beside a different one."""
    return sum(outcome.merge is Merge.BESIDE for outcome in outcomes)


def choose(
    session: Session,
    long_form: LongForm,
    fields: Mapping[str, AnswerField],
    entry_id: UUID,
    author: Author,
) -> None:
    """Let one of several different answers stand. Raises ConflictError where somebody chose already."""
    for field in fields.values():
        for entry in field.differing:
            if entry.id == entry_id:
                _let_stand(session, long_form, field, entry, author)
                return
    raise ConflictError("Somebody chose already")


def _let_stand(
    session: Session,
    long_form: LongForm,
    field: AnswerField,
    entry: AnswerEntry,
    author: Author,
) -> None:
    save_given(session, long_form, [Given(field.key, entry.value, field.version)], author)
