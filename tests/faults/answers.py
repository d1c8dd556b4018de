"""Answers to one form, as the people of a campaign give them: most are good, some no question takes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.checklists.answer_words import as_typed
from portal.domain.checklists.editions import EDITION_2026
from portal.domain.checklists.questions import Question, QuestionKind
from portal.models import AnswerEntry
from tests.faults.ledger import ServerMark

NAME, EMAIL = "organisation.legal_name", "organisation.contact_email"
QUESTIONS = (NAME, EMAIL, "organisation.owners", "organisation.referees", "offer.needs")
WRONG_IN = (EMAIL, "organisation.referees")
"""Questions that do not take every text."""

Typed = str | list[str] | list[dict[str, str]]


def facts_of(typed: object) -> str:
    """What was answered, as one text."""
    return json.dumps(typed, sort_keys=True)


def new_answer(key: str, number: int, is_wrong: bool, chance: Random) -> Typed:
    """An answer with a number of its own, spelled as the server spells it."""
    question = EDITION_2026.by_key[key]
    match question.kind:
        case QuestionKind.CHOICES:
            offered = [value for value, _ in question.choices]
            chosen = chance.sample(offered, chance.randint(1, len(offered)))
            return [value for value in offered if value in chosen]
        case QuestionKind.TABLE:
            rows = [_row(question, number, chance) for _ in range(chance.randint(1, 3))]
            return [row | {"email": f"no address {number}"} for row in rows] if is_wrong else rows
        case QuestionKind.EMAIL:
            return f"no address {number}" if is_wrong else f"jo{number}@newleaf.example"
        case _:
            return f"New Leaf {number}"


def _row(question: Question, number: int, chance: Random) -> dict[str, str]:
    row = {
        column.key: f"{column.key} {number} {chance.randint(1, 9)}" for column in question.columns
    }
    return row | {
        column.key: "" if column.kind is QuestionKind.TELEPHONE else f"row{number}@newleaf.example"
        for column in question.columns
        if column.kind in (QuestionKind.TELEPHONE, QuestionKind.EMAIL)
    }


def logged_answers(session: Session, form: str) -> Iterable[ServerMark]:
    """The log of the form's answers."""
    for entry in session.scalars(select(AnswerEntry)):
        if str(entry.form_id) == form:
            typed = as_typed(EDITION_2026.by_key[entry.key], entry.value)
            entity = f"{form}/{entry.key}"
            yield ServerMark(str(entry.id), entity, facts_of(typed), entry.version)
