"""Providers with a form to fill in, and what the server holds of it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.checklists.editions import EDITION_2026
from portal.models import (
    Evidence,
    LinkPurpose,
    ListingStatus,
    Role,
)
from portal.services.forms.answers import answers_of
from portal.services.forms.applications import Beginning, begin_application
from portal.services.people.links import new_link
from tests.browser.setting.county import County, Person


@dataclass(frozen=True)
class Applicant:
    """A provider that applies, its lead, and what the server holds of its application."""

    county: County
    lead: Person
    provider_id: int
    document: UUID

    def answers(self) -> dict[str, object]:
        with Session(self.county.engine) as session:
            return dict(answers_of(session, self.document))

    def papers(self) -> list[Evidence]:
        with Session(self.county.engine) as session:
            of_provider = select(Evidence).where(Evidence.provider_id == self.provider_id)
            return list(session.scalars(of_provider))


def applying_provider(county: County) -> Applicant:
    """A provider with the draft of an application in which nothing is answered."""
    with county.changing() as build:
        provider = build.provider("New Leaf", listing=ListingStatus.UNDER_REVIEW)
        lead = build.member(provider, Role.PROVIDER_LEAD, "Jo Lindley")
        beginning = Beginning(lead.user_id, build.now)
        application = begin_application(build.session, provider, EDITION_2026, beginning)
        person = Person(lead.user.email, lead.user.name, lead.user_id)
        return Applicant(county, person, provider.id, application.id)


@dataclass(frozen=True)
class AskedProvider:
    """A provider that is not listed and was sent the questions of a desk-top review."""

    form: Applicant
    token: str


def asked_provider(county: County) -> AskedProvider:
    with county.changing() as build:
        provider = build.provider("Quiet Barn", listing=ListingStatus.NOT_LISTED)
        guest = build.member(provider, Role.REVIEW_GUEST, "Bea Barn")
        review = build.review(provider)
        token = new_link(build.session, guest.user, LinkPurpose.DESK_TOP_REVIEW, build.now)
        person = Person(guest.user.email, guest.user.name, guest.user_id)
        return AskedProvider(Applicant(county, person, provider.id, review.id), token)
