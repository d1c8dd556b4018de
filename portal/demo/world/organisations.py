"""Adds the county's organisations, its calendar and its people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from secrets import token_urlsafe

from sqlalchemy.orm import Session

from portal.demo.world import tables
from portal.demo.world.day import DemoDay, moment
from portal.features.accounts.passwords import hash_password
from portal.models import (
    CalendarDay,
    Council,
    CouncilService,
    DayKind,
    Household,
    Membership,
    Organisation,
    Provider,
    School,
    ServiceArea,
    Site,
    Term,
    User,
)

PASSWORD = "demo-county-2026"  # noqa: S105 - printed at the start, for the demonstration only
LA_CODE = "931"

_SERVICES = {
    "access": (ServiceArea.ACCESS_TO_LEARNING, "Access to Learning", "01632 960201"),
    "sen": (ServiceArea.SEN, "Special Educational Needs (SEN)", "01632 960202"),
    "hospital": (ServiceArea.HOSPITAL_SCHOOL, "Hospital School", "01632 960203"),
}
_HOUSEHOLDS = {"mulvey": "The Mulvey household", "garvey": "The Garvey household"}


@dataclass(frozen=True)
class Person:
    """Somebody in a role, as the logs name them."""

    user_id: int
    membership_id: int
    organisation_id: int
    position: str


@dataclass(frozen=True)
class Organisations:
    """The organisations by their key in the tables, and the people of each, in its order."""

    by_key: dict[str, Organisation]
    providers: dict[str, Provider]
    people: dict[str, list[Person]]


def add_organisations(session: Session, council_name: str, day: DemoDay) -> Organisations:
    providers = {row.key: _provider(row, number) for number, row in _numbered_providers()}
    schools = {row["key"]: _school(row) for row in tables.schools()}
    council = Council(name=council_name, telephone="01632 960200")
    others: dict[str, Organisation] = {
        "council": council,
        **{
            key: CouncilService(name=name, area=area, telephone=telephone)
            for key, (area, name, telephone) in _SERVICES.items()
        },
        **{key: Household(name=name) for key, name in _HOUSEHOLDS.items()},
    }
    by_key: dict[str, Organisation] = {**others, **schools, **providers}
    session.add_all(by_key.values())
    session.flush()
    _add_calendar(session, council, schools, day)
    return Organisations(by_key, providers, _add_people(session, by_key, day))


def _numbered_providers() -> enumerate[tables.ProviderRow]:
    return enumerate(tables.providers(), 1)


def _provider(row: tables.ProviderRow, number: int) -> Provider:
    am_opens, pm_opens = time.fromisoformat(row.am_opens), time.fromisoformat(row.pm_opens)
    return Provider(
        name=row.name,
        code=f"AP{number:03}",
        listing=row.listing,
        provider_kind=row.kind,
        urn=row.urn,
        telephone=f"01632 9601{number:02}",
        am_opens=am_opens,
        am_closes=time(12, 0),
        pm_opens=pm_opens,
        pm_closes=time(15, 0),
        sites=[
            Site(
                name=site.name,
                address=site.address,
                postcode=site.postcode,
                is_satellite=place > 0,
            )
            for place, site in enumerate(row.sites)
        ],
    )


def _school(row: dict[str, str]) -> School:
    return School(
        name=row["name"],
        urn=int(row["urn"]),
        la_code=LA_CODE,
        establishment_number=row["establishment_number"],
        type_code=row["type_code"],
        type_name=row["type_name"],
        phase_code=row["phase_code"],
        low_age=int(row["low_age"]),
        high_age=int(row["high_age"]),
        address=row["address"],
        postcode=row["postcode"],
        telephone=f"01632 9603{row['inset_number']:0>2}",
    )


def _add_calendar(
    session: Session, council: Council, schools: dict[str, School], day: DemoDay
) -> None:
    """The council's terms; and each school's training days, on the first or last day of a term."""
    terms = day.calendar.terms
    session.add_all(
        Term(
            organisation_id=council.id,
            name=term.name,
            starts_on=term.first_day,
            ends_on=term.last_day,
        )
        for term in terms
    )
    session.add_all(
        CalendarDay(
            organisation_id=school.id,
            day=term.first_day if number % 2 else term.last_day,
            kind=DayKind.INSET,
            note="Staff training day",
            created_at=moment(terms[0].first_day, time(9, 0)),
        )
        for number, school in enumerate(schools.values())
        for term in terms
        if term.name in ("Term 1", "Term 3", "Term 5")
    )


def _add_people(
    session: Session, by_key: dict[str, Organisation], day: DemoDay
) -> dict[str, list[Person]]:
    joined = moment(day.past_days[0], time(8, 0))
    usable, unusable = hash_password(PASSWORD), hash_password(token_urlsafe(32))
    users: dict[str, User] = {}
    memberships: list[tuple[str, Membership]] = []
    for row in tables.people():
        if row.email not in users:
            users[row.email] = User(
                email=row.email,
                name=row.name,
                password_hash=usable if row.signs_in else unusable,
                is_active=True,
                created_at=joined,
            )
        memberships.append(
            (
                row.organisation,
                Membership(
                    user=users[row.email],
                    organisation=by_key[row.organisation],
                    role=row.role,
                    position=row.position,
                    started_at=joined,
                ),
            )
        )
    session.add_all(membership for _, membership in memberships)
    session.flush()
    people: dict[str, list[Person]] = {}
    for key, each in memberships:
        people.setdefault(key, []).append(
            Person(each.user_id, each.id, each.organisation_id, each.position)
        )
    return people
