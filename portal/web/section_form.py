"""The form of one section of a checklist: the same for every application and review, and for phones.

Drawn without answers it holds nothing of anybody, so that the phone app can keep it (`blank_form`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import UUID

from werkzeug.datastructures import MultiDict

from portal.domain.checklists.answer_words import answer_words, as_typed
from portal.domain.checklists.answers import check_answer
from portal.domain.checklists.completeness import applies
from portal.domain.checklists.questions import Edition, Question, QuestionKind, Section
from portal.domain.errors import InvalidError
from portal.domain.text.plain_text import clean_text
from portal.models import AnswerEntry, AnswerField
from portal.services.forms.page_answers import Given
from portal.web.forms import PortalForm, ShownError

FormData = MultiDict[str, str]
_BASE = "~base"
"""Behind a question's name: the version that the page showed, and a short hash of its answer."""


@dataclass
class Entry:
    """One question as it is drawn: what was typed or kept, and what is wrong with it.

    `is_asked` says that the kept answers do not rule the question out.

    `raw` is text, or a list of texts where several choices may be ticked. A table has `rows`
    instead, each with an entry for every column. `only_if` is `name=answer` of the field that this
    one hangs on, and `condition` says so in words; both are empty where it always applies.
    """

    question: Question
    name: str
    raw: str | list[str] = ""
    rows: list[list[Entry]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    is_open: bool = True
    is_asked: bool = True
    only_if: str = ""
    condition: str = ""
    kept: AnswerField | None = None
    seen: str = ""
    """The base of what the page shows, where that is not what stands now."""

    @property
    def id(self) -> str:
        return self.name.replace(".", "-").replace("~", "-")

    @property
    def base(self) -> str:
        """What goes into the hidden field beside the answer."""
        if self.seen:
            return self.seen
        value = self.kept.value if self.kept else None
        return _base(self.kept.version if self.kept else 0, _digest(value))

    @property
    def differing(self) -> list[AnswerEntry]:
        """The answers that several people gave, none of whom had seen the others'; mostly none."""
        return self.kept.differing if self.kept else []


class SectionForm(PortalForm):
    """All questions of a section, filled with what is kept or what was just typed."""

    def __init__(
        self,
        section: Section,
        edition: Edition,
        kept: Mapping[str, AnswerField],
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
        answers = {key: field.value for key, field in kept.items()}
        for question in section.questions:
            elsewhere = _answer_elsewhere(question, section, kept)
            if elsewhere is not None and question.only_if and elsewhere != question.only_if[1]:
                continue
            entry = _kept_entry(question, kept.get(question.key), open_keys)
            entry.is_asked = applies(question, answers, edition.by_key)
            if elsewhere is None:
                _add_condition(entry, edition.by_key, "")
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

    def read(self, data: FormData) -> list[Given]:
        """Take what was typed. Returns the changed answers that can be kept; what cannot stays on
        the page with its error.
        """
        given = []
        for entry in self.answered:
            if f"{entry.name}{_BASE}" not in data:
                continue
            _fill(entry, data)
            version, digest = _read_base(data[f"{entry.name}{_BASE}"])
            entry.seen = _base(version, digest)
            value, errors = check_answer(entry.question, _typed(entry))
            if errors:
                _place(entry, [(error.field, error.message) for error in errors])
                continue
            entry.seen = _base(version, _digest(value))
            if _digest(value) != digest:
                given.append(Given(entry.question.key, value, version))
        return given

    def show_kept(self, kept: Mapping[str, AnswerField]) -> None:
        """Go on from what has just been saved, so that the same page can be sent again.

        Where the page shows something else than what stands, somebody else has answered: that has
        not been seen, so the base of such a field stays what it was.
        """
        for entry in self.entries:
            entry.kept = kept.get(entry.question.key)
            value = entry.kept.value if entry.kept else None
            is_shown = entry.seen.endswith(f":{_digest(value)}") and not entry.differing
            if is_shown and not entry.errors:
                entry.seen = ""

    def add_row(self, key: str) -> None:
        """Show one more empty row of a table."""
        for entry in self.entries:
            if entry.question.key == key and len(entry.rows) < entry.question.most_rows:
                entry.rows.append(_row(entry, len(entry.rows), {}))


def _answer_elsewhere(question: Question, section: Section, kept: Mapping[str, AnswerField]) -> Any:
    """The answer in another section that a question hangs on; None where there is none yet."""
    if question.only_if is None:
        return None
    key = question.only_if[0]
    is_here = any(each.key == key for each in section.questions)
    return None if is_here or key not in kept else kept[key].value


def blank_form(section: Section, edition: Edition) -> SectionForm:
    """The form without any answer, for the shell of the phone app."""
    return SectionForm(section, edition, {}, is_sent_here=False)


def without_row(data: FormData, key: str, row: int) -> FormData:
    """What was typed, less one row of a table."""
    start = f"{key}~{row}~"
    kept = [(name, text) for name, text in data.items(multi=True) if not name.startswith(start)]
    return MultiDict(kept)


def _kept_entry(
    question: Question, kept: AnswerField | None, open_keys: Collection[str] | None
) -> Entry:
    value = kept.value if kept else None
    entry = Entry(question, question.key, _raw(question, value), kept=kept)
    entry.is_open = open_keys is None or question.key in open_keys
    if question.kind is QuestionKind.TABLE:
        rows = value or [{}] * max(1, question.fewest)
        entry.rows = [_row(entry, number, row) for number, row in enumerate(rows)]
    return entry


def _row(table: Entry, number: int, values: Mapping[str, Any]) -> list[Entry]:
    columns, start = table.question.columns, f"{table.name}~{number}~"
    row = [
        Entry(column, start + column.key, _raw(column, values.get(column.key)))
        for column in columns
    ]
    by_key = {column.key: column for column in columns}
    for cell in row:
        _add_condition(cell, by_key, start)
    return row


def _add_condition(entry: Entry, by_key: Mapping[str, Question], start: str) -> None:
    """Say on which answer a question hangs."""
    if entry.question.only_if is None:
        return
    key, wanted = entry.question.only_if
    entry.only_if = f"{start}{key}={wanted}"
    other = by_key[key]
    words = answer_words(other, wanted)
    entry.condition = f"Only if you answered “{words}” to “{other.label}”"


def _raw(question: Question, value: Any) -> str | list[str]:
    """A kept value as one types it; a table has rows instead."""
    if question.kind is QuestionKind.TABLE:
        return ""
    return cast("str | list[str]", as_typed(question, value))


def _fill(entry: Entry, data: FormData) -> None:
    """Put what was typed into an entry; empty rows of a table are dropped."""
    if entry.question.kind is not QuestionKind.TABLE:
        entry.raw = _typed_text(entry, data)
        return
    entry.rows = []
    for number in _row_numbers(entry, data):
        row = _row(entry, len(entry.rows), {})
        for cell in row:
            typed = Entry(cell.question, f"{entry.name}~{number}~{cell.question.key}")
            cell.raw = _typed_text(typed, data)
        if any(cell.raw for cell in row):
            entry.rows.append(row)
    if not entry.rows:
        entry.rows = [_row(entry, 0, {})]


def _typed_text(entry: Entry, data: FormData) -> str | list[str]:
    if entry.question.kind is QuestionKind.CHOICES:
        return data.getlist(entry.name)
    return clean_text(data.get(entry.name, "")) or ""


def _row_numbers(entry: Entry, data: FormData) -> list[int]:
    start = f"{entry.name}~"
    numbers = {
        number
        for name in data
        if name.startswith(start)
        and (number := _row_number(name[len(start) :].split("~")[0])) is not None
    }
    return sorted(numbers)[: entry.question.most_rows + 1]


def _row_number(text: str) -> int | None:
    """The number of a row; None for what no page of ours has sent."""
    return int(text) if text.isdecimal() and len(text) < 5 else None


def _typed(entry: Entry) -> object:
    """What `check_answer` reads: text, texts, or a mapping for each row that is not empty."""
    if entry.question.kind is not QuestionKind.TABLE:
        return entry.raw
    return [
        {cell.question.key: cell.raw for cell in row}
        for row in entry.rows
        if any(cell.raw for cell in row)
    ]


def _place(entry: Entry, errors: Sequence[tuple[str, str]]) -> None:
    """Put each error beside its question, or beside its cell of a table."""
    cells = {cell.name.replace("~", "."): cell for row in entry.rows for cell in row}
    for name, message in errors:
        cells.get(name, entry).errors.append(message)


def _base(version: int, digest: str) -> str:
    return f"{version}:{digest}"


def _read_base(text: str) -> tuple[int, str]:
    version, _, digest = text.partition(":")
    return (int(version) if version.isdecimal() and len(version) < 8 else 0), digest


def _digest(value: Any) -> str:
    text = "" if value in (None, "", []) else json.dumps(value, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Button:
    """The button that was pressed: `add key`, `remove key row`, `use entry-id`, save or back."""

    do: str
    what: str
    row: int | None

    @classmethod
    def of(cls, value: str) -> Button:
        do, what, row = [*value.split(" "), "", ""][:3]
        return cls(do, what, _row_number(row))


def entry_named(button: Button) -> UUID:
    """The answer that `use entry-id` names. Raises InvalidError."""
    try:
        return UUID(button.what)
    except ValueError:
        raise InvalidError.of("", "Choose one of the two answers") from None


def typed_with(button: Button, data: FormData) -> FormData:
    """What was typed, less the row that the pressed button takes out."""
    if button.do == "remove" and button.row is not None:
        return without_row(data, button.what, button.row)
    return data
