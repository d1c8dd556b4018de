"""What is no longer true is not sent, and what was sent is put right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from email.message import EmailMessage

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.domain.attendance.seen import Seen
from portal.features.notifications.sending import Postman, Sent
from portal.features.registers.chasing import chase_missing_registers
from portal.models import Membership, Message, Placement, Role
from tests.adapters.mail_server import MailServer
from tests.build import Build

Send = Callable[[], Sent]


@pytest.fixture
def staff(build: Build, placement: Placement) -> Membership:
    build.member(placement.commissioner, Role.ATTENDANCE_OFFICER, email="office@school.example")
    return build.member(placement.provider, Role.PROVIDER_STAFF)


@pytest.fixture
def placement(build: Build) -> Placement:
    return build.placement(build.provider(), build.school())


def subjects(server: MailServer) -> Sequence[str]:
    return [str(mail["Subject"]) for mail in server.taken]


def test_a_mark_corrected_before_the_email_goes_sends_nothing(
    build: Build, placement: Placement, staff: Membership, mail_server: MailServer, send: Send
) -> None:
    build.mark(placement, staff, Seen.NOT_HERE)
    build.mark(placement, staff, Seen.HERE)

    assert send() == Sent(withdrawn=1)
    assert subjects(mail_server) == []
    assert send() == Sent()


def test_a_mark_corrected_after_the_email_went_is_put_right_by_email(
    build: Build, placement: Placement, staff: Membership, mail_server: MailServer, send: Send
) -> None:
    build.mark(placement, staff, Seen.NOT_HERE)
    send()
    build.mark(placement, staff, Seen.LATE)
    send()

    assert subjects(mail_server) == [
        "A pupil was not seen at Hill Farm Learning",
        "Put right: a pupil was not seen at Hill Farm Learning",
    ]
    assert "The pupil was seen after all." in mail_server.taken[1].get_content()
    assert mail_server.taken[1]["To"] == "office@school.example"


def test_not_here_and_back_again_before_sending_is_one_email(
    build: Build, placement: Placement, staff: Membership, mail_server: MailServer, send: Send
) -> None:
    for seen in (Seen.NOT_HERE, Seen.HERE, Seen.NOT_HERE):
        build.mark(placement, staff, seen)

    assert send() == Sent(sent=1, withdrawn=1)


def test_words_that_are_added_to_an_absence_send_no_second_email(
    build: Build, placement: Placement, staff: Membership, send: Send
) -> None:
    build.mark(placement, staff, Seen.NOT_HERE)
    build.mark(placement, staff, Seen.NOT_HERE)

    assert send() == Sent(sent=1)


def test_a_mark_that_was_taken_back_is_put_right_without_saying_that_the_pupil_was_seen(
    build: Build, placement: Placement, staff: Membership, mail_server: MailServer, send: Send
) -> None:
    build.mark(placement, staff, Seen.NOT_HERE)
    send()
    build.mark(placement, staff, Seen.UNMARKED)
    send()

    assert "There is no mark for this pupil now" in mail_server.taken[-1].get_content()


class MarkedMeanwhile:
    """A way to send during which somebody marks the pupil."""

    def __init__(self, mark: Callable[[], object]) -> None:
        self._mark = mark

    def send(self, mail: EmailMessage) -> None:
        self._mark()

    def close(self) -> None:
        """Nothing is open."""


def test_a_mark_that_comes_while_the_mail_server_takes_the_email_is_put_right(
    build: Build, placement: Placement, staff: Membership, session: Session
) -> None:
    build.mark(placement, staff, Seen.NOT_HERE)
    transport = MarkedMeanwhile(lambda: build.mark(placement, staff, Seen.HERE))

    Postman(session, transport, "portal@county.example", clock.now, lambda: True).send_all_due()

    keys = session.scalars(select(Message.once_key)).all()
    assert sum(key.startswith("absence-corrected:") for key in keys) == 1


def test_not_received_is_not_sent_once_the_pupils_are_marked(
    build: Build, placement: Placement, staff: Membership, session: Session, send: Send
) -> None:
    chase_missing_registers(session, build.now)
    session.commit()
    about_today = select(Message).where(Message.once_key.contains(":2026-11-24-am:"))
    assert len(session.scalars(about_today).all()) == 2

    build.mark(placement, staff, Seen.HERE)
    send()

    session.expire_all()
    assert all(message.withdrawn_at for message in session.scalars(about_today))
