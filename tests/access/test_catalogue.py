"""Who sees whose entry of the catalogue: role × own, other, suspended → shown, by every way to it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access import scopes
from portal.access.actor import actor_of
from portal.models import ListingStatus, Membership, Offer, Provider, Role
from portal.services.catalogue.offer_search import index_offer
from tests.build import Build
from tests.page import PageClient

YES, NO = True, False


@dataclass
class Catalogue:
    """One provider of each role's own where it has one, another one, and one that is suspended."""

    members: dict[Role, Membership]
    own: Provider
    other: Provider
    suspended: Provider

    @property
    def providers(self) -> tuple[Provider, Provider, Provider]:
        return self.own, self.other, self.suspended


def _offer(session: Session, build: Build, provider: Provider) -> Provider:
    offer = Offer(
        provider_id=provider.id,
        low_age=11,
        high_age=16,
        capacity=4,
        price_pence=6000,
        changed_at=build.now,
    )
    session.add(offer)
    index_offer(session, offer)
    session.commit()
    return provider


@pytest.fixture
def catalogue(build: Build, session: Session) -> Catalogue:
    own = _offer(session, build, build.provider("Own Farm"))
    other = _offer(session, build, build.provider("Rival Farm"))
    away = build.provider("Suspended Farm", listing=ListingStatus.SUSPENDED)
    suspended = _offer(session, build, away)
    school, council = build.school(), build.council()
    at_provider = dict.fromkeys((Role.PROVIDER_STAFF, Role.PROVIDER_LEAD, Role.REVIEW_GUEST), own)
    at_council = dict.fromkeys(
        (
            Role.VIRTUAL_AP_HEAD,
            Role.QUALITY_OFFICER,
            Role.PROCUREMENT_OFFICER,
            Role.ADMINISTRATOR,
        ),
        council,
    )
    elsewhere = {Role.SERVICE_OFFICER: build.service(), Role.PARENT: build.household()}
    homes = {**dict.fromkeys(Role, school), **at_provider, **at_council, **elsewhere}
    members = {role: build.member(homes[role], role) for role in Role}
    return Catalogue(members, own, other, suspended)


# role: (its own or a listed one, another listed one, a suspended one that does not concern it)
TABLE = {
    Role.PROVIDER_STAFF: (YES, NO, NO),
    Role.PROVIDER_LEAD: (YES, NO, NO),
    Role.ATTENDANCE_OFFICER: (YES, YES, NO),
    Role.SENIOR_LEADER: (YES, YES, NO),
    Role.GOVERNOR: (NO, NO, NO),
    Role.SERVICE_OFFICER: (YES, YES, NO),
    Role.VIRTUAL_AP_HEAD: (YES, YES, YES),
    Role.QUALITY_OFFICER: (YES, YES, YES),
    Role.PROCUREMENT_OFFICER: (YES, YES, YES),
    Role.ADMINISTRATOR: (YES, YES, NO),
    Role.PARENT: (YES, YES, NO),
    Role.REVIEW_GUEST: (NO, NO, NO),
}


@pytest.mark.parametrize("role", list(Role))
def test_whose_entry_each_role_sees(catalogue: Catalogue, session: Session, role: Role) -> None:
    actor = actor_of(catalogue.members[role])
    shown = set(session.scalars(select(Provider.id).where(scopes.in_catalogue(actor))))

    assert tuple(each.id in shown for each in catalogue.providers) == TABLE[role]


@pytest.mark.parametrize("listing", list(ListingStatus))
def test_a_provider_sees_its_own_entry_while_it_is_in_the_catalogue(
    catalogue: Catalogue, session: Session, listing: ListingStatus
) -> None:
    catalogue.own.listing = listing
    session.commit()
    actor = actor_of(catalogue.members[Role.PROVIDER_LEAD])

    shown = set(session.scalars(select(Provider.id).where(scopes.in_catalogue(actor))))

    is_in_it = listing in (ListingStatus.LISTED, ListingStatus.SUSPENDED)
    assert shown == ({catalogue.own.id} if is_in_it else set())


@pytest.mark.parametrize("role", [Role.PROVIDER_STAFF, Role.PROVIDER_LEAD])
def test_a_provider_finds_its_own_entry_and_no_rival_by_any_way(
    app: Flask, client: PageClient, catalogue: Catalogue, role: Role
) -> None:
    own, rival = catalogue.own.id, catalogue.other.id
    client.sign_in(catalogue.members[role])

    client.get(f"/catalogue/{rival}", 404)
    pages = [
        client.get("/catalogue").words,
        client.get(f"/catalogue/compare?id={own}&id={rival}").words,
        client.flask.get("/catalogue.csv").get_data(as_text=True),
        client.flask.get("/api/v1/catalogue").get_data(as_text=True),
    ]

    assert all("Own Farm" in page for page in pages)
    assert "No other provider sees it" in pages[0]
    assert not any("Rival Farm" in page for page in pages)


def test_a_provider_that_is_not_in_the_catalogue_yet_is_told_so(
    client: PageClient, catalogue: Catalogue, session: Session
) -> None:
    catalogue.own.listing = ListingStatus.UNDER_REVIEW
    session.commit()
    client.sign_in(catalogue.members[Role.PROVIDER_LEAD])

    page = client.get("/catalogue")

    assert "You have no entry in the catalogue" in page.words
