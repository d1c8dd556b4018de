"""What the pages of the single central record accept."""

from __future__ import annotations

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DateField
from wtforms.validators import InputRequired, Length, Optional

from portal.domain.errors import InvalidError
from portal.domain.evidence.single_central_record import StaffCheckKind
from portal.features.staff_records.service import NewCheck, PersonDetails
from portal.web.forms import PortalForm, TextField, in_our_time, no_control_characters


class _StaffForm(PortalForm):
    def show(self, error: InvalidError) -> None:
        """Put what is wrong beside the fields."""
        for each in error.errors:
            field = self[each.field]
            field.errors = [*field.errors, each.message]


class PersonForm(_StaffForm):
    """Who somebody is, and what decides which checks are needed."""

    name = TextField(
        "Full name", [InputRequired("Enter the name"), Length(max=120), no_control_characters]
    )
    role = TextField(
        "Role", [InputRequired("Enter the role"), Length(max=120), no_control_characters]
    )
    started_on = DateField("First day", [InputRequired("Enter the first day"), in_our_time])
    ended_on = DateField("Last day", [Optional(), in_our_time])
    is_regulated_activity = BooleanField("Works with pupils often, or alone (regulated activity)")
    is_manager = BooleanField("Owns or manages the provider")
    teaches = BooleanField("Teaches")
    lived_abroad = BooleanField("Has lived or worked abroad as an adult")
    works_with_under_eights = BooleanField("Works with children under eight")
    agency = TextField("Agency", [Length(max=120), no_control_characters])

    @property
    def details(self) -> PersonDetails:
        started_on = self.started_on.data
        assert started_on is not None  # InputRequired has seen to it
        return PersonDetails(
            name=self.name.text,
            role=self.role.text,
            started_on=started_on,
            ended_on=self.ended_on.data,
            is_regulated_activity=self.is_regulated_activity.data,
            is_manager=self.is_manager.data,
            teaches=self.teaches.data,
            lived_abroad=self.lived_abroad.data,
            works_with_under_eights=self.works_with_under_eights.data,
            agency=self.agency.text,
        )


class CheckForm(_StaffForm):
    """One check: when, and who saw it. Only a DBS check has a number."""

    checked_on = DateField("Day of the check", [InputRequired("Enter the day"), in_our_time])
    seen_by = TextField(
        "Who saw it",
        [InputRequired("Enter who saw it"), Length(max=120), no_control_characters],
    )
    number = TextField("Number of the certificate", [Length(max=40)])
    note = TextField("Note", [Length(max=300), no_control_characters])

    def __init__(self, kind: StaffCheckKind, seen_by: str) -> None:
        super().__init__(data={"seen_by": seen_by})
        self._kind = kind
        if not kind.has_number:
            del self.number

    @property
    def check(self) -> NewCheck:
        checked_on = self.checked_on.data
        assert checked_on is not None  # InputRequired has seen to it
        number = self.number.text if "number" in self else ""
        return NewCheck(self._kind, checked_on, self.seen_by.text, number, self.note.text)


class LoadForm(PortalForm):
    file = FileField("CSV or Excel file", [FileRequired("Choose a CSV or Excel file")])
