"""The demonstration on days without school, and the same demonstration twice."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.demo.world.day import DemoDay
from portal.demo.world.terms import terms_of_school_year
from portal.domain.calendar.sessions import Half, SessionKey
from portal.models import (
    AnswerEntry,
    Application,
    CurrentMark,
    Decision,
    Evidence,
    Mark,
    Message,
    Organisation,
    PackAcceptance,
    Provider,
    Register,
    Review,
    StaffMember,
)
from portal.services.attendance.provider_days import ProviderDays
from portal.services.calendar.calendars import bank_holidays
from tests.demo.conftest import loaded


def at_ten(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "register_day"),
    [
        pytest.param(at_ten(2026, 11, 28), date(2026, 11, 30), id="a Saturday"),
        pytest.param(at_ten(2026, 8, 12), date(2026, 9, 2), id="in August"),
        pytest.param(at_ten(2026, 9, 1), date(2026, 9, 2), id="the day before term"),
        pytest.param(at_ten(2026, 12, 25), date(2027, 1, 4), id="Christmas Day"),
    ],
)
def test_on_a_day_without_school_it_shows_the_next_school_day(
    migrated_app: Flask, now: datetime, register_day: date
) -> None:
    day = DemoDay(now)
    with loaded(migrated_app, now) as session:
        provider = session.scalars(
            select(Provider).where(Provider.name == "Hill Farm Learning")
        ).one()
        expected = ProviderDays(session, provider, now).expected(SessionKey(register_day, Half.AM))
        newest = session.scalars(select(Register.day).order_by(Register.day.desc())).first()
        unsent = session.scalars(select(Message.id).where(Message.sent_at.is_(None))).all()

    assert day.register_day == register_day
    assert len(expected) == 10
    assert newest == day.past_days[-1]
    assert unsent == []
    assert f"{register_day:%A} {register_day.day} {register_day:%B}" in day.words


def test_a_school_day_needs_no_words() -> None:
    assert DemoDay(at_ten(2026, 11, 24)).words == ""


def test_the_same_day_gives_the_same_county(migrated_app: Flask) -> None:
    now = at_ten(2027, 3, 3)
    with loaded(migrated_app, now) as session:
        once = snapshot(session)
    with loaded(migrated_app, now) as session:
        assert snapshot(session) == once


def snapshot(session: Session) -> list[object]:
    """Everything that the logs and letters say. The secrets of links differ each time, and so do
    the ids of what the portal's own services make.
    """
    marks = select(
        Mark.id,
        Mark.placement_id,
        Mark.version,
        Mark.seen,
        Mark.arrived,
        Mark.heard,
        Mark.captured_at,
    ).order_by(Mark.id)
    decisions = select(
        Decision.placement_id, Decision.day, Decision.half, Decision.code, Decision.decided_at
    ).order_by(Decision.placement_id, Decision.day, Decision.half, Decision.decided_at)
    current = select(
        CurrentMark.placement_id, CurrentMark.day, CurrentMark.half, CurrentMark.awaits_decision
    ).order_by(CurrentMark.placement_id, CurrentMark.day, CurrentMark.half)
    states = (
        select(Provider.name, Application.state, Application.state_changed_at).join(
            Provider, Provider.id == Application.provider_id
        ),
        select(Provider.name, Review.state, Review.outcome, Review.due_on).join(
            Provider, Provider.id == Review.provider_id
        ),
        select(Evidence.id, Evidence.sha256, Evidence.expires_on),
        select(AnswerEntry.key, AnswerEntry.value, AnswerEntry.at),
        select(StaffMember.name, StaffMember.started_on, StaffMember.ended_on),
        select(Organisation.name, PackAcceptance.accepted_at).join(
            Organisation, Organisation.id == PackAcceptance.organisation_id
        ),
    )
    letters = select(Message.to, Message.subject, Message.body)
    return [
        *(list(session.execute(query)) for query in (marks, decisions, current)),
        *(sorted(repr(tuple(row)) for row in session.execute(query)) for query in states),
        sorted(re.sub(r"http\S+", "LINK", repr(tuple(row))) for row in session.execute(letters)),
    ]


def test_the_terms_of_2026_to_2027_are_as_published() -> None:
    terms = terms_of_school_year(2026, bank_holidays())
    assert [(term.first_day, term.last_day) for term in terms] == [
        (date(2026, 9, 2), date(2026, 10, 23)),
        (date(2026, 11, 2), date(2026, 12, 18)),
        (date(2027, 1, 4), date(2027, 2, 12)),
        (date(2027, 2, 22), date(2027, 3, 25)),
        (date(2027, 4, 12), date(2027, 5, 28)),
        (date(2027, 6, 7), date(2027, 7, 21)),
    ]


@pytest.mark.parametrize("year", range(2024, 2030))
def test_terms_of_other_years_follow_each_other(year: int) -> None:
    terms = terms_of_school_year(year, bank_holidays())
    assert [term.name for term in sorted(terms)] == [f"Term {n}" for n in range(1, 7)]
    assert all(term.first_day.weekday() < 5 and term.last_day.weekday() < 5 for term in terms)
    assert all(a.last_day < b.first_day for a, b in pairwise(terms))
