"""What the pages of an application accept, apart from its sections."""

from __future__ import annotations

from wtforms import DateField, Field, FieldList, FormField, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # types lag behind
from wtforms.form import Form
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from portal.domain.catalogue.application_states import DecisionOutcome, ItemVerdict
from portal.features.applications.decisions import NewCondition, Recommendation
from portal.web.forms import (
    LongTextField,
    PortalForm,
    TextField,
    is_email,
    no_control_characters,
    no_web_address,
)

MOST_CONDITIONS = 10
LONGEST_REASONS = 4000


class JoinForm(PortalForm):
    organisation = TextField(
        "Name of your organisation",
        [
            InputRequired("Enter the name of your organisation"),
            Length(max=200),
            no_control_characters,
            no_web_address,
        ],
    )
    name = TextField(
        "Your full name",
        [InputRequired("Enter your name"), Length(max=120), no_control_characters],
    )
    email = TextField("Email address", [InputRequired("Enter your email address"), is_email])


class WithdrawForm(PortalForm):
    reason = LongTextField("Why do you withdraw? (optional)", [Length(max=2000)])


class AnswerForm(PortalForm):
    answer = LongTextField(
        "Your answer", [InputRequired("Enter your answer"), Length(max=LONGEST_REASONS)]
    )


class ItemForm(PortalForm):
    verdict = RadioField(
        "What did you find?",
        [InputRequired("Choose met, not met or ask")],
        choices=[SelectChoice(each.value, each.words) for each in ItemVerdict],
    )
    note = LongTextField("Note, or the question to the provider", [Length(max=2000)])

    def validate_note(self, field: Field) -> None:
        if self.verdict.data == ItemVerdict.ASK and not field.data:
            raise ValidationError("Write the question to the provider")
        if self.verdict.data == ItemVerdict.NOT_MET and not field.data:
            raise ValidationError("Say what is not met")


class CarryOnForm(PortalForm):
    reason = LongTextField(
        "Why do you go on without the answers?",
        [InputRequired("Say why you go on without the answers"), Length(max=2000)],
    )


class ConditionForm(Form):
    text = TextField("What must be done", [Length(max=1000), no_control_characters])
    due_on = DateField("By", [Optional()])

    def validate_text(self, field: Field) -> None:
        if self.due_on.data and not field.data:
            raise ValidationError("Say what must be done by this day")

    def validate_due_on(self, field: Field) -> None:
        if self.text.data and not field.data:
            raise ValidationError("Enter the day by which it must be done")


class RecommendForm(PortalForm):
    outcome = RadioField(
        "What do you recommend?",
        [InputRequired("Choose what you recommend")],
        choices=[SelectChoice(each.value, each.words) for each in DecisionOutcome],
    )
    reasons = LongTextField(
        "Reasons", [InputRequired("Give the reasons"), Length(max=LONGEST_REASONS)]
    )
    conditions = FieldList(FormField(ConditionForm), min_entries=1, max_entries=MOST_CONDITIONS)

    def add_condition(self) -> None:
        """Show one more empty row."""
        if len(self.conditions) < MOST_CONDITIONS:
            self.conditions.append_entry()

    def recommendation(self) -> Recommendation:
        rows = [row.form for row in self.conditions]
        return Recommendation(
            DecisionOutcome(self.outcome.data),
            self.reasons.text,
            tuple(NewCondition(row.text.text, row.due_on.data) for row in rows if row.due_on.data),
        )


class AgreeForm(PortalForm):
    is_agreed = RadioField(
        "Do you agree?",
        [InputRequired("Choose whether you agree")],
        choices=[
            SelectChoice("yes", "Yes, I agree: the decision stands"),
            SelectChoice("no", "No, send it back"),
        ],
    )
    reason = LongTextField("If you send it back, why?", [Length(max=2000)])

    def validate_reason(self, field: Field) -> None:
        if self.is_agreed.data == "no" and not field.data:
            raise ValidationError("Say why you send it back")
