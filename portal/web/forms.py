"""The base of every form, and the checks that several forms share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email
from flask import request
from flask_wtf import FlaskForm
from wtforms import Field, Form, StringField, TextAreaField
from wtforms.validators import ValidationError

from portal.domain.errors import InvalidError
from portal.domain.text.plain_text import clean_line, clean_text, has_control
from portal.web.sent_once import NumberedCsrf


@dataclass(frozen=True)
class ShownError:
    """One line of the error summary; `href` leads to the field."""

    text: str
    href: str


class PortalForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """A form whose errors can be listed at the top of the page. It reads what a form sends, never JSON."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # flask-wtf has no types
        csrf_class = NumberedCsrf

        def wrap_formdata(self, form: Form, formdata: object) -> object:
            return None if request.is_json else super().wrap_formdata(form, formdata)

    def shown_errors(self) -> list[ShownError]:
        return list(_errors_of(self))

    def show(self, error: InvalidError) -> None:
        """Put what a service found wrong beside its fields, where the form has them by that name."""
        for each in error.errors:
            field = self._fields[each.field]
            field.errors = [*field.errors, each.message]


def _errors_of(form: Form) -> Iterator[ShownError]:
    for field in form:
        if isinstance(field.errors, dict) or field.type in ("FieldList", "FormField"):
            continue
        for message in field.errors:
            yield ShownError(str(message), f"#{field.id}")


class _CleanedField(StringField):
    """Cleans what comes in, and remembers whether something had to go."""

    had_control_characters = False

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        self.had_control_characters = has_control(self.data or "")
        self.data = clean_text(self.data)

    @property
    def text(self) -> str:
        return self.data or ""


class TextField(_CleanedField):
    """A line of text, cleaned as it comes in; several lines become one."""

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        self.data = clean_line(self.text)


class LongTextField(_CleanedField, TextAreaField):
    """Several lines of text, cleaned as they come in."""


def no_control_characters(form: Form, field: Field) -> None:
    """Refuse what could not be shown again; the page shows the field without it."""
    if getattr(field, "had_control_characters", False):
        raise ValidationError("Take out the characters that cannot be printed")


_WEB_ADDRESS = re.compile(r"://|www\.", re.IGNORECASE)


def no_web_address(form: Form, field: Field) -> None:
    """Refuse what an email of ours would turn into a link to somewhere else."""
    if _WEB_ADDRESS.search(field.data or ""):
        raise ValidationError("Enter the name without a web address")


def is_email(form: Form, field: Field) -> None:
    try:
        checked = validate_email(
            field.data or "", check_deliverability=False, test_environment=True
        )
    except EmailNotValidError:
        raise ValidationError("Enter an email address, like name@example.com") from None
    field.data = checked.normalized.lower()


def in_our_time(form: Form, field: Field) -> None:
    if field.data is not None and not 2000 <= field.data.year <= 2100:
        raise ValidationError("Enter a day between 2000 and 2100")
