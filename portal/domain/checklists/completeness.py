"""What is still missing in an application, and the state of each of its sections."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, assert_never

from portal.domain.checklists.answers import YES
from portal.domain.checklists.questions import Edition, Question, QuestionKind, Section
from portal.domain.evidence.kinds import EvidenceKind

Answers = Mapping[str, object]
"""Answers that `check_answer` has read, by the key of their question."""


@dataclass(frozen=True)
class Missing:
    """Something to do. `field` is where: the question's key, a cell of its table, or its
    different answers.
    """

    section: str
    question_key: str
    field: str
    message: str


class Progress(StrEnum):
    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    COMPLETE = "complete"
    HAS_ERRORS = "has_errors"


@dataclass(frozen=True)
class SectionState:
    """How far a section is, with the number of things missing and of answers not understood."""

    progress: Progress
    missing: int
    errors: int = 0

    @property
    def words(self) -> str:
        match self.progress:
            case Progress.HAS_ERRORS:
                return "1 error" if self.errors == 1 else f"{self.errors} errors"
            case Progress.NOT_STARTED:
                return "Not started yet"
            case Progress.IN_PROGRESS:
                return f"In progress: {self.missing} to do" if self.missing else "In progress"
            case Progress.COMPLETE:
                return "Complete"
            case _:
                assert_never(self.progress)


def applies(question: Question, answers: Answers, questions: Mapping[str, Question]) -> bool:
    """Whether a question is to be asked, given the answers to the questions that it hangs on."""
    if question.only_if is None:
        return True
    key, wanted = question.only_if
    parent = questions.get(key)
    return (
        parent is not None
        and _gives(answers.get(key), wanted)
        and applies(parent, answers, questions)
    )


def is_ruled_out(question: Question, answers: Answers, questions: Mapping[str, Question]) -> bool:
    """Whether a given answer says that a question is not to be asked; False while none is given."""
    if question.only_if is None:
        return False
    key, wanted = question.only_if
    parent = questions.get(key)
    if parent is None or is_ruled_out(parent, answers, questions):
        return True
    return answers.get(key) is not None and not _gives(answers[key], wanted)


def missing(edition: Edition, answers: Answers, held: Collection[EvidenceKind]) -> list[Missing]:
    """All that keeps an application from being sent, in the order of its pages.

    `held` is the kinds of evidence that the provider has uploaded.
    """
    return [
        each for section in edition.sections for each in missing_in(section, edition, answers, held)
    ]


def missing_in(
    section: Section,
    edition: Edition,
    answers: Answers,
    held: Collection[EvidenceKind],
    differing: Collection[str] = (),
) -> list[Missing]:
    """What is missing in one section. `differing` is the questions with several answers, of which
    somebody must choose one.
    """
    found: list[Missing] = []
    for question in section.questions:
        if applies(question, answers, edition.by_key):
            found += _missing_answer(section.key, question, answers.get(question.key), held)
            if question.key in differing:
                found.append(_choice(section.key, question))
    return found


def state_of(
    section: Section,
    edition: Edition,
    answers: Answers,
    held: Collection[EvidenceKind],
    errors: int = 0,
    differing: Collection[str] = (),
) -> SectionState:
    """How far a section is. `errors` counts what was typed in it and could not be read."""
    count = len(missing_in(section, edition, answers, held, differing))
    if errors:
        return SectionState(Progress.HAS_ERRORS, count, errors)
    if all(is_ruled_out(question, answers, edition.by_key) for question in section.questions):
        return SectionState(Progress.COMPLETE, count)
    if not any(_is_begun(question, answers, held) for question in section.questions):
        return SectionState(Progress.NOT_STARTED, count)
    is_open = count > 0 or _waits_for_another_section(section, edition, answers)
    return SectionState(Progress.IN_PROGRESS if is_open else Progress.COMPLETE, count)


def _waits_for_another_section(section: Section, edition: Edition, answers: Answers) -> bool:
    """Whether questions hang on an answer that is given elsewhere, and is not given yet."""
    own = {question.key for question in section.questions}
    return any(
        question.only_if is not None
        and question.only_if[0] not in own
        and answers.get(question.only_if[0]) is None
        and answers.get(question.key) is None
        for question in section.questions
    )


def _gives(answer: object, wanted: str) -> bool:
    return wanted in answer if isinstance(answer, list) else answer == wanted


def _is_begun(question: Question, answers: Answers, held: Collection[EvidenceKind]) -> bool:
    is_uploaded = question.evidence_kind is not None and question.evidence_kind in held
    return is_uploaded or answers.get(question.key) is not None


def _missing_answer(
    section: str, question: Question, answer: object, held: Collection[EvidenceKind]
) -> Iterator[Missing]:
    if question.kind is QuestionKind.TABLE:
        yield from _missing_cells(section, question, answer)
    elif question.kind is QuestionKind.EVIDENCE:
        if question.is_required and question.evidence_kind not in held:
            yield _entry(section, question, "upload the document")
    elif question.is_required and answer is None:
        yield _entry(section, question, _WHAT_TO_DO.get(question.kind, "enter an answer"))
    elif question.needs_yes and answer != YES:
        yield _entry(section, question, "you can send the form only if the answer is yes")


_WHAT_TO_DO: Final = {
    QuestionKind.YES_NO: "choose yes or no",
    QuestionKind.CHOICE: "choose one",
    QuestionKind.CHOICES: "choose at least one",
    QuestionKind.WHOLE_NUMBER: "enter a number",
    QuestionKind.DATE: "enter a date",
    QuestionKind.TIME: "enter a time",
    QuestionKind.MONEY: "enter an amount",
}


def _missing_cells(section: str, question: Question, answer: object) -> Iterator[Missing]:
    rows = answer if isinstance(answer, list) else []
    fewest = max(question.fewest, 1) if question.is_required else 0
    if len(rows) < fewest:
        yield _entry(section, question, f"add at least {fewest}")
    columns = {column.key: column for column in question.columns}
    for place, row in enumerate(rows):
        for column in question.columns:
            is_asked = column.is_required and applies(column, row, columns)
            if is_asked and row.get(column.key) is None:
                what = _WHAT_TO_DO.get(column.kind, "enter an answer")
                yield Missing(
                    section,
                    question.key,
                    f"{question.key}.{place}.{column.key}",
                    f"{question.row_name} {place + 1}, {column.name}: {what}",
                )


def _choice(section: str, question: Question) -> Missing:
    field = f"{question.key}.differing"
    what = "choose which of the different answers is right"
    return Missing(section, question.key, field, f"{question.name}: {what}")


def _entry(section: str, question: Question, what: str) -> Missing:
    return Missing(section, question.key, question.key, f"{question.name}: {what}")
