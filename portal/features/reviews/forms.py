"""What the pages of a desk-top review accept."""

from __future__ import annotations

from wtforms import DateField, Field, RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # types lag behind
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from portal.domain.catalogue.non_listed import Outcome
from portal.web.forms import (
    LongTextField,
    PortalForm,
    TextField,
    in_our_time,
    is_email,
    no_control_characters,
)

_LONG = Length(max=4000, message="Use 4000 characters or fewer")


class ReportForm(PortalForm):
    """A commissioner uses, or means to use, a provider that is not listed."""

    name = TextField(
        "Name of the provider",
        [DataRequired("Enter the provider’s name"), Length(max=200), no_control_characters],
    )
    contact_name = TextField(
        "Who to ask there",
        [DataRequired("Enter a name at the provider"), Length(max=120), no_control_characters],
    )
    contact_email = TextField(
        "Their email address", [DataRequired("Enter their email address"), is_email]
    )
    reason = LongTextField(
        "Why this provider, and none from the catalogue?",
        [
            DataRequired("Say why you use this provider"),
            Length(max=2000, message="Use 2000 characters or fewer"),
            no_control_characters,
        ],
    )
    uses_from = DateField(
        "From which day?", [InputRequired("Enter the day, past or to come"), in_our_time]
    )
    pupils = SelectMultipleField("Which of your pupils?", [Optional()])


class HandForm(PortalForm):
    officer = SelectField("Hand to", [InputRequired("Choose an officer")])


class ScoreForm(PortalForm):
    score = RadioField("Score", [InputRequired("Choose a score")])
    note = LongTextField(
        "What you found, and the evidence for it",
        [
            DataRequired("Say what you found, and where"),
            Length(max=2000, message="Use 2000 characters or fewer"),
            no_control_characters,
        ],
    )


class OutcomeForm(PortalForm):
    outcome = RadioField(
        "Outcome",
        [InputRequired("Choose the outcome")],
        choices=[SelectChoice(each.value, each.words) for each in Outcome],
    )
    until_on = DateField("May be used until", [Optional(), in_our_time])
    conditions = LongTextField("Conditions", [_LONG, no_control_characters])
    reasons = LongTextField(
        "Reasons", [DataRequired("Give your reasons"), _LONG, no_control_characters]
    )

    def validate_outcome(self, field: Field) -> None:
        if field.data not in list(Outcome):
            return
        outcome = Outcome(field.data)
        if outcome.needs_end and self.until_on.data is None:
            raise ValidationError("Enter the last day on which the provider may be used")
        if outcome.needs_conditions and not self.conditions.data:
            raise ValidationError("Write the conditions")


class ToldForm(PortalForm):
    """Who was told of a suspected unregistered school, how, and about what."""

    whom = TextField(
        "Who was told?",
        [DataRequired("Say who was told"), Length(max=200), no_control_characters],
    )
    how = TextField(
        "How?", [DataRequired("Say how they were told"), Length(max=200), no_control_characters]
    )
    about = TextField(
        "About what?", [DataRequired("Say about what"), Length(max=300), no_control_characters]
    )
