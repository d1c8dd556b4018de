"""The columns of a file with the single central record, and what a cell of a check holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load

from portal.adapters.csv_files.fields import Choice, Day, line
from portal.adapters.csv_files.sheet import Column, Sheet
from portal.domain.calendar.written_days import parse_day
from portal.domain.errors import InvalidError
from portal.domain.evidence.single_central_record import StaffCheckKind
from portal.domain.text.identifiers import check_dbs_certificate_number
from portal.features.staff_records.service import PersonDetails

NUMBER = "enhanced_dbs_number"
SEEN_BY = "seen_by"
_FIRST_YEAR, _LAST_YEAR = 2000, 2100
_FLAGS = {
    "regulated_activity": "is_regulated_activity",
    "manager": "is_manager",
    "teaches": "teaches",
    "lived_abroad": "lived_abroad",
    "under_eights": "works_with_under_eights",
}
_YES_NO = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}

SHEET = Sheet(
    (
        Column("name", "The full name", "Jo Lindley"),
        Column("role", "What the person does", "Tutor"),
        Column("started_on", "The first day", "02/09/2024"),
        Column("ended_on", "The last day; empty for somebody who still works there", "", False),
        Column("regulated_activity", "yes or no; empty means yes", "yes", False),
        Column("manager", "yes for whoever owns or manages the provider", "no", False),
        Column("teaches", "yes or no", "yes", False),
        Column("lived_abroad", "yes or no", "no", False),
        Column("under_eights", "yes for whoever works with children under eight", "no", False),
        Column("agency", "The agency's name; empty for your own staff", "", False),
        Column(SEEN_BY, "Who saw the checks, unless a check says otherwise", "Sam Carter", False),
        Column(NUMBER, "The 12 figures of the certificate; never a copy", "001234567890", False),
        *(
            Column(kind.value, kind.words, "01/09/2024 Sam Carter", needed=False)
            for kind in StaffCheckKind
        ),
    ),
    row_limit=2_000,
)


@dataclass(frozen=True)
class CellCheck:
    """A check as a cell gives it: “01/09/2024” or “01/09/2024 Sam Carter”."""

    checked_on: date
    seen_by: str


@dataclass(frozen=True)
class StaffEntry:
    details: PersonDetails
    seen_by: str
    dbs_number: str
    checks: Mapping[StaffCheckKind, CellCheck]


class CheckCell(fields.Field[CellCheck]):
    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> CellCheck:
        day, _, seen_by = str(value).partition(" ")
        if len(seen_by) > 120:
            raise ValidationError("Use 120 characters or fewer for the name")
        try:
            return CellCheck(parse_day(day, _FIRST_YEAR, _LAST_YEAR), seen_by.strip())
        except ValueError as error:
            raise ValidationError(f"{error}, then who saw it") from None


class DbsNumber(fields.Field[str]):
    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> str:
        try:
            return check_dbs_certificate_number(str(value))
        except InvalidError as error:
            raise ValidationError(error.errors[0].message) from None


class StaffSchema(Schema):
    """One row: a person, and a column for each kind of check."""

    class Meta:
        include = {
            **{kind.value: CheckCell(load_default=None) for kind in StaffCheckKind},
            **{name: Choice(_YES_NO, "Use yes or no") for name in _FLAGS},
        }

    name = line(120, "Give the full name")
    role = line(120, "Give the role")
    started_on = Day("Give the first day")
    ended_on = Day()
    agency = line(120)
    seen_by = line(120)
    enhanced_dbs_number = DbsNumber(load_default=None)

    @post_load
    def make(self, data: dict[str, Any], **kwargs: Any) -> StaffEntry:
        flags = {to: data[name] for name, to in _FLAGS.items() if data[name] is not None}
        return StaffEntry(
            PersonDetails(
                data["name"],
                data["role"],
                data["started_on"],
                data["ended_on"],
                agency=data["agency"] or "",
                **flags,
            ),
            data["seen_by"] or "",
            data[NUMBER] or "",
            {kind: data[kind.value] for kind in StaffCheckKind if data[kind.value] is not None},
        )
