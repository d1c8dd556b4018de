"""A provider's hours and days, which its registers follow."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.models import Provider, Role
from tests.build import Build
from tests.page import PageClient

HOURS = {"am_opens": "09:30", "am_closes": "12:00", "pm_opens": "13:00", "pm_closes": "15:00"}


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

    assert (str(provider.am_opens), provider.telephone) == ("09:30:00", "01865 555 111")
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
