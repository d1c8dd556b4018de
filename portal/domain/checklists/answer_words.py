"""An answer as people read it, and as it goes back into a form to be changed."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from portal.domain.calendar.day_words import clock_words, full_day
from portal.domain.checklists.questions import Question, QuestionKind
from portal.domain.evidence.insurance import pounds

NOT_ANSWERED = "Not answered"

Typed = str | list[str] | list[dict[str, Any]]


def answer_words(question: Question, answer: object) -> str:
    """A stored answer in words. A table gives one line for each row."""
    match answer:
        case None:
            return NOT_ANSWERED
        case int() if question.kind is QuestionKind.MONEY:
            return pounds(answer)
        case list() if question.kind is QuestionKind.TABLE:
            rows = [_row_words(question, row) for row in answer]
            return "\n".join(words for words in rows if words) or NOT_ANSWERED
        case list():
            return ", ".join(_choice_words(question, str(key)) for key in answer)
        case str():
            return _text_words(question, answer)
        case _:
            return str(answer)


def typed_again(question: Question, answer: object) -> str:
    """A stored answer as text for its field; choices and tables are lists and have no one text."""
    if answer is None:
        return ""
    if question.kind is QuestionKind.MONEY and isinstance(answer, int):
        return f"{answer // 100}.{answer % 100:02d}"
    return str(answer)


def as_typed(question: Question, answer: Any) -> Typed:
    """A stored answer in the shape in which it goes back into the form, and in which phones send it.

    A text; texts, where several choices may be ticked; or a mapping for each row of a table.
    """
    match question.kind:
        case QuestionKind.CHOICES:
            return list(answer or [])
        case QuestionKind.TABLE:
            return [
                {column.key: as_typed(column, row.get(column.key)) for column in question.columns}
                for row in answer or []
            ]
        case QuestionKind.EVIDENCE:
            return ""
        case QuestionKind.DATE if answer:
            year, month, day = str(answer).split("-")
            return f"{int(day)} {int(month)} {year}"
        case _:
            return typed_again(question, answer)


def cells(question: Question, row: dict[str, object]) -> list[tuple[str, str]]:
    """The label and the words of each answered column in a row of a table."""
    return [
        (column.name, answer_words(column, row[column.key]))
        for column in question.columns
        if row.get(column.key) is not None
    ]


def _row_words(question: Question, row: object) -> str:
    found = cells(question, row) if isinstance(row, dict) else []
    return "; ".join(f"{name}: {words}" for name, words in found)


def _text_words(question: Question, answer: str) -> str:
    match question.kind:
        case QuestionKind.YES_NO:
            return answer.capitalize()
        case QuestionKind.CHOICE:
            return _choice_words(question, answer)
        case QuestionKind.DATE:
            return full_day(date.fromisoformat(answer))
        case QuestionKind.TIME:
            return clock_words(time.fromisoformat(answer))
        case _:
            return answer


def _choice_words(question: Question, key: str) -> str:
    """The words of a choice; the key itself where the list has it no longer."""
    return dict(question.choices).get(key, key)
