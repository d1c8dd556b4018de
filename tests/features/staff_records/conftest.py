"""A provider's lead at a browser, and people on its record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy.orm import Session

from portal.domain.evidence.single_central_record import StaffCheckKind, needed_checks
from portal.features.staff_records.service import NewCheck, PersonDetails, add_person, record_check
from portal.models import Membership, Provider, Role, StaffMember
from portal.services.people.staff_record import recorded_person
from tests.build import Build
from tests.conftest import NOW
from tests.page import PageClient

TODAY = NOW.date()
AddPerson = Callable[..., StaffMember]


@pytest.fixture
def provider(build: Build) -> Provider:
    return build.provider()


@pytest.fixture
def lead(build: Build, provider: Provider) -> Membership:
    return build.member(provider, Role.PROVIDER_LEAD, "Jo Lindley")


@pytest.fixture
def page(client: PageClient, lead: Membership) -> PageClient:
    client.sign_in(lead)
    return client


@pytest.fixture
def add(session: Session, lead: Membership) -> AddPerson:
    """Puts a person on the record, with every check made unless told otherwise."""

    def make(
        name: str = "Ade Bello",
        started_on: date = date(2026, 9, 2),
        ended_on: date | None = None,
        is_checked: bool = True,
        provider_id: int | None = None,
    ) -> StaffMember:
        details = PersonDetails(name, "Tutor", started_on, ended_on)
        member = add_person(session, provider_id or lead.organisation_id, details)
        kinds = needed_checks(recorded_person(member)) if is_checked else ()
        for kind in (*kinds, StaffCheckKind.FIRST_AID) if is_checked else ():
            number = "001234567890" if kind.has_number else ""
            check = NewCheck(kind, started_on, "Jo Lindley", number)
            record_check(session, member, check, lead.user_id, NOW, TODAY)
        session.commit()
        return member

    return make
