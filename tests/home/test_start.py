"""Each role's start page says first what needs doing now."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal import clock
from portal.domain.attendance.seen import Seen
from portal.models import ListingStatus, Role
from tests.build import Build
from tests.conftest import NOW
from tests.page import PageClient


def test_a_tutor_sees_the_register_that_is_due(build: Build, client: PageClient) -> None:
    provider = build.provider()
    build.placement(provider, build.school())

    page = client.sign_in(build.member(provider, Role.PROVIDER_STAFF))

    assert "Tuesday 24 November, morning" in page.words
    assert "0 of 1 marked" in page.words


def test_a_provider_without_pupils_reads_what_will_appear(build: Build, client: PageClient) -> None:
    page = client.sign_in(build.member(build.provider(), Role.PROVIDER_STAFF))

    assert "When a commissioner places a pupil with you" in page.words


def test_a_register_of_yesterday_that_never_came_is_asked_for(
    build: Build, client: PageClient
) -> None:
    provider = build.provider()
    build.placement(provider, build.school())

    page = client.sign_in(build.member(provider, Role.PROVIDER_LEAD))

    assert "Please finish these" in page.words
    assert "Monday 23 November, afternoon" in page.words


def test_a_register_half_an_hour_late_today_is_asked_for(
    build: Build, client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider = build.provider()
    build.placement(provider, build.school())
    member = build.member(provider, Role.PROVIDER_LEAD)
    monkeypatch.setattr(clock, "stopped_at", NOW + timedelta(minutes=1))

    page = client.sign_in(member)

    assert "Tuesday 24 November, morning Not received" in page.words
    assert "Tuesday 24 November, morning 0 of 1 Not received" in client.get("/registers/").words


@pytest.mark.parametrize("listing", [ListingStatus.UNDER_REVIEW, ListingStatus.NOT_LISTED])
def test_who_wants_to_join_is_led_to_the_application(
    listing: ListingStatus, build: Build, client: PageClient
) -> None:
    provider = build.provider(listing=listing)

    page = client.sign_in(build.member(provider, Role.PROVIDER_LEAD))

    assert "You are not in the catalogue yet" in page.words
    client.get("/application")
    client.post("/application/start")
    assert "not decided yet" in client.get("/").words
    assert provider.listing is ListingStatus.UNDER_REVIEW


def test_a_provider_that_is_not_listed_takes_registers_once_a_pupil_is_placed_there(
    build: Build, client: PageClient
) -> None:
    provider = build.provider(listing=ListingStatus.NOT_LISTED)
    build.placement(provider, build.school())

    page = client.sign_in(build.member(provider, Role.PROVIDER_LEAD))

    assert "Take the register" in page.words


def test_a_school_sees_what_waits_and_who_was_not_here(build: Build, client: PageClient) -> None:
    school, provider = build.school(), build.provider()
    staff = build.member(provider, Role.PROVIDER_STAFF)
    build.mark(build.placement(provider, school), staff, Seen.NOT_HERE)

    page = client.sign_in(build.member(school, Role.ATTENDANCE_OFFICER))

    assert "1 absence to decide" in page.words
    assert "1 not here today" in page.words


def test_a_governor_sees_numbers_and_no_names_and_few_are_hidden(
    build: Build, client: PageClient
) -> None:
    school = build.school()
    busy, quiet = build.provider("Busy Barn"), build.provider("Quiet Barn")
    staff = build.member(busy, Role.PROVIDER_STAFF)
    for number in range(5):
        pupil = build.pupil(f"First{number}", f"Secret{number}", school)
        build.mark(build.placement(busy, school, pupil), staff)
    build.mark(build.placement(quiet, school, build.pupil("Only", "One", school)), staff)

    page = client.sign_in(build.member(school, Role.GOVERNOR))

    assert "Busy Barn 5 5 5 0" in page.words
    assert "Quiet Barn c c c c" in page.words
    assert "Secret" not in page.words


def test_a_governor_sees_nothing_of_another_school(build: Build, client: PageClient) -> None:
    provider, other = build.provider(), build.school("Far School")
    staff = build.member(provider, Role.PROVIDER_STAFF)
    for number in range(6):
        pupil = build.pupil(f"P{number}", "Far", other)
        build.mark(build.placement(provider, other, pupil), staff)

    page = client.sign_in(build.member(build.school(), Role.GOVERNOR))

    assert "There are no sessions" in page.words


@pytest.mark.parametrize(
    "role",
    [Role.VIRTUAL_AP_HEAD, Role.QUALITY_OFFICER, Role.PROCUREMENT_OFFICER, Role.ADMINISTRATOR],
)
def test_every_council_role_has_a_start_page(build: Build, client: PageClient, role: Role) -> None:
    page = client.sign_in(build.member(build.council(), role))

    assert page.h1 == "Testshire County Council"
