"""Another epoch begins once, whoever notices first."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import ServerFact
from portal.services.council.epoch import EPOCH, begin_epoch


def epoch_of(session: Session) -> str:
    return session.scalars(select(ServerFact.value).where(ServerFact.name == EPOCH)).one()


def test_a_restored_server_begins_another_epoch_whatever_the_last_one_was(
    session: Session,
) -> None:
    before = epoch_of(session)

    begun = begin_epoch(session)

    assert begun == epoch_of(session) != before


def test_of_two_who_notice_the_same_only_the_first_begins_another(session: Session) -> None:
    before = epoch_of(session)

    first, second = begin_epoch(session, after=before), begin_epoch(session, after=before)

    assert (first, second) == (epoch_of(session), None)
