"""The page of messages, for administrators."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from portal.models import AuditEvent, Message, Role
from tests.build import Build
from tests.conftest import NOW
from tests.page import PageClient


@pytest.fixture
def failed(write_message: Callable[..., Message], session: Session) -> Message:
    message = write_message(body="the secret body")
    message.failed_at = NOW
    message.attempts = 8
    message.last_error = "The mail server refused the email (550)"
    session.commit()
    return message


@pytest.fixture
def administrator(build: Build, client: PageClient) -> PageClient:
    client.sign_in(build.member(build.council(), Role.ADMINISTRATOR))
    return client


def test_it_shows_what_failed_and_why_without_the_text(
    administrator: PageClient, failed: Message
) -> None:
    page = administrator.get("/messages")
    assert "office@school.example" in page.words
    assert "The mail server refused the email (550)" in page.words
    assert "secret body" not in page.html


def test_it_shows_what_waits(
    administrator: PageClient, write_message: Callable[..., Message]
) -> None:
    write_message()
    assert "Not tried yet" in administrator.get("/messages").words


def test_with_nothing_to_show_it_says_so(administrator: PageClient) -> None:
    assert "Every message has been sent." in administrator.get("/messages").words


def test_a_failed_message_is_sent_again_on_request(
    administrator: PageClient, failed: Message, session: Session
) -> None:
    administrator.get("/messages")
    page = administrator.post(f"/messages/{failed.id}/retry")

    assert "The message will be sent again" in page.words
    assert (failed.failed_at, failed.attempts) == (None, 0)
    audited = session.query(AuditEvent).filter_by(action="message.retried").one()
    assert audited.record_id == str(failed.id)


def test_a_message_whose_text_is_deleted_cannot_be_sent_again(
    administrator: PageClient, failed: Message, session: Session
) -> None:
    failed.body = ""
    session.commit()
    page = administrator.get("/messages")
    assert "Too old to send" in page.words
    administrator.post(f"/messages/{failed.id}/retry", 409)


def test_a_message_that_has_not_failed_is_left_alone(
    administrator: PageClient, write_message: Callable[..., Message]
) -> None:
    waiting = write_message()
    administrator.get("/messages")
    administrator.post(f"/messages/{waiting.id}/retry", 409)
    administrator.post("/messages/999999/retry", 404)


@pytest.mark.parametrize("role", [Role.QUALITY_OFFICER, Role.VIRTUAL_AP_HEAD])
def test_others_of_the_council_may_not_see_it(
    build: Build, client: PageClient, role: Role, failed: Message
) -> None:
    client.sign_in(build.member(build.council(), role))
    client.get("/messages", 403)
    client.post(f"/messages/{failed.id}/retry", 403)
