"""What somebody would try with another's address, an old link or a role that is not theirs."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.models import LinkPurpose, Membership, Message, Role, User
from portal.services.people.links import new_link
from tests.build import PASSWORD, Build
from tests.conftest import NOW
from tests.page import PageClient


def _ask_for_link(client: PageClient, email: str, status: int = 200) -> None:
    client.get("/forgotten-password")
    client.post("/forgotten-password", status, email=email)


def _messages(session: Session) -> list[Message]:
    return list(session.scalars(select(Message)))


@pytest.mark.parametrize("has_account", [True, False])
def test_nobody_is_flooded_with_links(
    build: Build, client: PageClient, session: Session, has_account: bool
) -> None:
    member = build.member(build.provider(), Role.PROVIDER_STAFF)
    email = member.user.email if has_account else "nobody@example.com"
    for _ in range(3):
        _ask_for_link(client, email)

    _ask_for_link(client, email, 429)

    assert len(_messages(session)) == 3 * has_account


def test_links_asked_for_do_not_close_the_door_for_signing_in(
    build: Build, client: PageClient
) -> None:
    member = build.member(build.provider(), Role.PROVIDER_STAFF)
    for status in (200, 200, 200, 429):
        _ask_for_link(client, member.user.email, status)

    assert "Sam Carter" in client.sign_in(member).words


def test_a_new_password_ends_every_other_link(
    build: Build, client: PageClient, session: Session
) -> None:
    member = build.member(build.provider(), Role.PROVIDER_STAFF)
    tokens = [new_link(session, member.user, LinkPurpose.PASSWORD_RESET, NOW) for _ in range(2)]
    session.commit()
    client.get(f"/set-password/{tokens[0]}")

    client.post(f"/set-password/{tokens[0]}", password="a-good-long-one-5")

    client.get(f"/set-password/{tokens[1]}", 404)


def test_a_changed_password_ends_links_that_wait(
    build: Build, client: PageClient, session: Session
) -> None:
    member = build.member(build.provider(), Role.PROVIDER_STAFF)
    token = new_link(session, member.user, LinkPurpose.PASSWORD_RESET, NOW)
    session.commit()
    client.sign_in(member)
    client.get("/account/password")

    client.post("/account/password", current=PASSWORD, password="a-good-long-one-5")

    client.get(f"/set-password/{token}", 404)


def test_switching_roles_does_not_stretch_the_twelve_hours(
    build: Build, client: PageClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = build.member(build.provider(), Role.PROVIDER_STAFF)
    second = Membership(
        user_id=member.user_id,
        organisation_id=build.school().id,
        role=Role.ATTENDANCE_OFFICER,
        position="Officer",
        started_at=NOW,
    )
    session.add(second)
    session.commit()
    client.sign_in(member)
    for minutes in range(50, 12 * 60, 50):
        monkeypatch.setattr(clock, "stopped_at", NOW + timedelta(minutes=minutes))
        client.get("/account")
    client.post(f"/account/switch/{second.id}")

    monkeypatch.setattr(clock, "stopped_at", NOW + timedelta(hours=12, minutes=1))

    assert client.get("/").h1 == "Sign in"


def test_a_role_that_has_ended_is_not_ended_again(
    build: Build, client: PageClient, session: Session
) -> None:
    provider = build.provider()
    gone = build.member(provider, Role.PROVIDER_STAFF)
    gone.ended_at = NOW - timedelta(days=30)
    session.commit()
    client.sign_in(build.member(provider, Role.PROVIDER_LEAD))
    client.get("/people")

    client.post(f"/people/{gone.id}/end", 404)

    assert session.get_one(Membership, gone.id).ended_at == NOW - timedelta(days=30)


def test_a_name_of_two_lines_becomes_one(
    build: Build, client: PageClient, session: Session
) -> None:
    provider = build.provider()
    client.sign_in(build.member(provider, Role.PROVIDER_LEAD))
    client.get("/people/invite")

    client.post(
        "/people/invite",
        name="Ash\r\nBcc: all@example.com",
        email="ash@example.com",
        position="Tutor\n\n\nSend money to",
        place=f"{provider.id}:provider_staff",
    )

    user = session.scalars(select(User).where(User.email == "ash@example.com")).one()
    assert user.name == "Ash Bcc: all@example.com"
    assert user.memberships[0].position == "Tutor Send money to"


@pytest.mark.parametrize("organisation", ["See https://evil.example", "www.evil.example/prize"])
def test_whoever_joins_cannot_have_the_portal_send_an_address_to_others(
    client: PageClient, session: Session, organisation: str
) -> None:
    client.get("/apply")

    page = client.post(
        "/apply", organisation=organisation, name="Ash Mell", email="victim@example.com"
    )

    assert "Enter the name without a web address" in page.words
    assert _messages(session) == []


def test_no_link_stands_in_the_audit(build: Build, client: PageClient, session: Session) -> None:
    member = build.member(build.provider(), Role.PROVIDER_STAFF)
    _ask_for_link(client, member.user.email)
    [message] = _messages(session)
    found = re.search(r"/set-password/(\S+)", message.body)
    assert found is not None
    client.sign_in(build.member(build.council(), Role.ADMINISTRATOR))

    page = client.get("/audit/")

    assert found[1] not in page.html
