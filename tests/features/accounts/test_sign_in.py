"""Signing in and out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Connection, event, select
from sqlalchemy.orm import Session

from portal import clock
from portal.models import AuditEvent, Membership, Message, Role, User
from tests.build import PASSWORD, Build
from tests.conftest import NOW
from tests.page import PageClient


def test_a_person_signs_in_and_sees_their_organisation(build: Build, client: PageClient) -> None:
    member = build.member(build.provider(), Role.PROVIDER_STAFF)

    page = client.sign_in(member)

    assert "Hill Farm Learning" in page.words


@pytest.mark.parametrize("password", ["wrong-password-here", PASSWORD.upper()])
def test_a_wrong_password_says_so_and_nothing_more(
    build: Build, client: PageClient, password: str
) -> None:
    member = build.member(build.provider(), Role.PROVIDER_STAFF)
    client.get("/sign-in")

    page = client.post("/sign-in", email=member.user.email, password=password)

    assert page.title.startswith("Error: ")
    assert "The email address or password is not right" in page.words


def test_an_unknown_address_gets_the_same_words(build: Build, client: PageClient) -> None:
    client.get("/sign-in")

    page = client.post("/sign-in", email="nobody@example.com", password=PASSWORD)

    assert "The email address or password is not right" in page.words


def test_nine_wrong_passwords_close_the_door_for_a_while(build: Build, client: PageClient) -> None:
    member = build.member(build.provider(), Role.PROVIDER_STAFF)
    client.get("/sign-in")
    for _ in range(8):
        client.post("/sign-in", email=member.user.email, password="wrong-password")

    page = client.post("/sign-in", 429, email=member.user.email, password=PASSWORD)

    assert "Wait 15 minutes" in page.words


def test_a_page_asked_for_before_signing_in_is_shown_afterwards(
    build: Build, client: PageClient
) -> None:
    member = build.member(build.provider(), Role.PROVIDER_STAFF)
    client.get("/account")

    page = client.sign_in(member)

    assert page.h1 == "Your account"


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_an_address_elsewhere_is_not_followed(
    build: Build, client: PageClient, address: str
) -> None:
    member = build.member(build.provider(), Role.PROVIDER_STAFF)
    client.get(f"/sign-in?next={address}")

    assert client.sign_in(member).h1 != "Page not found"


def cookie_of(client: PageClient) -> str:
    cookie = client.flask.get_cookie("portal")
    assert cookie is not None
    return cookie.value


def test_a_copy_of_the_cookie_opens_nothing_after_signing_out(
    build: Build, client: PageClient
) -> None:
    client.sign_in(build.member(build.provider(), Role.PROVIDER_STAFF))
    client.get("/account")
    copied = cookie_of(client)
    client.post("/sign-out")

    client.flask.set_cookie("portal", copied)

    assert client.get("/account").h1 == "Sign in"


def test_a_copy_from_before_a_change_of_role_ends_with_the_same_sign_in(
    build: Build, client: PageClient
) -> None:
    member = build.member(build.provider(), Role.PROVIDER_STAFF)
    client.sign_in(member)
    client.get("/account")
    copied = cookie_of(client)
    client.post(f"/account/switch/{member.id}")
    client.post("/sign-out")

    client.flask.set_cookie("portal", copied)

    assert client.get("/account").h1 == "Sign in"


def test_signing_out_leaves_the_other_browsers_of_the_same_person(
    build: Build, client: PageClient, app: Flask, session: Session
) -> None:
    member = build.member(build.provider(), Role.PROVIDER_STAFF)
    other_browser = PageClient(app, session)
    other_browser.sign_in(member)
    client.sign_in(member)

    client.post("/sign-out")

    assert other_browser.get("/account").h1 == "Your account"


def test_who_is_signed_in_is_read_with_one_question(
    build: Build, client: PageClient, connection: Connection
) -> None:
    client.sign_in(build.member(build.provider(), Role.PROVIDER_STAFF))
    statements: list[str] = []
    event.listen(connection, "before_cursor_execute", lambda *each: statements.append(each[2]))

    client.get("/account/password")

    assert len([each for each in statements if "ended_sign_in" in each]) == 1
    assert len([each for each in statements if "FROM membership" in each]) == 1


def test_signing_out_everywhere_ends_other_browsers(
    build: Build, client: PageClient, app: object
) -> None:
    member = build.member(build.provider(), Role.PROVIDER_STAFF)
    client.sign_in(member)
    client.get("/account")
    client.post("/account/sign-out-everywhere")

    assert client.get("/account").h1 == "Sign in"


def test_a_new_password_ends_other_browsers(build: Build, client: PageClient) -> None:
    member = build.member(build.provider(), Role.PROVIDER_STAFF)
    client.sign_in(member)
    client.get("/account/password")

    client.post("/account/password", current=PASSWORD, password="four quite other words")

    assert client.get("/account").h1 == "Sign in"


def test_signing_in_is_in_the_audit(build: Build, client: PageClient, session: Session) -> None:
    member = build.member(build.provider(), Role.PROVIDER_STAFF)

    client.sign_in(member)

    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "sign_in.done")).one()
    assert event.record_id == str(member.user_id)


def test_an_invited_person_chooses_a_password_by_a_link_that_works_once(
    build: Build, client: PageClient, session: Session
) -> None:
    client.sign_in(build.member(build.provider(), Role.PROVIDER_LEAD))
    page = client.get("/people/invite")
    staff = next(
        o.get("value") for o in page.all("option") if "Provider staff" in "".join(o.itertext())
    )
    client.post(
        "/people/invite", name="Jo Lindley", email="jo@example.com", position="Tutor", place=staff
    )
    message = session.scalars(select(Message).where(Message.to == "jo@example.com")).one()
    path = "/set-password/" + message.body.split("/set-password/")[1].split()[0]
    client.get("/account")
    client.post("/sign-out")
    client.get(path)

    page = client.post(path, password="seven green ladders up")

    assert "Jo Lindley" in page.words
    client.get(path, 404)


def test_a_forgotten_password_tells_nobody_who_has_an_account(
    build: Build, client: PageClient, session: Session
) -> None:
    member = build.member(build.provider(), Role.PROVIDER_STAFF)
    client.get("/forgotten-password")

    known = client.post("/forgotten-password", email=member.user.email)
    unknown = client.post("/forgotten-password", email="nobody@example.com")

    assert known.words == unknown.words
    assert session.scalars(select(Message.to)).all() == [member.user.email]


def test_a_role_that_has_ended_no_longer_opens_the_door(
    build: Build, client: PageClient, session: Session
) -> None:
    provider = build.provider()
    staff = build.member(provider, Role.PROVIDER_STAFF)
    client.sign_in(build.member(provider, Role.PROVIDER_LEAD))
    client.get("/people")
    client.post(f"/people/{staff.id}/end")
    client.post("/sign-out")

    page = client.sign_in(staff)

    assert "not right" in page.words


def test_the_password_is_kept_as_argon2id(build: Build, session: Session) -> None:
    member = build.member(build.provider(), Role.PROVIDER_STAFF)

    kept = session.get_one(User, member.user_id).password_hash

    assert kept is not None
    assert kept.startswith("$argon2id$")


def test_a_person_with_two_roles_switches_between_them(
    build: Build, client: PageClient, session: Session
) -> None:
    first = build.member(build.provider(), Role.PROVIDER_LEAD)
    second = Membership(
        user_id=first.user_id,
        organisation_id=build.school().id,
        role=Role.GOVERNOR,
        position="Governor",
        started_at=NOW,
    )
    session.add(second)
    session.commit()
    client.sign_in(first)
    client.get("/account")

    page = client.post(f"/account/switch/{second.id}")

    assert page.h1 == "Oakfield School"
    client.get("/registers/", 403)


def test_the_role_of_somebody_else_cannot_be_taken(build: Build, client: PageClient) -> None:
    provider = build.provider()
    lead = build.member(provider, Role.PROVIDER_LEAD)
    client.sign_in(build.member(provider, Role.PROVIDER_STAFF))
    client.get("/account")

    client.post(f"/account/switch/{lead.id}", 404)


def test_after_twelve_hours_sign_in_is_asked_again(
    build: Build, client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.sign_in(build.member(build.provider(), Role.PROVIDER_STAFF))

    monkeypatch.setattr(clock, "stopped_at", NOW + timedelta(hours=12))

    assert client.get("/account").h1 == "Sign in"


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", "N" * 300, "Field cannot be longer than 120 characters"),
        ("name", "bad\x07bell", "Take out the characters that cannot be printed"),
        ("email", "not-an-address", "Enter an email address, like name@example.com"),
        ("place", "", "Choose a role"),
        ("place", "999:administrator", "Not a valid choice"),
    ],
)
def test_a_wrong_field_of_an_invitation_is_named_and_the_rest_kept(
    build: Build, client: PageClient, field: str, value: str, message: str
) -> None:
    client.sign_in(build.member(build.provider(), Role.PROVIDER_LEAD))
    client.get("/people/invite")
    fields = {"name": "Jo Lindley", "email": "jo@example.com", "position": "Tutor", "place": ""}

    page = client.post("/people/invite", **fields | {field: value})

    assert message in page.words
    assert 'value="Tutor"' in page.html


def test_names_of_any_script_are_kept(build: Build, client: PageClient, session: Session) -> None:
    client.sign_in(build.member(build.provider(), Role.PROVIDER_LEAD))
    page = client.get("/people/invite")
    staff = next(
        o.get("value") for o in page.all("option") if "Provider staff" in "".join(o.itertext())
    )

    for number, name in enumerate(["Zoë Łukasz", "عائشة", "李雷", "Jo \u202egnorw 🙂"]):
        client.post(
            "/people/invite",
            name=name,
            email=f"p{number}@example.com",
            position="Tutor",
            place=staff,
        )

    names = session.scalars(select(User.name).order_by(User.id)).all()[1:]
    assert names == ["Zoë Łukasz", "عائشة", "李雷", "Jo gnorw 🙂"]


def test_two_pages_that_open_at_once_after_signing_in_can_both_send(
    app: Flask, build: Build, client: PageClient
) -> None:
    member = build.member(build.provider(), Role.PROVIDER_STAFF)
    token = client.get("/sign-in?next=/app/").csrf_token()
    given = {"email": member.user.email, "password": PASSWORD, "csrf_token": token}
    client.flask.post("/sign-in", data=given)
    cookie = cookie_of(client)
    tokens = []
    for _page in range(2):
        browser = app.test_client()
        browser.set_cookie("portal", cookie)
        tokens.append(browser.get("/api/v1/enrolment").get_json()["csrf_token"])

    for token in tokens:
        answer = browser.post("/api/v1/devices", json={}, headers={"X-CSRFToken": token})
        assert "csrf_token" not in answer.text
