"""What the upload page accepts."""

from __future__ import annotations

import re
from collections.abc import Mapping

from flask_wtf.file import FileField, FileRequired
from wtforms import Field, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # types lag behind
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from portal.adapters.csv_files.encodings import CHOICES
from portal.features.imports.kinds import ImportKind
from portal.features.imports.reading.importer import Removal
from portal.features.imports.terms.published import MOST_TEXT
from portal.web.forms import LongTextField, PortalForm, TextField

_CODES = re.compile(r"[0-9]{3}(,[0-9]{3})*")


class UploadForm(PortalForm):
    """A file; for schools also the councils whose schools are wanted."""

    file = FileField("CSV or Excel file", [FileRequired("Choose a CSV or Excel file")])
    councils = TextField("Only the schools of these councils", [Length(max=200)])

    def __init__(self, kind: ImportKind) -> None:
        super().__init__()
        if kind is not ImportKind.SCHOOLS:
            del self.councils

    def validate_councils(self, field: Field) -> None:
        codes = "".join((field.data or "").split())
        if codes and not _CODES.fullmatch(codes):
            raise ValidationError("Write council codes of three figures, like 931, 933")

    @property
    def council_codes(self) -> frozenset[str]:
        if "councils" not in self:
            return frozenset()
        codes = "".join((self.councils.data or "").split())
        return frozenset(codes.split(",")) if codes else frozenset()


class PupilNumberForm(PortalForm):
    """Which record is wrong, and the UPN that is right."""

    record = TextField(
        "UPN or reference that the portal has now", [InputRequired("Give the UPN or reference")]
    )
    upn = TextField("The right UPN", [InputRequired("Give the right UPN")])


class PasteForm(PortalForm):
    """A table of term dates, copied from a web page."""

    text = LongTextField(
        "Term dates",
        [
            InputRequired("Paste the term dates"),
            Length(max=MOST_TEXT, message=f"Use {MOST_TEXT:,} characters or fewer"),
        ],
    )


class EncodingForm(PortalForm):
    """How a file was saved, with its own words as each choice would read them."""

    encoding = RadioField("Which of these is right?", [InputRequired("Choose which is right")])

    def __init__(self, readings: Mapping[str, tuple[str, ...]]) -> None:
        super().__init__()
        self.encoding.choices = [
            SelectChoice(name, f"{words}: {', '.join(readings.get(name, ()))}")
            for name, words in CHOICES.items()
        ]


class RemovalForm(PortalForm):
    """What becomes of the terms and days that the file leaves out; asked only where there are any."""

    removal = RadioField(
        "What should happen to these?",
        [Optional()],
        choices=[
            SelectChoice(Removal.KEEP.value, "Keep them"),
            SelectChoice(Removal.REMOVE.value, "Delete them"),
        ],
    )

    @property
    def answer(self) -> Removal:
        return Removal(self.removal.data) if self.validate() and self.removal.data else Removal.ASK

    def ask(self) -> None:
        self.removal.errors = ["Choose what should happen to what the file leaves out"]
