"""What a careful provider would type to each question of a checklist."""

from __future__ import annotations

from typing import Any

from portal.domain.checklists.answers import check_answer
from portal.domain.checklists.questions import Edition, Question, QuestionKind

_BY_KIND: dict[QuestionKind, Any] = {
    QuestionKind.WHOLE_NUMBER: "1",
    QuestionKind.MONEY: "65.50",
    QuestionKind.DATE: "1 9 2026",
    QuestionKind.TIME: "9:00",
    QuestionKind.YES_NO: "yes",
    QuestionKind.EMAIL: "owner@farm.example",
    QuestionKind.TELEPHONE: "01865 496 0000",
    QuestionKind.POSTCODE: "OX1 1ND",
}
_BY_KEY = {
    "offer.low_age": "11",
    "offer.high_age": "16",
    "organisation.is_registered_school": "no",
    "ends": "15:00",
}
_IDENTIFIERS = {
    "company_number": "01234567",
    "charity_number": "1234567",
    "ukprn": "10012345",
    "urn": "123456",
    "ico_number": "ZA123456",
    "dbs_number": "001234567890",
}


def sample_answer(question: Question) -> Any:
    """As typed; for a table, as many rows as it needs."""
    if question.key in _BY_KEY:
        return _BY_KEY[question.key]
    match question.kind:
        case QuestionKind.CHOICE:
            return question.choices[0][0]
        case QuestionKind.CHOICES:
            return [question.choices[0][0]]
        case QuestionKind.IDENTIFIER:
            return _IDENTIFIERS[question.identifier or ""]
        case QuestionKind.TABLE:
            row = {column.key: sample_answer(column) for column in question.columns}
            return [row] * max(1, question.fewest)
        case _:
            return _BY_KIND.get(question.kind, f"About {question.name.lower()}"[:150])


def sample_answers(edition: Edition) -> dict[str, Any]:
    """Every question of a round answered, as the answers are kept."""
    answers = {}
    for question in edition.by_key.values():
        if question.kind is not QuestionKind.EVIDENCE:
            answers[question.key], errors = check_answer(question, sample_answer(question))
            assert errors == []
    return answers
