"""Reads the tables of invented organisations, people and pupils that stand beside this file."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from portal.domain.evidence.kinds import EvidenceKind
from portal.domain.evidence.single_central_record import StaffCheckKind
from portal.models import ListingStatus, PlacementReason, ProviderKind, Role, Sen, Sex

_FOLDER = Path(__file__).resolve().parent
_TAG_COLUMNS = {
    "lots": "lot",
    "needs": "need",
    "subjects": "subject",
    "qualifications": "qualification",
}


@dataclass(frozen=True)
class SiteRow:
    name: str
    address: str
    postcode: str


@dataclass(frozen=True)
class ProviderRow:
    key: str
    name: str
    listing: ListingStatus
    kind: ProviderKind
    urn: int | None
    activity: str
    am_opens: str
    pm_opens: str
    sites: tuple[SiteRow, ...]


@dataclass(frozen=True)
class PersonRow:
    """A person's role in one organisation; somebody with two roles has two rows."""

    email: str
    name: str
    organisation: str
    role: Role
    position: str
    signs_in: bool


@dataclass(frozen=True)
class PupilRow:
    """A pupil and who placed them where. No home school: on no school's roll."""

    number: int
    first_name: str
    last_name: str
    sex: Sex
    year: int
    home_school: str
    commissioner: str
    providers: tuple[str, ...]
    sen: Sen
    is_looked_after: bool
    reason: PlacementReason


@dataclass(frozen=True)
class OfferRow:
    """What a provider offers. `qa_place` is the place of its outcome among all QA outcomes."""

    provider: str
    low_age: int
    high_age: int
    capacity: int
    price: str
    tags: tuple[tuple[str, str], ...]
    transport: str
    qa_place: int | None


@dataclass(frozen=True)
class EvidenceRow:
    """A document that runs out on a day of its own, counted from today, or covers little."""

    provider: str
    kind: EvidenceKind
    ends_in_days: int
    cover_pence: int | None
    leaves_out_abuse: bool


@dataclass(frozen=True)
class StaffRow:
    """Somebody on a single central record, with the checks that are missing or beyond what is needed.

    How long they have been there, and since when they are gone, is in school days where it must lie
    within the registers of the demonstration.
    """

    provider: str
    name: str
    role: str
    days_here: int | None
    school_days_here: int | None
    school_days_gone: int | None
    flags: tuple[str, ...]
    agency: str
    missing: frozenset[StaffCheckKind]
    further: frozenset[StaffCheckKind]


@dataclass(frozen=True)
class ReviewedRow:
    """A provider that is not listed, and who answers for it."""

    key: str
    name: str
    contact: str
    email: str
    activity: str
    site: SiteRow


def providers() -> list[ProviderRow]:
    return [
        ProviderRow(
            key=row["key"],
            name=row["name"],
            listing=ListingStatus(row["listing"]),
            kind=ProviderKind(row["kind"]),
            urn=int(row["urn"]) if row["urn"] else None,
            activity=row["activity"],
            am_opens=row["am_opens"],
            pm_opens=row["pm_opens"],
            sites=tuple(_sites(row)),
        )
        for row in _rows("providers.csv")
    ]


def _sites(row: dict[str, str]) -> Iterator[SiteRow]:
    yield SiteRow(row["site"], row["address"], row["postcode"])
    if row["second_site"]:
        yield SiteRow(row["second_site"], row["second_address"], row["second_postcode"])


def offers() -> list[OfferRow]:
    return [
        OfferRow(
            provider=row["provider"],
            low_age=int(row["low_age"]),
            high_age=int(row["high_age"]),
            capacity=int(row["capacity"]),
            price=row["price"],
            tags=tuple(_offer_tags(row)),
            transport=row["transport"],
            qa_place=_number(row["qa_outcome"]),
        )
        for row in _rows("offers.csv")
    ]


def _offer_tags(row: dict[str, str]) -> Iterator[tuple[str, str]]:
    for column, kind in _TAG_COLUMNS.items():
        yield from ((kind, value) for value in row[column].split())


def evidence() -> list[EvidenceRow]:
    return [
        EvidenceRow(
            provider=row["provider"],
            kind=EvidenceKind(row["kind"]),
            ends_in_days=int(row["ends_in_days"]),
            cover_pence=int(row["cover_pounds"]) * 100 if row["cover_pounds"] else None,
            leaves_out_abuse=row["leaves_out_abuse"] == "yes",
        )
        for row in _rows("evidence.csv")
    ]


def reviewed() -> list[ReviewedRow]:
    return [
        ReviewedRow(
            key=row["key"],
            name=row["name"],
            contact=row["contact"],
            email=row["email"],
            activity=row["activity"],
            site=SiteRow(row["site"], row["address"], row["postcode"]),
        )
        for row in _rows("reviews.csv")
    ]


def staff() -> list[StaffRow]:
    return [
        StaffRow(
            provider=row["provider"],
            name=row["name"],
            role=row["role"],
            days_here=_number(row["days_here"]),
            school_days_here=_number(row["school_days_here"]),
            school_days_gone=_number(row["school_days_gone"]),
            flags=tuple(row["flags"].split()),
            agency=row["agency"],
            missing=frozenset(map(StaffCheckKind, row["missing"].split())),
            further=frozenset(map(StaffCheckKind, row["further"].split())),
        )
        for row in _rows("staff.csv")
    ]


def _number(text: str) -> int | None:
    return int(text) if text else None


def schools() -> list[dict[str, str]]:
    """Schools in the words of Get Information about Schools, by column."""
    return list(_rows("schools.csv"))


def people() -> list[PersonRow]:
    return [
        PersonRow(
            email=row["email"],
            name=row["name"],
            organisation=row["organisation"],
            role=Role(row["role"]),
            position=row["position"],
            signs_in=row["signs_in"] == "yes",
        )
        for row in _rows("people.csv")
    ]


def pupils() -> list[PupilRow]:
    return [
        PupilRow(
            number=number,
            first_name=row["first_name"],
            last_name=row["last_name"],
            sex=Sex(row["sex"]),
            year=int(row["year"]),
            home_school=row["home_school"],
            commissioner=row["commissioner"],
            providers=tuple(key for key in (row["provider"], row["second_provider"]) if key),
            sen=Sen(row["sen"]),
            is_looked_after=row["looked_after"] == "yes",
            reason=PlacementReason(row["reason"]),
        )
        for number, row in enumerate(_rows("pupils.csv"), 1)
    ]


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (_FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
