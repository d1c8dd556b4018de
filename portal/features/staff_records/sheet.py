"""The columns of a file with the single central record, and what a cell of a check holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load

from portal.adapters.csv_files.fields import YES_NO, Choice, Day, line
from portal.adapters.csv_files.sheet import Column, Sheet
from portal.domain.calendar.written_days import parse_day
from portal.domain.errors import InvalidError
from portal.domain.evidence.single_central_record import StaffCheckKind
from portal.domain.text.identifiers import check_dbs_certificate_number
from portal.features.staff_records.service import PersonDetails

NUMBER = "enhanced_dbs_number"
SEEN_BY = "seen_by"
_FIRST_YEAR, _LAST_YEAR = 2000, 2100
_MOST_DAY_WORDS = 4  # Tuesday 24 November 2026
_FLAGS = {
    "regulated_activity": "is_regulated_activity",
    "manager": "is_manager",
    "teaches": "teaches",
    "lived_abroad": "lived_abroad",
    "under_eights": "works_with_under_eights",
}
DETAILS = {**_FLAGS, "agency": "agency", "ended_on": "ended_on"}
"""The columns that may be missing, by what they say of a person."""

SHEET = Sheet(
    (
        Column("name", "The full name", "Jo Lindley", aliases=("full name", "staff name")),
        Column("role", "What the person does", "Tutor", aliases=("job title", "post")),
        Column("started_on", "The first day", "02/09/2024", aliases=("start date", "date started")),
        Column(
            "ended_on",
            "The last day; empty for somebody who still works there",
            "",
            False,
            ("end date", "leaving date", "date left"),
        ),
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
        words = str(value).split()
        faults: list[str] = []
        for count in range(1, min(len(words), _MOST_DAY_WORDS) + 1):
            try:
                day = parse_day(" ".join(words[:count]), _FIRST_YEAR, _LAST_YEAR)
            except ValueError as error:
                faults.append(str(error))
                continue
            return CellCheck(day, _seen_by(words[count:]))
        raise ValidationError(f"{faults[0]}, then who saw it")


def _seen_by(words: Sequence[str]) -> str:
    name = " ".join(words)
    if len(name) > 120:
        raise ValidationError("Use 120 characters or fewer for the name")
    return name


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
            **{name: Choice(YES_NO, "Use yes or no") for name in _FLAGS},
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
