"""What the worker deletes, what it empties, and what it leaves alone."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import (
    Device,
    EndedSignIn,
    LinkPurpose,
    Message,
    OneTimeLink,
    Op,
    OpStatus,
    Role,
    SentForm,
    SignInAttempt,
)
from portal.services.council.retention import Cleaned, clean
from tests.build import Build
from tests.conftest import NOW

NOTHING = Cleaned(attempts=0, links=0, bodies=0, rejected=0, sign_ins=0, sent_forms=0)


@pytest.mark.parametrize(("hours", "deleted"), [(23, 0), (25, 1)])
def test_failed_sign_ins_are_deleted_after_a_day(
    session: Session, hours: int, deleted: int
) -> None:
    session.add(SignInAttempt(key="a", at=NOW - timedelta(hours=hours)))
    session.commit()
    assert clean(session, NOW).attempts == deleted


@pytest.mark.parametrize(("hours", "deleted"), [(12, 0), (13, 1)])
def test_an_ended_sign_in_is_deleted_once_its_cookie_has_run_out(
    session: Session, hours: int, deleted: int
) -> None:
    session.add(EndedSignIn(id=uuid4(), ended_at=NOW - timedelta(hours=hours)))
    session.commit()
    assert clean(session, NOW).sign_ins == deleted


@pytest.mark.parametrize(
    ("used_days_ago", "expired_days_ago", "deleted"),
    [(None, -1, 0), (None, 29, 0), (None, 31, 1), (29, -3, 0), (31, 25, 1)],
)
def test_links_are_deleted_thirty_days_after_their_use_or_their_end(
    session: Session,
    build: Build,
    used_days_ago: int | None,
    expired_days_ago: int,
    deleted: int,
) -> None:
    member = build.member(build.provider(), Role.PROVIDER_STAFF)
    used_at = None if used_days_ago is None else NOW - timedelta(days=used_days_ago)
    session.add(
        OneTimeLink(
            token_sha256="a" * 64,
            purpose=LinkPurpose.INVITATION,
            user_id=member.user_id,
            created_at=NOW - timedelta(days=60),
            expires_at=NOW - timedelta(days=expired_days_ago),
            used_at=used_at,
        )
    )
    session.commit()
    assert clean(session, NOW).links == deleted


def message(session: Session, sent_at: datetime | None, failed_at: datetime | None) -> Message:
    added = Message(
        once_key=str(uuid4()),
        to="office@school.example",
        subject="A pupil was not seen",
        body="Hello",
        created_at=NOW - timedelta(days=90),
        not_before=NOW,
        sent_at=sent_at,
        failed_at=failed_at,
    )
    session.add(added)
    session.commit()
    return added


def test_the_text_of_old_messages_goes_but_that_they_were_sent_stays(session: Session) -> None:
    old = NOW - timedelta(days=31)
    gone = [message(session, old, None), message(session, None, old)]
    kept = [message(session, NOW - timedelta(days=29), None), message(session, None, None)]

    assert clean(session, NOW).bodies == 2
    session.expire_all()

    assert [each.body for each in gone] == ["", ""]
    assert [each.body for each in kept] == ["Hello", "Hello"]
    assert gone[0].sent_at == old


@pytest.mark.parametrize(("days_ago", "emptied"), [(1, False), (390, False), (400, True)])
def test_a_rejected_mark_is_emptied_thirteen_months_after_it_came(
    session: Session, build: Build, days_ago: int, emptied: bool
) -> None:
    device = Device(
        id=uuid4(),
        provider_id=build.provider().id,
        name="Phone",
        public_key=b"key",
        enrolled_at=NOW,
        expires_at=NOW,
        ends_at=NOW,
    )
    session.add(device)
    session.flush()
    op = Op(
        id=uuid4(),
        device_id=device.id,
        seq=1,
        kind="mark.set",
        entity="2026-11-24-am/x",
        sha256="a" * 64,
        status=OpStatus.REJECTED,
        payload={"seen": "perhaps"},
        received_at=NOW - timedelta(days=days_ago),
    )
    session.add(op)
    session.commit()

    clean(session, NOW)
    session.commit()

    session.expire_all()
    assert (session.scalars(select(Op.payload)).one() is None) == emptied


def test_clearing_out_twice_finds_nothing_the_second_time(session: Session) -> None:
    message(session, NOW - timedelta(days=40), None)
    clean(session, NOW)
    assert clean(session, NOW) == NOTHING


@pytest.mark.parametrize(("hours", "deleted"), [(23, 0), (25, 1)])
def test_what_was_sent_from_a_page_is_forgotten_after_a_day(
    session: Session, hours: int, deleted: int
) -> None:
    session.add(SentForm(id="a" * 64, sent_at=NOW - timedelta(hours=hours), location="/"))
    session.commit()
    assert clean(session, NOW).sent_forms == deleted
