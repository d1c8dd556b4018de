"""What the queue accepts: for each row a code, or none, with words and a reason where needed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import request
from wtforms import Form, HiddenField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # types lag behind
from wtforms.validators import InputRequired, Length, Optional

from portal.features.absences.queries import PAGE_SIZE, QueueRow
from portal.web.forms import PortalForm, ShownError, TextField, no_control_characters

OTHER = "other"
_ROW_NAME = re.compile(
    r"(?P<register>[0-9]{1,9})-(?P<placement>[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})-version"
)


class RowForm(Form):
    """One row. Nothing is chosen until a person chooses."""

    code = RadioField("Code", [Optional()], validate_choice=False)
    other = SelectField("Another code", [Optional()])
    words = TextField(
        "Words", [Length(max=300, message="Use 300 characters or fewer"), no_control_characters]
    )
    reason = TextField(
        "Why it changes",
        [Length(max=500, message="Use 500 characters or fewer"), no_control_characters],
    )
    version = HiddenField()
    last = HiddenField()

    def chosen(self) -> str:
        """The letter chosen, or "" where the row is left for later."""
        code = self.code.data or ""
        return (self.other.data or "") if code == OTHER else code

    def validate(self, extra_validators: object = None) -> bool:
        is_valid = bool(super().validate())
        if self.code.data == OTHER and not self.other.data:
            self.other.errors = ["Choose the other code"]
            return False
        if self.code.data and self.code.data not in {value for value, *_ in self._codes()}:
            self.code.errors = ["Choose one of the codes"]
            return False
        return is_valid

    def _codes(self) -> list[tuple[str, ...]]:
        return [(str(choice[0]),) for choice in self.code.iter_choices()]

    def look_again(self, row: QueueRow) -> None:
        """Hold what the row says now, so that the next press is made on that."""
        self.version.data = str(row.mark.version)
        self.last.data = str(row.last.id) if row.last else ""

    @property
    def mark_version(self) -> int:
        return _whole_number(self.version.data)

    @property
    def last_id(self) -> int | None:
        return _whole_number(self.last.data) or None


def _whole_number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 12 else 0


class UnmarkedForm(PortalForm):
    """One session without a mark. Nothing is chosen until a person chooses."""

    code = SelectField("Code", [InputRequired("Choose a code")])
    words = TextField(
        "Words, where the code needs them",
        [Length(max=300, message="Use 300 characters or fewer"), no_control_characters],
    )
    last = HiddenField()

    @property
    def last_id(self) -> int | None:
        return _whole_number(self.last.data) or None


@dataclass
class QueueFormRow:
    row: QueueRow
    form: RowForm


class QueueForm(PortalForm):
    """All rows of the page under one CSRF token."""

    def __init__(self, rows: Sequence[QueueRow]) -> None:
        super().__init__()
        self.rows = [QueueFormRow(row, _row_form(row)) for row in rows]

    @property
    def errors(self) -> dict[str, object]:
        found = dict(super().errors)
        found |= {each.row.name: each.form.errors for each in self.rows if each.form.errors}
        return found

    def shown_errors(self) -> list[ShownError]:
        return super().shown_errors() + [
            ShownError(f"{each.row.placement.pupil.name}: {message}", f"#{field.id}")
            for each in self.rows
            for field in each.form
            for message in field.errors
        ]


def places_sent() -> list[tuple[int, UUID]]:
    """The register and placement of each row that the page held when it was sent."""
    found = (_ROW_NAME.fullmatch(name) for name in request.form)
    places = [(int(row["register"]), UUID(row["placement"])) for row in found if row]
    return places[:PAGE_SIZE]


def _row_form(row: QueueRow) -> RowForm:
    prefix = f"{row.name}-"
    sent = request.form if f"{prefix}version" in request.form else None
    shown = {"version": str(row.mark.version), "last": str(row.last.id) if row.last else ""}
    form = RowForm(sent, prefix=prefix, data=None if sent else shown)
    form.code.choices = [SelectChoice(code.letter, code.meaning) for code in row.likely_codes] + [
        SelectChoice(OTHER, "Another code")
    ]
    form.other.choices = [SelectChoice("", "Choose a code")] + [
        SelectChoice(code.letter, f"{code.letter}: {code.meaning}") for code in row.other_codes
    ]
    return form
