"""The single central record: which checks each person needs, and which are missing.

Sources: Keeping children safe in education, Part three (Department for Education; a new edition
each September), and its duty on a placing school to hold written confirmation of these checks;
"Non-school alternative provision: voluntary national standards" (August 2025), standard 1.1.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from portal.domain.calendar.day_words import full_day, months_after
from portal.domain.evidence.renewals import guidance_edition, has_read_part_one

ONLINE_SEARCH_SINCE: Final = date(2022, 9, 1)
"""Keeping children safe in education 2022 brought in the search of shortlisted applicants."""

DBS_MONTHS: Final = 36
"""The council's own limit: the law sets none. A council may set another, or none."""

FIRST_AID_MONTHS: Final = 36
"""Health and Safety Executive: certificates last three years."""


class StaffCheckKind(StrEnum):
    """A check that the record holds."""

    IDENTITY = "identity"
    ADDRESS = "address"
    RIGHT_TO_WORK = "right_to_work"
    ENHANCED_DBS = "enhanced_dbs"
    BARRED_LIST = "barred_list"
    TEACHING_PROHIBITION = "teaching_prohibition"
    MANAGEMENT_PROHIBITION = "management_prohibition"
    OVERSEAS = "overseas"
    QUALIFICATIONS = "qualifications"
    FIRST_REFERENCE = "first_reference"
    SECOND_REFERENCE = "second_reference"
    CHILDCARE_DISQUALIFICATION = "childcare_disqualification"
    ONLINE_SEARCH = "online_search"
    MEDICAL_FITNESS = "medical_fitness"
    SAFEGUARDING_TRAINING = "safeguarding_training"
    PART_ONE_READ = "part_one_read"
    PREVENT_TRAINING = "prevent_training"
    FIRST_AID = "first_aid"
    AGENCY_LETTER = "agency_letter"

    @property
    def words(self) -> str:
        return _WORDS[self]

    @property
    def has_number(self) -> bool:
        """Whether the number of a certificate is kept. A copy of it never is."""
        return self is StaffCheckKind.ENHANCED_DBS


_K: Final = StaffCheckKind

_WORDS: Final = {
    _K.IDENTITY: "Identity seen",
    _K.ADDRESS: "Proof of address seen",
    _K.RIGHT_TO_WORK: "Right to work in the United Kingdom",
    _K.ENHANCED_DBS: "Enhanced DBS check",
    _K.BARRED_LIST: "Check of the children’s barred list",
    _K.TEACHING_PROHIBITION: "Check that the person is not forbidden to teach",
    _K.MANAGEMENT_PROHIBITION: "Check that the person is not forbidden to manage a school "
    "(section 128)",
    _K.OVERSEAS: "Checks in the countries lived in",
    _K.QUALIFICATIONS: "Qualifications seen",
    _K.FIRST_REFERENCE: "First reference",
    _K.SECOND_REFERENCE: "Second reference",
    _K.CHILDCARE_DISQUALIFICATION: "Childcare disqualification declaration",
    _K.ONLINE_SEARCH: "Online search before interview",
    _K.MEDICAL_FITNESS: "Fitness for the work",
    _K.SAFEGUARDING_TRAINING: "Safeguarding training",
    _K.PART_ONE_READ: "Part one of Keeping children safe in education read",
    _K.PREVENT_TRAINING: "Prevent training",
    _K.FIRST_AID: "First aid training",
    _K.AGENCY_LETTER: "Letter from the agency that its checks are done",
}

TRAINING: Final = (_K.SAFEGUARDING_TRAINING, _K.PART_ONE_READ, _K.PREVENT_TRAINING)

_FOR_OWN_STAFF: Final = (
    _K.IDENTITY,
    _K.ADDRESS,
    _K.RIGHT_TO_WORK,
    _K.ENHANCED_DBS,
    _K.FIRST_REFERENCE,
    _K.SECOND_REFERENCE,
    _K.MEDICAL_FITNESS,
)
_FOR_AGENCY_STAFF: Final = (_K.IDENTITY, _K.AGENCY_LETTER)


@dataclass(frozen=True)
class RecordedPerson:
    """What about a person decides which checks are needed."""

    started_on: date
    ended_on: date | None = None
    is_regulated_activity: bool = True
    is_manager: bool = False
    teaches: bool = False
    lived_abroad: bool = False
    works_with_under_eights: bool = False
    is_from_agency: bool = False


@dataclass(frozen=True)
class RecordedCheck:
    """One check of a person and the day on which it was made."""

    kind: StaffCheckKind
    checked_on: date


@dataclass(frozen=True)
class Gap:
    """A check that a person needs and does not have, or has no longer."""

    kind: StaffCheckKind
    words: str


def needed_checks(person: RecordedPerson) -> tuple[StaffCheckKind, ...]:
    """The checks that a person needs, in the order of the record.

    For a person from an agency, the agency's letter stands for the checks that the agency made; the
    provider still sees who has come.
    """
    if person.is_from_agency:
        return _FOR_AGENCY_STAFF + TRAINING
    asked = (
        (_K.BARRED_LIST, person.is_regulated_activity),
        (_K.TEACHING_PROHIBITION, person.teaches),
        (_K.MANAGEMENT_PROHIBITION, person.is_manager),
        (_K.OVERSEAS, person.lived_abroad),
        (_K.QUALIFICATIONS, person.teaches),
        (_K.CHILDCARE_DISQUALIFICATION, person.works_with_under_eights),
        (_K.ONLINE_SEARCH, person.started_on >= ONLINE_SEARCH_SINCE),
    )
    needed = {*_FOR_OWN_STAFF, *TRAINING, *(kind for kind, applies in asked if applies)}
    return tuple(kind for kind in StaffCheckKind if kind in needed)


def gaps(
    person: RecordedPerson,
    checks: Iterable[RecordedCheck],
    today: date,
    dbs_months: int | None = DBS_MONTHS,
) -> list[Gap]:
    """What is missing or too old for one person today; nothing for somebody who has left."""
    if person.ended_on is not None and person.ended_on < today:
        return []
    latest = _latest(checks, today)
    found = (_gap(kind, latest.get(kind), today, dbs_months) for kind in needed_checks(person))
    return [gap for gap in found if gap is not None]


def has_first_aider(checks: Iterable[RecordedCheck], today: date) -> bool:
    """Whether anybody's first aid training holds today, from the checks of all who work there."""
    trained_on = _latest(checks, today).get(_K.FIRST_AID)
    return trained_on is not None and today <= months_after(trained_on, FIRST_AID_MONTHS)


def _latest(checks: Iterable[RecordedCheck], today: date) -> dict[StaffCheckKind, date]:
    """The day of each kind's last check; one dated after today is not made yet."""
    made = sorted((check for check in checks if check.checked_on <= today), key=_day)
    return {check.kind: check.checked_on for check in made}


def _day(check: RecordedCheck) -> date:
    return check.checked_on


def _gap(
    kind: StaffCheckKind, checked_on: date | None, today: date, dbs_months: int | None
) -> Gap | None:
    if checked_on is None:
        return Gap(kind, f"{kind.words}: missing")
    if kind is _K.PART_ONE_READ and not has_read_part_one(checked_on, today):
        return Gap(kind, f"{kind.words}: not in the edition of {guidance_edition(today)}")
    if kind is _K.ENHANCED_DBS and dbs_months is not None:
        due = months_after(checked_on, dbs_months)
        return Gap(kind, f"{kind.words}: was due again on {full_day(due)}") if due < today else None
    return None
