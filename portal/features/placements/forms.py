"""What the pages of pupils and placements accept."""

from __future__ import annotations

from wtforms import DateField, Field, Form, SelectField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from portal.domain.attendance.codes import Code
from portal.features.placements.export import LONGEST_DAYS
from portal.web.forms import PortalForm, TextField, in_our_time, no_control_characters


class DayForm(Form):
    """Part of an address: which day to show."""

    day = DateField("Day", [Optional(), in_our_time])


class ExportForm(PortalForm):
    first = DateField("From", [InputRequired("Enter the first day"), in_our_time])
    last = DateField("To", [InputRequired("Enter the last day"), in_our_time])

    def validate_last(self, field: Field) -> None:
        if not self.first.data or not field.data:
            return
        days = (field.data - self.first.data).days
        if not 0 <= days < LONGEST_DAYS:
            raise ValidationError(f"Choose 1 to {LONGEST_DAYS} days, the first day first")


class SeenHereForm(PortalForm):
    """What “seen here” counts as, from a day on."""

    code = SelectField("Code", [InputRequired("Choose a code")])
    words = TextField(
        "What the pupil does there",
        [Length(max=300, message="Use 300 characters or fewer"), no_control_characters],
    )
    from_day = DateField("From", [InputRequired("Enter the first day"), in_our_time])

    def __init__(self, codes: tuple[Code, ...], **arguments: object) -> None:
        super().__init__(**arguments)
        self._codes = {code.letter: code for code in codes}

    def validate_words(self, field: Field) -> None:
        code = self._codes.get(self.code.data or "")
        if code is not None and code.needs_words and not field.data:
            raise ValidationError(f"Code {code.letter} needs words: say what the pupil does there")


class InsetForm(PortalForm):
    day = DateField("Day", [InputRequired("Enter the day"), in_our_time])
    note = TextField("Why", [Length(max=120), no_control_characters])
