"""The shapes of a checklist: questions, sections, items that officers check, and rounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Final

from portal.domain.evidence.kinds import EvidenceKind, evidence_rule

ONE_LINE: Final = 200
PARAGRAPH: Final = 4000


class QuestionKind(StrEnum):
    """How a question is answered, and in brackets what is kept of the answer."""

    TEXT = "text"
    """One line (str)."""
    LONG_TEXT = "long_text"
    """Several lines (str)."""
    WHOLE_NUMBER = "whole_number"
    """A number of things (int)."""
    MONEY = "money"
    """Pounds and pence (int, in pence)."""
    DATE = "date"
    """A day (str, 2026-11-24)."""
    TIME = "time"
    """A time of day (str, 09:00)."""
    YES_NO = "yes_no"
    """Yes or no (str, "yes" or "no")."""
    CHOICE = "choice"
    """One of the choices (str)."""
    CHOICES = "choices"
    """Any of the choices (list of str)."""
    EMAIL = "email"
    TELEPHONE = "telephone"
    POSTCODE = "postcode"
    IDENTIFIER = "identifier"
    """A number that a register gives (str), checked by the function that `identifier` names."""
    EVIDENCE = "evidence"
    """An uploaded document, which is kept apart (no answer)."""
    TABLE = "table"
    """Rows of the questions in `columns` (list of dict)."""


@dataclass(frozen=True)
class Question:
    """One question.

    `key` never changes once a round is open. `only_if` names another question and the answer to it
    that makes this one apply; in a column of a table it names another column. `most` is the longest
    text in characters, or the largest whole number. `needs_yes` holds a form back until the answer
    is yes.
    """

    key: str
    kind: QuestionKind
    label: str
    hint: str = ""
    is_required: bool = True
    only_if: tuple[str, str] | None = None
    choices: tuple[tuple[str, str], ...] = ()
    identifier: str | None = None
    evidence_kind: EvidenceKind | None = None
    most: int = PARAGRAPH
    needs_yes: bool = False
    columns: tuple[Question, ...] = ()
    fewest: int = 0
    most_rows: int = 50
    row_name: str = "Row"
    source: str = ""

    @property
    def name(self) -> str:
        """The label without its question mark, to begin a message with."""
        return self.label.rstrip("?")


@dataclass(frozen=True)
class Section:
    """A page of an application."""

    key: str
    title: str
    intro: str
    questions: tuple[Question, ...]


class Theme(StrEnum):
    """Voluntary national standards for non-school alternative provision (August 2025).

    The last theme is ours: what must be right before the four standards matter.
    """

    SAFEGUARDING = "safeguarding"
    HEALTH_AND_SAFETY = "health_and_safety"
    ADMISSIONS_AND_SUPPORT = "admissions_and_support"
    QUALITY = "quality"
    REGISTRATION = "registration"

    @property
    def words(self) -> str:
        return _THEME_WORDS[self]


_THEME_WORDS: Final = {
    Theme.SAFEGUARDING: "Safeguarding and wellbeing",
    Theme.HEALTH_AND_SAFETY: "Health and safety",
    Theme.ADMISSIONS_AND_SUPPORT: "Admissions, guidance and support",
    Theme.QUALITY: "Quality of education",
    Theme.REGISTRATION: "Registration and running the organisation",
}


class Area(StrEnum):
    """What Oxfordshire's guidance says is checked before a provider joins the catalogue."""

    HEALTH_AND_SAFETY = "health_and_safety"
    SAFEGUARDING = "safeguarding"
    STAFFING = "staffing"
    TRAINING_AND_SUPERVISION = "training_and_supervision"
    POLICIES = "policies"
    OFFER = "offer"
    ORGANISATION = "organisation"

    @property
    def words(self) -> str:
        return _AREA_WORDS[self]


_AREA_WORDS: Final = {
    Area.HEALTH_AND_SAFETY: "Health and safety",
    Area.SAFEGUARDING: "Safeguarding",
    Area.STAFFING: "Staffing",
    Area.TRAINING_AND_SUPERVISION: "Training and supervision",
    Area.POLICIES: "Policies",
    Area.OFFER: "What is offered",
    Area.ORGANISATION: "The organisation",
}


@dataclass(frozen=True)
class CheckItem:
    """One thing that officers judge: met, not met, or ask. `text` is what must be so."""

    key: str
    section: str
    area: Area
    theme: Theme
    question_keys: tuple[str, ...]
    text: str
    source: str = ""


@dataclass(frozen=True)
class Edition:
    """A checklist as it stands for one procurement round."""

    key: str
    name: str
    opens_on: date
    closes_on: date | None
    sections: tuple[Section, ...]
    items: tuple[CheckItem, ...]

    @cached_property
    def by_key(self) -> Mapping[str, Question]:
        """Every question of every section."""
        return {
            question.key: question for section in self.sections for question in section.questions
        }

    def section(self, key: str) -> Section | None:
        return next((section for section in self.sections if section.key == key), None)

    def is_open(self, day: date) -> bool:
        return self.opens_on <= day and (self.closes_on is None or day <= self.closes_on)


def line(
    key: str,
    label: str,
    hint: str = "",
    *,
    is_required: bool = True,
    only_if: tuple[str, str] | None = None,
) -> Question:
    """A question with an answer of one line."""
    return Question(
        key, QuestionKind.TEXT, label, hint, is_required, only_if=only_if, most=ONE_LINE
    )


def paragraph(
    key: str,
    label: str,
    hint: str = "",
    *,
    is_required: bool = True,
    only_if: tuple[str, str] | None = None,
) -> Question:
    """A question that wants a few sentences."""
    return Question(key, QuestionKind.LONG_TEXT, label, hint, is_required, only_if=only_if)


def yes_no(
    key: str, label: str, hint: str = "", *, only_if: tuple[str, str] | None = None
) -> Question:
    return Question(key, QuestionKind.YES_NO, label, hint, only_if=only_if)


def confirm(key: str, label: str, hint: str = "") -> Question:
    """A statement that the provider must agree to before the form can be sent."""
    return Question(key, QuestionKind.YES_NO, label, hint, needs_yes=True)


def number(
    key: str,
    label: str,
    hint: str = "",
    *,
    most: int = 10_000,
    is_required: bool = True,
    only_if: tuple[str, str] | None = None,
) -> Question:
    return Question(
        key, QuestionKind.WHOLE_NUMBER, label, hint, is_required, only_if=only_if, most=most
    )


def day(key: str, label: str, hint: str = "", *, is_required: bool = True) -> Question:
    hint = hint or "For example 24 11 2026"
    return Question(key, QuestionKind.DATE, label, hint, is_required)


def clock(key: str, label: str) -> Question:
    return Question(key, QuestionKind.TIME, label, "For example 9:00")


def evidence(
    section: str,
    kind: EvidenceKind,
    hint: str = "",
    *,
    is_required: bool = True,
    only_if: tuple[str, str] | None = None,
) -> Question:
    """A document to upload; its key is made of the section and the kind of evidence."""
    rule = evidence_rule(kind)
    return Question(
        f"{section}.{kind}",
        QuestionKind.EVIDENCE,
        rule.words,
        hint,
        is_required,
        only_if=only_if,
        evidence_kind=kind,
        source=rule.source,
    )
