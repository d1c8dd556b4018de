"""A provider that is new to the council registers itself."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import ListingStatus, Membership, Message, Provider, Role, User
from tests.build import Build
from tests.features.applications.conftest import Applying
from tests.page import Page, PageClient

WHO = {"organisation": "Brook Barn", "name": "Eve Moss", "email": "Eve@brook.example"}


def join(client: PageClient, **changes: str) -> Page:
    client.get("/apply")
    return client.post("/apply", **{**WHO, **changes})


def letter_to(session: Session, address: str) -> Message:
    return session.scalars(select(Message).where(Message.to == address)).one()


def test_a_new_provider_chooses_a_password_and_begins(client: PageClient, session: Session) -> None:
    page = join(client)
    assert page.h1 == "Check your email"
    body = letter_to(session, "eve@brook.example").body
    path = "/set-password/" + body.split("/set-password/")[1].split()[0]
    client.get(path)
    client.post(path, password="seven green ladders up")
    client.get("/application")

    page = client.post("/application/start")

    assert "0 of 12 sections are complete" in page.words
    provider = session.scalars(select(Provider)).one()
    assert (provider.name, provider.listing) == ("Brook Barn", ListingStatus.UNDER_REVIEW)
    membership = session.scalars(select(Membership)).one()
    assert membership.role is Role.PROVIDER_LEAD


def test_a_known_address_gets_the_same_page_and_no_new_provider(
    build: Build, client: PageClient, session: Session
) -> None:
    member = build.member(build.school(), Role.GOVERNOR)

    unknown = join(client)
    known = join(client, email=member.user.email)

    assert known.words == unknown.words
    assert [each.name for each in session.scalars(select(Provider))] == ["Brook Barn"]
    assert "You have an account already" in letter_to(session, member.user.email).subject


def test_whoever_lost_the_first_link_gets_another(client: PageClient, session: Session) -> None:
    join(client)
    join(client)

    messages = session.scalars(select(Message.body)).all()

    assert len({body for body in messages if "/set-password/" in body}) == 2
    assert len(session.scalars(select(User)).all()) == 1


def test_a_fourth_try_for_one_address_must_wait(client: PageClient, session: Session) -> None:
    for _ in range(3):
        join(client)
    client.get("/apply")

    page = client.post("/apply", 429, **WHO)

    assert "Wait 15 minutes" in page.words
    assert len(session.scalars(select(Message)).all()) == 3


def test_an_eleventh_try_from_one_place_must_wait(client: PageClient) -> None:
    for number in range(10):
        join(client, email=f"eve{number}@brook.example")
    client.get("/apply")

    client.post("/apply", 429, **{**WHO, "email": "eve10@brook.example"})


def test_an_address_that_is_none_is_refused(client: PageClient, session: Session) -> None:
    page = join(client, email="eve at brook")

    assert "Enter an email address, like name@example.com" in page.words
    assert session.scalars(select(Provider)).all() == []


def test_a_provider_that_has_only_registered_is_seen_by_no_commissioner(
    applying: Applying, build: Build, client: PageClient
) -> None:
    client.sign_in(build.member(build.school(), Role.SENIOR_LEADER))

    assert "Hill Farm Learning" not in client.get("/catalogue").words
