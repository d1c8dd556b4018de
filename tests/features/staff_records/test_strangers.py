"""Who looked at one person's record stands in the audit, unless it was the provider's own lead."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.staff_records.service import PersonDetails, add_person
from portal.models import AuditEvent, Membership, Provider, Role, StaffMember
from tests.build import TUESDAY, Build
from tests.page import PageClient


@pytest.fixture
def person(provider: Provider, session: Session) -> StaffMember:
    member = add_person(session, provider.id, PersonDetails("Sam Carter", "Tutor", TUESDAY, None))
    session.commit()
    return member


def _read(session: Session) -> list[str]:
    query = select(AuditEvent.record_id).where(AuditEvent.action == "staff_record.read")
    return list(session.scalars(query))


def test_an_officer_who_opens_one_person_is_in_the_audit(
    client: PageClient, build: Build, session: Session, person: StaffMember
) -> None:
    client.sign_in(build.member(build.council(), Role.QUALITY_OFFICER))

    client.get(f"/staff/{person.id}")

    assert _read(session) == [str(person.id)]


def test_the_lead_of_the_provider_is_not(
    client: PageClient, lead: Membership, session: Session, person: StaffMember
) -> None:
    client.sign_in(lead)

    client.get(f"/staff/{person.id}")

    assert _read(session) == []
