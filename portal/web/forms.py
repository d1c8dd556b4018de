"""The base of every form, and the checks that several forms share."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email
from flask_wtf import FlaskForm
from wtforms import Field, Form, StringField, TextAreaField
from wtforms.validators import ValidationError

# Characters that turn text around or hide in it: they can make one name look like another.
_HIDDEN = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\ufeff\x00")


@dataclass(frozen=True)
class ShownError:
    """One line of the error summary; `href` leads to the field."""

    text: str
    href: str


class PortalForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """A form whose errors can be listed at the top of the page."""

    def shown_errors(self) -> list[ShownError]:
        return list(_errors_of(self))


def _errors_of(form: Form) -> Iterator[ShownError]:
    for field in form:
        if isinstance(field.errors, dict) or field.type in ("FieldList", "FormField"):
            continue
        for message in field.errors:
            yield ShownError(str(message), f"#{field.id}")


def clean_text(text: str | None) -> str | None:
    """Normal form, no hidden characters, no spaces at the ends."""
    if text is None:
        return None
    kept = "".join(letter for letter in text if letter not in _HIDDEN)
    return unicodedata.normalize("NFC", kept).strip()


class TextField(StringField):
    """A line of text, cleaned as it comes in."""

    @property
    def text(self) -> str:
        return self.data or ""

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        self.data = clean_text(self.data)


class LongTextField(TextAreaField):
    """Several lines of text, cleaned as they come in."""

    @property
    def text(self) -> str:
        return self.data or ""

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        self.data = clean_text(self.data)


def no_control_characters(form: Form, field: Field) -> None:
    if any(
        unicodedata.category(letter) == "Cc" and letter not in "\r\n\t"
        for letter in field.data or ""
    ):
        raise ValidationError("Take out the characters that cannot be printed")


def is_email(form: Form, field: Field) -> None:
    try:
        checked = validate_email(
            field.data or "", check_deliverability=False, test_environment=True
        )
    except EmailNotValidError:
        raise ValidationError("Enter an email address, like name@example.com") from None
    field.data = checked.normalized.lower()
