"""One row of each small file: what it must hold, and the frozen dataclass that it becomes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from marshmallow import Schema, ValidationError, post_load, validates_schema

from portal.adapters.csv_files.fields import YES_NO, Choice, Day, line, words_of
from portal.adapters.csv_files.reader import Row
from portal.features.imports.reading.fields import Upn, Week
from portal.features.imports.reading.week_pattern import WeeklySession
from portal.models import DayKind, PlacementReason, Sen, Sex

Entry = TypeVar("Entry")
TERM = "term"


HOLIDAY = "holiday"
BANK_HOLIDAY = "bank_holiday"
_INSET_WORDS = (
    "inset",
    "inset_day",
    "training",
    "training_day",
    "staff_training_day",
    "pd",
    "pd_day",
    "professional_development_day",
)
_KIND_OF_WORD = {kind.value: kind for kind in DayKind}
_DAY_KINDS: dict[str, object] = {
    TERM: TERM,
    **{kind.value: kind.value for kind in DayKind},
    **dict.fromkeys(_INSET_WORDS, DayKind.INSET.value),
    **dict.fromkeys(("holiday", "half_term", "holidays", "school_holiday", "break"), HOLIDAY),
    **dict.fromkeys(("bank_holiday", "public_holiday"), BANK_HOLIDAY),
}
"""Words for a kind of day. A holiday is closed where it lies within a term."""

_REASONS = {
    **words_of(PlacementReason),
    **dict.fromkeys(("pex", "permanently_excluded"), PlacementReason.PERMANENT_EXCLUSION),
    **dict.fromkeys(("suspended", "fixed_term_exclusion"), PlacementReason.SUSPENSION),
    **dict.fromkeys(("ehcp", "ehc_plan", "named_in_ehcp"), PlacementReason.NAMED_IN_EHC_PLAN),
}


@dataclass(frozen=True)
class Numbered(Generic[Entry]):
    """An entry, the row it came from, and that row as it was typed."""

    row: Row
    entry: Entry

    @property
    def number(self) -> int:
        return self.row.number


@dataclass(frozen=True)
class TermDateEntry:
    """`kind` is None for a term."""

    organisation: str | None
    kind: DayKind | None
    name: str
    start: date
    end: date
    is_holiday: bool = False
    is_bank_holiday: bool = False


@dataclass(frozen=True)
class PupilEntry:
    """None in sex, sen and looked_after means: as it is."""

    upn: str | None
    reference: str | None
    first_name: str
    last_name: str
    born_on: date
    sex: Sex | None
    sen: Sen | None
    looked_after: bool | None
    home_school: str | None
    old_upn: str | None = None


@dataclass(frozen=True)
class PlacementEntry:
    reference: str
    pupil: str
    provider: str
    commissioner: str
    starts_on: date
    ends_on: date | None
    reason: PlacementReason
    sessions: frozenset[WeeklySession]
    site: str | None
    from_on: date | None


class TermDateSchema(Schema):
    organisation = line(200)
    kind = Choice(
        _DAY_KINDS,
        "Use term, inset, closed, open or holiday",
        "Give the kind: term, inset, closed, open or holiday",
    )
    name = line(60, "Give the name that people use, such as Term 1")
    start = Day("Give the first day", takes_short_years=True)
    end = Day(takes_short_years=True)

    @validates_schema
    def check_days(self, data: dict[str, Any], **kwargs: Any) -> None:
        if data["end"] is None and data["kind"] == TERM:
            raise ValidationError("Give the last day of the term", "end")
        if data["end"] is not None and data["end"] < data["start"]:
            raise ValidationError("This is before the first day", "end")
        if data["end"] is not None and (data["end"] - data["start"]).days > 150:
            raise ValidationError("This is more than 150 days after the first day", "end")

    @post_load
    def make(self, data: dict[str, Any], **kwargs: Any) -> TermDateEntry:
        word = data.pop("kind")
        return TermDateEntry(
            kind=None if word == TERM else _KIND_OF_WORD.get(word, DayKind.CLOSED),
            is_holiday=word == HOLIDAY,
            is_bank_holiday=word == BANK_HOLIDAY,
            **{**data, "end": data["end"] or data["start"]},
        )


class PupilSchema(Schema):
    upn = Upn(load_default=None)
    old_upn = line(13)
    reference = line(40)
    first_name = line(100, "Give the first name")
    last_name = line(100, "Give the last name")
    born_on = Day("Give the date of birth")
    sex = Choice(
        {
            **dict.fromkeys(("f", "female", "2"), Sex.FEMALE),
            **dict.fromkeys(("m", "male", "1"), Sex.MALE),
            **dict.fromkeys(("u", "unknown"), Sex.UNKNOWN),
        },
        "Use F, M or U",
    )
    sen = Choice(
        {
            **dict.fromkeys(("n", "none", "no_sen", "no_sen_provision"), Sen.NONE),
            **dict.fromkeys(("k", "sen_support", "support"), Sen.SUPPORT),
            **dict.fromkeys(("e", "ehcp", "ehc_plan"), Sen.EHC_PLAN),
        },
        "Use N (none), K (SEN support) or E (EHC plan)",
    )
    looked_after = Choice(YES_NO, "Use yes or no")
    home_school_urn = line(200)

    @validates_schema
    def check_identifier(self, data: dict[str, Any], **kwargs: Any) -> None:
        if data["upn"] is None and data["reference"] is None:
            raise ValidationError("Give a UPN, or a reference of your own", "reference")

    @post_load
    def make(self, data: dict[str, Any], **kwargs: Any) -> PupilEntry:
        return PupilEntry(home_school=data.pop("home_school_urn"), **data)


class PlacementSchema(Schema):
    reference = line(40, "Give your own number for this placement")
    pupil = line(40, "Give the pupil's UPN or reference")
    provider = line(200, "Give the provider's code or name")
    commissioner = line(
        200, "Give the school's URN, a council service or the name of the household"
    )
    starts_on = Day("Give the first day")
    ends_on = Day()
    reason = Choice(
        _REASONS,
        f"Use one of: {', '.join(PlacementReason)}",
        f"Give the reason, one of: {', '.join(PlacementReason)}",
    )
    sessions = Week("Give the weekly pattern, like: mon am+pm, wed am")
    site = line(120)
    from_on = Day()

    @validates_schema
    def check_days(self, data: dict[str, Any], **kwargs: Any) -> None:
        first, last, change = data["starts_on"], data["ends_on"], data["from_on"]
        if last is not None and last < first:
            raise ValidationError("The last day is before the first day", "ends_on")
        if change is not None and (change < first or (last is not None and change > last)):
            raise ValidationError("This day is outside the placement", "from_on")

    @post_load
    def make(self, data: dict[str, Any], **kwargs: Any) -> PlacementEntry:
        return PlacementEntry(**data)
