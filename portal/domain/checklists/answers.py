"""Reading and checking one answer, from a form's text or from JSON.

An answer that was read once reads the same again, so a stored answer can be checked as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final

from portal.domain.checklists.questions import Question, QuestionKind
from portal.domain.checklists.typed_text import (
    read_clock,
    read_day,
    read_email,
    read_line,
    read_paragraph,
    read_pence,
    read_postcode,
    read_telephone,
    read_whole_number,
)
from portal.domain.errors import FieldError, InvalidError
from portal.domain.text.identifiers import (
    check_charity_number,
    check_company_number,
    check_data_protection_number,
    check_dbs_certificate_number,
    check_ukprn,
    check_urn,
)

IDENTIFIER_CHECKS: Final[Mapping[str, Callable[[str], str]]] = {
    "company_number": check_company_number,
    "charity_number": check_charity_number,
    "ukprn": check_ukprn,
    "urn": check_urn,
    "ico_number": check_data_protection_number,
    "dbs_number": check_dbs_certificate_number,
}

Reader = Callable[[Question, object], object]

YES: Final = "yes"
NO: Final = "no"


def check_answer(question: Question, raw: object) -> tuple[object, list[FieldError]]:
    """The answer as it is kept, and what is wrong with it.

    Where something is wrong the answer is None, except in a table, whose other cells are kept. An
    empty answer is None without an error: whether one is needed is for `completeness`. A document
    is uploaded apart, so a question of that kind has no answer. The field of an error is the
    question's key; in a table it is key, row from 0, and column, joined by dots.
    """
    if question.kind is QuestionKind.TABLE:
        return _check_table(question, raw)
    try:
        return _read(question, raw), []
    except InvalidError as error:
        return None, [FieldError(question.key, each.message) for each in error.errors]


def _read(question: Question, raw: object) -> object:
    return None if _is_empty(raw) else _READERS[question.kind](question, raw)


def _is_empty(raw: object, depth: int = 4) -> bool:
    """Whether nothing was entered. No answer of ours is nested deeper than a cell of a table."""
    if isinstance(raw, str):
        return not raw.strip()
    if isinstance(raw, Mapping) and depth:
        return all(_is_empty(part, depth - 1) for part in raw.values())
    if isinstance(raw, Sequence) and depth:
        return all(_is_empty(part, depth - 1) for part in raw)
    return raw is None


def _problem(question: Question, what: str) -> InvalidError:
    return InvalidError.of(question.key, f"{question.name}: {what}")


def _text(question: Question, raw: object) -> str:
    if not isinstance(raw, str):
        raise _problem(question, "enter words")
    return raw


def _line(question: Question, raw: object) -> str | None:
    return _within(question, read_line(_text(question, raw)))


def _paragraph(question: Question, raw: object) -> str | None:
    return _within(question, read_paragraph(_text(question, raw)))


def _within(question: Question, text: str) -> str | None:
    if len(text) > question.most:
        raise _problem(
            question, f"shorten it to {question.most:,} characters; it has {len(text):,}"
        )
    return text or None


def _whole_number(question: Question, raw: object) -> int:
    is_number = isinstance(raw, int) and not isinstance(raw, bool)
    number = raw if is_number else read_whole_number(raw) if isinstance(raw, str) else None
    if not isinstance(number, int) or number < 0:
        raise _problem(question, "enter a whole number, like 12")
    if number > question.most:
        raise _problem(question, f"enter a number that is not above {question.most:,}")
    return number


def _money(question: Question, raw: object) -> int:
    """Text is pounds; a number in JSON is pence already."""
    is_pence = isinstance(raw, int) and not isinstance(raw, bool)
    pence = raw if is_pence else read_pence(raw) if isinstance(raw, str) else None
    if not isinstance(pence, int) or not 0 <= pence < 10**12:
        raise _problem(question, "enter an amount in pounds, like 65 or 65.50")
    return pence


def _day(question: Question, raw: object) -> str:
    """Text, or the three fields of a form: day, month and year."""
    text = raw
    if isinstance(raw, Mapping):
        text = "/".join(str(raw.get(part, "")).strip() for part in ("day", "month", "year"))
    found: date | None = read_day(text) if isinstance(text, str) else None
    if found is None:
        raise _problem(question, "enter a real date, like 24 11 2026")
    return found.isoformat()


def _yes_no(question: Question, raw: object) -> str:
    if isinstance(raw, bool):
        return YES if raw else NO
    text = raw.strip().lower() if isinstance(raw, str) else ""
    if text not in (YES, NO):
        raise _problem(question, "choose yes or no")
    return text


def _choice(question: Question, raw: object) -> str:
    if not isinstance(raw, str) or raw not in dict(question.choices):
        raise _problem(question, "choose one of the answers in the list")
    return raw


def _choices(question: Question, raw: object) -> list[str]:
    """In the order of the list, each once."""
    chosen = [raw] if isinstance(raw, str) else raw
    offered = [key for key, _ in question.choices]
    if not isinstance(chosen, Sequence) or not all(each in offered for each in chosen):
        raise _problem(question, "choose from the answers in the list")
    return [key for key in offered if key in chosen]


def _identifier(question: Question, raw: object) -> str:
    return IDENTIFIER_CHECKS[question.identifier or ""](_text(question, raw))


def _document(question: Question, raw: object) -> object:
    raise _problem(question, "upload the document itself")


def _patterned(read: Callable[[str], str | None], what: str) -> Reader:
    """The reader of an answer with one written form, such as a postcode."""

    def reader(question: Question, raw: object) -> str:
        found = read(_text(question, raw))
        if found is None:
            raise _problem(question, what)
        return found

    return reader


_READERS: Final[Mapping[QuestionKind, Reader]] = {
    QuestionKind.TEXT: _line,
    QuestionKind.LONG_TEXT: _paragraph,
    QuestionKind.WHOLE_NUMBER: _whole_number,
    QuestionKind.MONEY: _money,
    QuestionKind.DATE: _day,
    QuestionKind.TIME: _patterned(read_clock, "enter a time, like 9:00"),
    QuestionKind.YES_NO: _yes_no,
    QuestionKind.CHOICE: _choice,
    QuestionKind.CHOICES: _choices,
    QuestionKind.EMAIL: _patterned(read_email, "enter an email address, like name@example.org"),
    QuestionKind.TELEPHONE: _patterned(
        read_telephone, "enter a telephone number, like 01865 496 0000"
    ),
    QuestionKind.POSTCODE: _patterned(read_postcode, "enter a full postcode, like OX1 1ND"),
    QuestionKind.IDENTIFIER: _identifier,
    QuestionKind.EVIDENCE: _document,
}


def _check_table(question: Question, raw: object) -> tuple[object, list[FieldError]]:
    """Each row that holds anything, with every column; empty rows are left out."""
    if _is_empty(raw):
        return None, []
    is_list = isinstance(raw, Sequence) and not isinstance(raw, str)
    if not is_list or not all(isinstance(row, Mapping) for row in _items(raw)):
        return None, [FieldError(question.key, f"{question.name}: enter it line by line")]
    rows = [row for row in _items(raw) if isinstance(row, Mapping) and not _is_empty(row)]
    if len(rows) > question.most_rows:
        words = f"{question.name}: enter at most {question.most_rows}"
        return None, [FieldError(question.key, words)]
    kept: list[dict[str, object]] = []
    errors: list[FieldError] = []
    for row in rows:
        values, found = _check_row(question, len(kept), row)
        if found or any(value is not None for value in values.values()):
            kept.append(values)
            errors += found
    return kept or None, errors


def _items(raw: object) -> Sequence[object]:
    return raw if isinstance(raw, Sequence) else ()


def _check_row(
    question: Question, place: int, row: Mapping[object, object]
) -> tuple[dict[str, object], list[FieldError]]:
    values: dict[str, object] = {}
    errors = []
    for column in question.columns:
        values[column.key], found = check_answer(column, row.get(column.key))
        errors += [
            FieldError(
                f"{question.key}.{place}.{column.key}",
                f"{question.row_name} {place + 1}, {error.message}",
            )
            for error in found
        ]
    return values, errors
