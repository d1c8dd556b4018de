"""What the provider's own page accepts."""

from __future__ import annotations

from wtforms import DateField, Field, SelectField, TimeField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # types lag behind
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from portal.models import DayKind
from portal.web.forms import PortalForm, TextField, no_control_characters

NEEDS_TIME = "Enter a time, like 09:00"


class HoursForm(PortalForm):
    am_opens = TimeField("Morning opens", [InputRequired(NEEDS_TIME)])
    am_closes = TimeField("Morning closes", [InputRequired(NEEDS_TIME)])
    pm_opens = TimeField("Afternoon opens", [InputRequired(NEEDS_TIME)])
    pm_closes = TimeField("Afternoon closes", [InputRequired(NEEDS_TIME)])
    telephone = TextField("Telephone", [Length(max=40), no_control_characters])

    def validate_am_closes(self, field: Field) -> None:
        self._must_follow(field, self.am_opens)

    def validate_pm_opens(self, field: Field) -> None:
        self._must_follow(field, self.am_closes)

    def validate_pm_closes(self, field: Field) -> None:
        self._must_follow(field, self.pm_opens)

    @staticmethod
    def _must_follow(later: Field, earlier: Field) -> None:
        if earlier.data and later.data and later.data < earlier.data:
            raise ValidationError(f"{later.label.text} must be after {earlier.label.text.lower()}")


class DayForm(PortalForm):
    day = DateField("Day", [Optional()])
    kind = SelectField(
        "What is different",
        choices=[
            SelectChoice(DayKind.CLOSED.value, "Closed"),
            SelectChoice(DayKind.OPEN.value, "Open, outside term"),
        ],
    )
    note = TextField("Why", [Length(max=120), no_control_characters])

    def validate_day(self, field: Field) -> None:
        if field.data is None:
            raise ValidationError("Enter a day, like 24 11 2026")
        if not 2000 <= field.data.year <= 2100:
            raise ValidationError("Enter a day between 2000 and 2100")
