"""A provider's lead is asked to confirm the staff checks again once they have changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.evidence.single_central_record import needed_checks
from portal.features.staff_records.confirmations import ask_to_confirm_again
from portal.features.staff_records.service import NewCheck, PersonDetails, add_person, record_check
from portal.models import ListingStatus, Membership, Message, Provider, Role, StaffMember
from portal.services.people.staff_record import issue_confirmation, recorded_person
from tests.build import TUESDAY, Build
from tests.conftest import NOW


@dataclass
class Farm:
    """A provider of which one person works there, with every check made this month."""

    session: Session
    provider: Provider
    lead: Membership
    tutor: StaffMember

    def confirm(self) -> None:
        lead = self.lead
        issue_confirmation(
            self.session, self.provider.id, lead.user_id, lead.position, NOW, TUESDAY
        )
        self.session.commit()

    def asked(self, days: int = 0) -> int:
        """How often the lead has been asked once the worker has looked, twice, so much later."""
        for _ in range(2):
            ask_to_confirm_again(self.session, NOW + timedelta(days=days))
            self.session.commit()
        subject = "Please confirm your staff checks again"
        letters = self.session.scalars(select(Message).where(Message.subject == subject)).all()
        assert {letter.to for letter in letters} <= {self.lead.user.email}
        return len(letters)


@pytest.fixture
def farm(build: Build, session: Session) -> Farm:
    provider = build.provider()
    build.member(provider, Role.PROVIDER_STAFF)
    lead = build.member(provider, Role.PROVIDER_LEAD)
    tutor = add_person(session, provider.id, PersonDetails("Ade Bello", "Tutor", TUESDAY))
    for kind in needed_checks(recorded_person(tutor)):
        number = "001234567890" if kind.has_number else ""
        check = NewCheck(kind, TUESDAY, "Jo Lindley", number)
        record_check(session, tutor, check, lead.user_id, NOW, TUESDAY)
    session.commit()
    return Farm(session, provider, lead, tutor)


def test_a_lead_who_has_confirmed_nothing_yet_is_asked_once(farm: Farm) -> None:
    assert farm.asked() == 1
    assert farm.asked(days=30) == 1


def test_nobody_is_asked_while_the_confirmation_is_true(farm: Farm) -> None:
    farm.confirm()

    assert farm.asked() == 0


def test_the_lead_is_asked_when_somebody_joins_on_the_day(farm: Farm) -> None:
    farm.confirm()
    later = PersonDetails("Bo Chen", "Tutor", TUESDAY + timedelta(days=3))
    add_person(farm.session, farm.provider.id, later)
    farm.session.commit()

    assert farm.asked(days=2) == 0
    assert farm.asked(days=3) == 1


def test_the_lead_is_asked_when_somebody_has_left(farm: Farm) -> None:
    farm.confirm()
    farm.tutor.ended_on = TUESDAY
    farm.session.commit()

    assert farm.asked() == 0
    assert farm.asked(days=1) == 1


def test_the_lead_is_asked_when_a_new_edition_of_the_guidance_must_be_read(farm: Farm) -> None:
    farm.confirm()

    assert farm.asked((date(2027, 8, 31) - TUESDAY).days) == 0
    assert farm.asked((date(2027, 9, 1) - TUESDAY).days) == 1


def test_each_new_confirmation_may_be_outgrown_again(farm: Farm) -> None:
    farm.asked()
    farm.confirm()
    farm.tutor.ended_on = TUESDAY
    farm.session.commit()

    assert farm.asked(days=1) == 2


def test_a_provider_outside_the_catalogue_is_not_asked(farm: Farm) -> None:
    farm.provider.listing = ListingStatus.UNDER_REVIEW
    farm.session.commit()

    assert farm.asked() == 0
