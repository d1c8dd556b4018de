"""The form of one section of a checklist: the same for every long form, and for phones.

Drawn without answers it holds nothing of anybody, so that the phone app can keep it (`blank_form`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from portal.domain.checklists.answer_words import Typed, answer_words, as_typed
from portal.domain.checklists.answers import check_answer
from portal.domain.checklists.completeness import applies
from portal.domain.checklists.questions import Edition, Question, QuestionKind, Section
from portal.domain.errors import FieldError
from portal.models import AnswerEntry, AnswerField
from portal.services.forms.answers import Author, NewAnswer
from portal.web.forms import PortalForm, ShownError
from portal.web.posted_section import BASE, Base, Raw, typed_in


@dataclass
class Entry:
    """One question as it is drawn: what was typed or is kept, and what is wrong with it.

    `typed` is text, or a list of texts where several choices may be ticked. A table has `rows`
    instead, each with an entry for every column. `kept` is the answer that stands. `is_asked` says
    that the kept answers do not rule the question out. `only_if` is `name=answer` of the field that
    this one hangs on, and `condition` says so in words; both are empty where it always applies.
    """

    question: Question
    name: str
    typed: Typed = ""
    rows: list[list[Entry]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    is_open: bool = True
    is_asked: bool = True
    only_if: str = ""
    condition: str = ""
    kept: AnswerField | None = None
    seen: Base | None = None
    """The base of what the page shows, where that is not what stands now."""

    @property
    def id(self) -> str:
        return self.name.replace(".", "-").replace("~", "-")

    @property
    def value(self) -> Any:
        """The answer that stands; None without one."""
        return self.kept.value if self.kept else None

    @property
    def base(self) -> Base:
        """What goes into the hidden field beside the answer."""
        return self.seen or Base.of(self.kept.version if self.kept else 0, self.value)

    @property
    def differing(self) -> list[AnswerEntry]:
        """The answers that several people gave, none of whom had seen the others'; mostly none."""
        return self.kept.differing if self.kept else []

    def show(self, typed: Typed) -> None:
        """Draw this; a table without a row is drawn with as many empty ones as it needs."""
        if self.question.kind is not QuestionKind.TABLE:
            self.typed = typed
            return
        self.rows = []
        for row in cast("list[dict[str, Typed]]", typed) or [{}] * max(1, self.question.fewest):
            self.add_row(row)

    def add_row(self, typed: Mapping[str, Typed]) -> None:
        columns, start = self.question.columns, f"{self.name}~{len(self.rows)}~"
        row = [Entry(each, start + each.key, typed.get(each.key, "")) for each in columns]
        for cell in row:
            cell.add_condition({each.key: each for each in columns}, start)
        self.rows.append(row)

    def add_condition(self, questions: Mapping[str, Question], start: str = "") -> None:
        """Say on which answer the question hangs."""
        if self.question.only_if is None:
            return
        key, wanted = self.question.only_if
        other = questions[key]
        self.only_if = f"{start}{key}={wanted}"
        words = answer_words(other, wanted)
        self.condition = f"Only if you answered “{words}” to “{other.label}”"

    def put(self, errors: Iterable[FieldError]) -> None:
        """Put each error beside the question, or beside its cell of a table."""
        cells = {cell.name.replace("~", "."): cell for row in self.rows for cell in row}
        for error in errors:
            cells.get(error.field, self).errors.append(error.message)


class SectionForm(PortalForm):
    """All questions of a section, filled with the answers that stand or what was just typed."""

    def __init__(
        self,
        section: Section,
        edition: Edition,
        fields: Mapping[str, AnswerField],
        open_keys: Collection[str] | None = None,
        *,
        is_sent_here: bool = True,
    ) -> None:
        """Without `open_keys` every question may be answered. One that an answer in another section
        rules out is left out. A form that is not sent from a page needs no token.
        """
        super().__init__(meta={"csrf": is_sent_here})
        self.section = section
        self.entries: list[Entry] = []
        answers = {key: each.value for key, each in fields.items()}
        for question in section.questions:
            elsewhere = _answer_elsewhere(question, section, answers)
            if elsewhere is not None and question.only_if and elsewhere != question.only_if[1]:
                continue
            entry = Entry(question, question.key, kept=fields.get(question.key))
            entry.is_open = open_keys is None or question.key in open_keys
            entry.is_asked = applies(question, answers, edition.by_key)
            if elsewhere is None:
                entry.add_condition(edition.by_key)
            entry.show(as_typed(question, entry.value))
            self.entries.append(entry)

    @property
    def answered(self) -> list[Entry]:
        """The entries with an answer to type: evidence is uploaded on its own page."""
        return [
            entry
            for entry in self.entries
            if entry.is_open and entry.question.kind is not QuestionKind.EVIDENCE
        ]

    @property
    def errors(self) -> dict[str, list[str]]:
        found = {entry.name: entry.errors for entry in self._flat() if entry.errors}
        return found | cast("dict[str, list[str]]", super().errors)

    def shown_errors(self) -> list[ShownError]:
        return [
            ShownError(message, f"#{entry.id}")
            for entry in self._flat()
            for message in entry.errors
        ]

    def _flat(self) -> list[Entry]:
        cells = [
            cell for entry in self.entries for row in entry.rows for cell in row if cell.errors
        ]
        return [*self.entries, *cells]

    def read(self, raw: Raw, by: Author) -> list[NewAnswer]:
        """Take what was posted. Returns the changed answers that can be kept; what cannot stays on
        the page with its error.
        """
        new = []
        for entry in self.answered:
            if f"{entry.name}{BASE}" not in raw:
                continue
            typed = typed_in(entry.question, entry.name, raw)
            entry.show(typed)
            entry.seen = base = Base.read(raw[f"{entry.name}{BASE}"])
            value, errors = check_answer(entry.question, typed)
            if errors:
                entry.put(errors)
                continue
            entry.seen = Base.of(base.version, value)
            if not base.shows(value):
                new.append(NewAnswer(entry.question.key, value, base.version, by))
        return new

    def go_on_from(self, fields: Mapping[str, AnswerField]) -> None:
        """Go on from what has just been saved, so that the same page can be sent again.

        Where the page shows something else than what stands, somebody else has answered: that has
        not been seen, so the base of such a field stays what it was.
        """
        for entry in self.entries:
            entry.kept = fields.get(entry.question.key)
            is_shown = entry.seen is not None and entry.seen.shows(entry.value)
            if is_shown and not entry.differing and not entry.errors:
                entry.seen = None

    def add_row(self, key: str) -> None:
        """Show one more empty row of a table."""
        for entry in self.entries:
            if entry.question.key == key and len(entry.rows) < entry.question.most_rows:
                entry.add_row({})


def _answer_elsewhere(question: Question, section: Section, answers: Mapping[str, Any]) -> Any:
    """The answer in another section that a question hangs on; None where there is none yet."""
    if question.only_if is None:
        return None
    key = question.only_if[0]
    is_here = any(each.key == key for each in section.questions)
    return None if is_here else answers.get(key)


def blank_form(section: Section, edition: Edition) -> SectionForm:
    """The form without any answer, for the shell of the phone app."""
    return SectionForm(section, edition, {}, is_sent_here=False)
