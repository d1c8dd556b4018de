"""Sending what waits in the outbox, to a mail server that takes it, refuses it, or is away."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from portal import clock
from portal.adapters import mail_transports as transports
from portal.adapters.mail_transports import transport_for
from portal.features.notifications import service
from portal.features.notifications.sending import Postman, Sent
from portal.models import Message
from portal.services.mail import addresses
from tests.adapters.mail_server import MailServer
from tests.conftest import NOW
from tests.features.notifications.conftest import Wait

WriteMessage = Callable[..., Message]
Send = Callable[[], Sent]


def test_a_message_goes_to_its_person_once(
    mail_server: MailServer, write_message: WriteMessage, send: Send, wait: Wait
) -> None:
    message = write_message(body="Sign in to see who.\n.\nA line with a dot alone stands above.")

    assert send() == Sent(sent=1)
    wait(timedelta(days=1))
    assert send() == Sent()

    [mail] = mail_server.taken
    assert mail["To"] == "office@school.example"
    assert mail["From"] == "portal@county.example"
    assert mail["Subject"] == "A pupil was not seen"
    words, _, below = mail.get_content().replace("\r\n", "\n").partition("\n\n-- \n")
    assert words.splitlines() == message.body.splitlines()
    assert addresses.start() in below
    assert message.sent_at == NOW


def test_many_messages_share_a_connection_and_keep_their_order(
    mail_server: MailServer, write_message: WriteMessage, send: Send
) -> None:
    for number in range(12):
        write_message(to=f"person{number}@school.example")

    assert send() == Sent(sent=12)

    assert [mail["To"] for mail in mail_server.taken] == [
        f"person{number}@school.example" for number in range(12)
    ]


def test_a_message_for_later_waits(
    mail_server: MailServer, write_message: WriteMessage, send: Send, session: Session, wait: Wait
) -> None:
    message = write_message()
    message.not_before = NOW + timedelta(hours=1)
    session.commit()

    assert send() == Sent()
    wait(timedelta(hours=1))
    assert send() == Sent(sent=1)


def test_it_is_put_off_longer_each_time_and_given_up_after_eight_attempts(
    mail_server: MailServer, write_message: WriteMessage, send: Send, wait: Wait
) -> None:
    mail_server.answers["RCPT"] = "451 office@school.example is busy"
    message = write_message()
    waits = []
    for _ in range(service.ATTEMPTS - 1):
        assert send() == Sent(put_off=1)
        waits.append(message.not_before - clock.now())
        assert send() == Sent()
        wait(waits[-1])

    assert send() == Sent(failed=1)

    assert waits == sorted(set(waits))
    assert message.attempts == 8
    assert message.failed_at == clock.now()
    assert message.last_error == "The mail server asked to try again later (451)"


@pytest.mark.parametrize("verb", ["RCPT", "DATA"])
def test_a_refused_message_is_given_up_at_once_and_the_others_go(
    mail_server: MailServer, write_message: WriteMessage, send: Send, verb: str, wait: Wait
) -> None:
    refused = write_message(to="gone@school.example")
    mail_server.answers[verb] = "550 gone@school.example does not exist"
    assert send() == Sent(failed=1)

    mail_server.answers.clear()
    write_message()
    assert send() == Sent(sent=1)
    assert refused.last_error == "The mail server refused the email (550)"


@pytest.mark.parametrize(
    ("greeting", "answers", "words"),
    [
        ("421 closing", {}, "The mail server takes no emails now (421)"),
        ("554 not you", {}, "The mail server takes no emails now (554)"),
        ("", {}, "The mail server could not be reached, or broke off"),
        ("220 ready", {"MAIL": "530 sign in first"}, "The mail server takes no emails now (530)"),
        ("220 ready", {"RCPT": ""}, "The mail server could not be reached, or broke off"),
    ],
)
def test_where_the_server_fails_everything_waits_and_nothing_is_given_up(
    mail_server: MailServer,
    write_message: WriteMessage,
    send: Send,
    wait: Wait,
    greeting: str,
    answers: dict[str, str],
    words: str,
) -> None:
    messages = [write_message(), write_message()]
    mail_server.greeting, mail_server.answers = greeting, answers

    assert send() == Sent(put_off=2)
    assert {message.last_error for message in messages} == {words}

    mail_server.greeting, mail_server.answers = "220 ready", {}
    wait(timedelta(minutes=1))
    assert send() == Sent(sent=2)
    assert len(mail_server.taken) == 2


def test_a_server_that_is_down_is_tried_again(
    session: Session, write_message: WriteMessage, mail_server: MailServer, wait: Wait, send: Send
) -> None:
    message = write_message()
    nobody_there = transport_for("smtp://127.0.0.1:9")
    postman = Postman(session, nobody_there, "portal@county.example", clock.now)

    assert postman.send_all_due() == Sent(put_off=1)
    assert message.last_error == "The mail server could not be reached, or broke off"

    wait(timedelta(minutes=1))
    assert send() == Sent(sent=1)


def test_a_server_that_is_too_slow_is_tried_again_with_the_same_message_id(
    mail_server: MailServer,
    write_message: WriteMessage,
    send: Send,
    wait: Wait,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(transports, "PATIENCE_SECONDS", 0.1)
    message = write_message()
    mail_server.seconds_before_answer = 0.4
    assert send() == Sent(put_off=1)
    assert message.last_error == "The mail server took too long to answer"

    mail_server.seconds_before_answer = 0.0
    monkeypatch.setattr(transports, "PATIENCE_SECONDS", 5.0)
    wait(timedelta(minutes=1))
    assert send() == Sent(sent=1)
    assert len({mail["Message-ID"] for mail in mail_server.taken}) == 1


def test_a_worker_that_died_holds_a_message_up_for_ten_minutes_only(
    session: Session, write_message: WriteMessage, send: Send, wait: Wait
) -> None:
    write_message()
    assert len(service.claim_due(session, clock.now())) == 1
    session.commit()

    assert send() == Sent()
    wait(service.LEASE)
    assert send() == Sent(sent=1)


def test_a_link_to_sign_in_with_is_forgotten_once_it_is_sent(
    mail_server: MailServer, write_message: WriteMessage, send: Send
) -> None:
    message = write_message(key="link:abc", body="https://portal.example/set-password/secret")
    send()
    assert "secret" in mail_server.taken[0].get_content()
    assert message.body == ""


def test_a_subject_of_two_lines_cannot_add_a_header(
    session: Session, mail_server: MailServer, write_message: WriteMessage, send: Send
) -> None:
    message = write_message()
    message.subject = "No register from Hill\r\nBcc: everyone@county.example"
    session.commit()

    assert send() == Sent(sent=1)
    [mail] = mail_server.taken
    assert mail["Bcc"] is None
    assert mail["Subject"] == "No register from Hill Bcc: everyone@county.example"


def test_an_address_that_the_server_cannot_write_is_given_up_and_the_others_go(
    mail_server: MailServer, write_message: WriteMessage, send: Send
) -> None:
    write_message(to="büro@school.example")
    write_message()
    assert send() == Sent(sent=1, failed=1)


def test_the_log_names_nobody(
    mail_server: MailServer,
    write_message: WriteMessage,
    send: Send,
    caplog: pytest.LogCaptureFixture,
) -> None:
    mail_server.answers["RCPT"] = "451 office@school.example is busy"
    message = write_message(body="the secret body")
    with caplog.at_level(logging.DEBUG):
        send()
    assert "office@school.example" not in caplog.text + message.last_error
    assert "secret body" not in caplog.text + message.last_error


def test_a_message_that_is_no_email_fails_and_stops_no_other(
    mail_server: MailServer, write_message: WriteMessage, send: Send
) -> None:
    bad = write_message(to="a@school.example\nBcc: b@c.example")
    good = write_message(to="office@school.example")

    send()

    assert [mail["To"] for mail in mail_server.taken] == ["office@school.example"]
    assert good.sent_at == NOW
    assert bad.failed_at == NOW
    assert "check its address" in bad.last_error


def test_a_message_that_ended_its_sender_each_time_is_given_up(
    mail_server: MailServer, write_message: WriteMessage, send: Send, session: Session
) -> None:
    message = write_message()
    message.attempts = service.ATTEMPTS
    session.commit()

    assert send() == Sent()

    session.refresh(message)
    assert message.failed_at == NOW
    assert message.last_error.startswith("The worker stopped")
    assert mail_server.taken == []
