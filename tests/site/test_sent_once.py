"""Two clicks make one record, and something else typed is never passed over."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal.models import Role, SentForm, StaffMember
from tests.build import Build
from tests.page import Page, PageClient

PERSON = {"name": "Ade Bello", "role": "Tutor", "started_on": "2026-09-02"}


@pytest.fixture
def form(build: Build, client: PageClient) -> dict[str, str]:
    """The fields of the page that adds a member of staff, as a browser would send them."""
    client.sign_in(build.member(build.provider(), Role.PROVIDER_LEAD))
    page = client.get("/staff/add")
    hidden = {
        each.get("name", ""): each.get("value", "")
        for each in page.all("input")
        if each.get("type") == "hidden"
    }
    return hidden | PERSON


def send(client: PageClient, fields: dict[str, str]) -> TestResponse:
    return client.flask.post("/staff/add", data=fields)


def people(session: Session) -> list[str]:
    session.expire_all()
    return list(session.scalars(select(StaffMember.name).order_by(StaffMember.name)))


def test_a_second_click_makes_no_second_person_and_leads_to_the_same_page(
    client: PageClient, form: dict[str, str], session: Session
) -> None:
    first = send(client, form)
    second = send(client, form)

    assert people(session) == ["Ade Bello"]
    assert (second.status_code, second.location) == (first.status_code, first.location)
    assert "is on the record" in Page(client.flask.get(second.location)).words


def test_the_same_page_sent_again_with_something_else_typed_counts(
    client: PageClient, form: dict[str, str], session: Session
) -> None:
    send(client, form)
    send(client, form | {"name": "Bea Cole"})

    assert people(session) == ["Ade Bello", "Bea Cole"]


def test_two_pages_with_the_same_words_are_two_things(
    client: PageClient, form: dict[str, str], session: Session
) -> None:
    send(client, form)
    again = client.get("/staff/add")
    number = next(each for each in again.all("input") if each.get("name") == "once")

    send(client, form | {"once": number.get("value", "")})

    assert people(session) == ["Ade Bello", "Ade Bello"]


def test_a_page_with_an_error_may_be_sent_again_and_says_so_again(
    client: PageClient, form: dict[str, str], session: Session
) -> None:
    wrong = form | {"name": ""}

    for _ in range(2):
        assert "Enter the name" in Page(send(client, wrong)).words

    assert session.scalar(select(func.count()).select_from(SentForm)) == 0


def test_what_somebody_else_sends_is_another_thing(
    build: Build, client: PageClient, form: dict[str, str], session: Session
) -> None:
    send(client, form)
    client.sign_in(build.member(build.provider("Other"), Role.PROVIDER_LEAD))
    token = client.get("/staff/add").csrf_token()

    send(client, form | {"csrf_token": token})

    assert people(session) == ["Ade Bello", "Ade Bello"]
