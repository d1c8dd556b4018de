"""A mail server, and messages that wait for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy.orm import Session

from portal import clock
from portal.adapters.mail_transports import transport_for
from portal.features.notifications.sending import Postman, Sent
from portal.models import Message
from portal.services.mail.outbox import Email, write
from tests.adapters.mail_server import MailServer, running_mail_server
from tests.conftest import NOW

Wait = Callable[[timedelta], None]


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    with running_mail_server() as server:
        yield server


@pytest.fixture
def write_message(session: Session) -> Callable[..., Message]:
    """Put one message into the outbox."""
    numbers = count(1)

    def write_one(to: str = "office@school.example", key: str = "", body: str = "Hello") -> Message:
        once_key = key or f"test:{next(numbers)}"
        write(session, [Email(once_key, to, "A pupil was not seen", body)], NOW)
        session.commit()
        return session.query(Message).filter_by(once_key=once_key).one()

    return write_one


@pytest.fixture
def send(session: Session, mail_server: MailServer) -> Callable[[], Sent]:
    """Do one round of sending to the mail server."""

    def send_all() -> Sent:
        transport = transport_for(mail_server.url)
        return Postman(session, transport, "portal@county.example", clock.now).send_all_due()

    return send_all


@pytest.fixture
def wait(monkeypatch: pytest.MonkeyPatch) -> Wait:
    """Move the clock on."""

    def move_on(by: timedelta) -> None:
        monkeypatch.setattr(clock, "stopped_at", clock.now() + by)

    return move_on
