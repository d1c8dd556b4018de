"""Two workers side by side, on real connections of their own."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from portal.adapters.mail_transports import transport_for
from portal.database.db import make_engine
from portal.features.notifications.sending import Postman, Sent
from portal.models import Base, Message
from portal.services.mail.outbox import Email, write
from tests.adapters.mail_server import MailServer
from tests.conftest import NOW
from tests.postgres import new_database

MESSAGES = 60


@pytest.fixture
def engine(tmp_path: Path, worker_id: str) -> Iterator[Engine]:
    """A database for this test alone, on the server that the other tests use."""
    if os.environ.get("PORTAL_TEST_DATABASE_URL"):
        url = new_database(f"two_workers_{worker_id}")
    else:
        url = f"sqlite:///{tmp_path / 'portal.sqlite'}"
    engine = make_engine(url)
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()


def test_no_message_is_sent_twice_or_forgotten(engine: Engine, mail_server: MailServer) -> None:
    with Session(engine) as session:
        emails = (
            Email(f"test:{number}", f"person{number}@school.example", "A pupil", "Hello")
            for number in range(MESSAGES)
        )
        write(session, emails, NOW)
        session.commit()
    start = Barrier(2)

    def work(_number: int) -> Sent:
        start.wait()
        with Session(engine, expire_on_commit=False) as session:
            transport = transport_for(mail_server.url)
            return Postman(session, transport, "portal@county.example", lambda: NOW).send_all_due()

    with ThreadPoolExecutor(2) as pool:
        totals = list(pool.map(work, range(2)))

    sent = Counter(mail["To"] for mail in mail_server.taken)
    assert len(sent) == MESSAGES
    assert set(sent.values()) == {1}
    assert sum(total.sent for total in totals) == MESSAGES
    with Session(engine) as session:
        assert session.scalars(select(Message).where(Message.sent_at.is_(None))).all() == []
