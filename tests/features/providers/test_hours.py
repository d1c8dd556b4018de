"""A provider's hours and days, which its registers follow."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import AuditEvent, CalendarDay, DayKind, Placement, Provider, Role
from tests.build import THIS_MORNING, Build
from tests.page import PageClient

HOURS = {"am_opens": "08:45", "am_closes": "12:00", "pm_opens": "13:00", "pm_closes": "15:00"}


def lead_of(build: Build, client: PageClient) -> Provider:
    provider = build.provider()
    build.placement(provider, build.school())
    client.sign_in(build.member(provider, Role.PROVIDER_LEAD))
    client.get("/our-hours/")
    return provider


def test_the_lead_sets_the_hours_and_phones_hear_of_it(
    build: Build, client: PageClient, session: Session
) -> None:
    provider = lead_of(build, client)
    before = provider.roster_number

    client.post("/our-hours/", telephone="01865 555 111", **HOURS)

    assert (str(provider.am_opens), provider.telephone) == ("08:45:00", "01865 555 111")
    assert provider.roster_number > before


def test_a_session_that_closes_before_it_opens_is_pointed_out(
    build: Build, client: PageClient
) -> None:
    lead_of(build, client)

    page = client.post("/our-hours/", **HOURS | {"am_closes": "08:00"})

    assert "Morning closes must be after morning opens" in page.words


def test_nobody_is_expected_on_a_day_closed(build: Build, client: PageClient) -> None:
    lead_of(build, client)
    client.get("/our-hours/days")

    client.post("/our-hours/days", day="2026-11-25", kind="closed", note="staff training")

    assert "Nobody is expected" in client.get("/registers/2026-11-25/am/").words
    assert "staff training" in client.get("/our-hours/").words


def test_the_same_day_twice_is_pointed_out(build: Build, client: PageClient) -> None:
    lead_of(build, client)
    client.get("/our-hours/days")
    client.post("/our-hours/days", day="2026-11-25", kind="closed", note="")

    assert (
        "in the list already" in client.post("/our-hours/days", day="2026-11-25", kind="open").words
    )


def test_a_tutor_cannot_change_the_hours(build: Build, client: PageClient) -> None:
    client.sign_in(build.member(build.provider(), Role.PROVIDER_STAFF))

    client.get("/our-hours/", 403)


def test_a_session_that_has_opened_does_not_open_later_while_pupils_are_not_marked(
    build: Build, client: PageClient
) -> None:
    provider = lead_of(build, client)

    page = client.post("/our-hours/", **HOURS | {"am_opens": "11:30"})

    assert "The morning has opened and pupils are not marked yet" in page.words
    assert str(provider.am_opens) == "09:00:00"


@pytest.mark.parametrize("day", ["2026-11-24", "2026-11-23"])
def test_a_day_that_has_begun_cannot_be_closed_and_leads_to_cancelling_its_sessions(
    build: Build, client: PageClient, session: Session, day: str
) -> None:
    lead_of(build, client)
    client.get("/our-hours/days")

    page = client.post("/our-hours/days", day=day, kind="closed", note="")

    assert "This day has begun, so it cannot be closed" in page.words
    assert page.link("morning").endswith(f"/registers/{day}/am/cancel")
    assert session.scalars(select(CalendarDay)).all() == []


def test_a_session_with_a_mark_is_not_among_those_to_cancel(
    build: Build, client: PageClient, session: Session
) -> None:
    provider = lead_of(build, client)
    build.mark(
        session.scalars(select(Placement)).one(), build.member(provider, Role.PROVIDER_STAFF)
    )
    client.get("/our-hours/days")

    page = client.post("/our-hours/days", day="2026-11-24", kind="closed", note="")

    assert "Cancel Tuesday 24 November, morning" not in page.words
    assert "Cancel Tuesday 24 November, afternoon" in page.words


def test_what_changed_is_listed_with_its_day_and_can_be_taken_back(
    build: Build, client: PageClient, session: Session
) -> None:
    provider = lead_of(build, client)
    session.add(
        CalendarDay(
            organisation_id=provider.id,
            day=date(2026, 11, 23),
            kind=DayKind.CLOSED,
            created_at=build.now,
        )
    )
    session.commit()
    [day] = session.scalars(select(CalendarDay)).all()
    assert "23 November 2026: closed (past)" in client.get("/our-hours/").words

    page = client.post(f"/our-hours/days/{day.id}/remove")

    assert "23 November 2026: no longer closed" in client.get("/our-hours/").words
    event = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert event is not None
    assert event.details == {"day": "2026-11-23", "state": "closed"}
    assert page.status == 200


def test_a_register_with_marks_stays_in_the_list_on_a_day_that_is_closed(
    build: Build, client: PageClient, session: Session
) -> None:
    provider = lead_of(build, client)
    placement = session.scalars(select(Placement)).one()
    build.mark(placement, build.member(provider, Role.PROVIDER_STAFF))
    session.add(
        CalendarDay(
            organisation_id=provider.id,
            day=THIS_MORNING.day,
            kind=DayKind.CLOSED,
            created_at=build.now,
        )
    )
    session.commit()

    assert THIS_MORNING.words in client.get("/registers/").words
