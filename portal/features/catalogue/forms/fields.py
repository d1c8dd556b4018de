"""Fields whose messages say what to do. (WTForms takes such messages; its published types do not yet.)"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import DecimalField, IntegerField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # types lag behind
from wtforms.validators import InputRequired, NumberRange


def choices_of(pairs: Sequence[tuple[str, str]], first: str = "") -> list[SelectChoice]:
    """The choices of a list, after one for “any” or “choose”."""
    start = [SelectChoice("", first)] if first else []
    return start + [SelectChoice(value, words) for value, words in pairs]


class OneOfField(SelectField):
    """One of a list, or the first choice."""

    def __init__(
        self, label: str, pairs: Sequence[tuple[str, str]] = (), first: str = "Any", **kwargs: Any
    ) -> None:
        super().__init__(label, choices=choices_of(pairs, first), default="", **kwargs)
        self.invalid_choice_message = f"{label}: choose from the list"


class SeveralField(SelectMultipleField):
    """At least one of a list."""

    def __init__(
        self, label: str, pairs: Sequence[tuple[str, str]], message: str, **kwargs: Any
    ) -> None:
        super().__init__(label, [InputRequired(message)], choices=choices_of(pairs), **kwargs)
        self.invalid_choice_message = f"{label}: choose from the list"


class WholeNumberField(IntegerField):
    """A whole number between two limits; `message` says what to enter."""

    def __init__(
        self,
        label: str,
        limits: tuple[int, int],
        message: str,
        range_message: str = "",
        **kwargs: Any,
    ) -> None:
        least, most = limits
        words = range_message or f"Enter a number from {least} to {most}"
        checks = [InputRequired(message), NumberRange(least, most, message=words)]
        super().__init__(label, checks, **kwargs)
        self.invalid_value_message = message


class PoundsField(DecimalField):
    """An amount in pounds; whether it may be left empty is for `check` to say."""

    def __init__(self, label: str, check: object, most: int, message: str, **kwargs: Any) -> None:
        words = f"Enter a price from 0 to {most}"
        super().__init__(label, [check, NumberRange(0, most, message=words)], **kwargs)
        self.invalid_value_message = message

    def process_formdata(self, valuelist: list[str]) -> None:
        """Refuse "nan" and "infinity", which Python reads as numbers."""
        super().process_formdata(valuelist)
        if self.data is not None and not self.data.is_finite():
            self.data = None
            raise ValueError(self.invalid_value_message)
