"""Addresses that nobody gets by following links: each ends on a page in plain words."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from portal.models import ListingStatus, Membership, Role
from tests.build import Build
from tests.conftest import NOW
from tests.page import PageClient

HUGE = 10**30
ODD_NEXT = ["//[", "/\t/[", "/%0d%0aX-Other:%201", "/%00", "//evil.example", "/%5Cevil.example"]


@pytest.mark.parametrize(
    "path",
    [
        f"/registers/{HUGE}/2026-11-24/am/statement",
        f"/providers/{HUGE}/pack",
        f"/providers/{HUGE}/evidence",
        f"/reviews/{HUGE}",
    ],
)
def test_a_number_too_large_for_any_record_leads_to_no_page(
    client: PageClient, build: Build, path: str
) -> None:
    client.sign_in(build.member(build.council(), Role.VIRTUAL_AP_HEAD))

    client.get(path, 404)


@pytest.mark.parametrize("path", [f"/people/{HUGE}/end", f"/account/switch/{HUGE}"])
def test_a_number_too_large_changes_nothing(client: PageClient, build: Build, path: str) -> None:
    client.sign_in(build.member(build.council(), Role.ADMINISTRATOR))
    client.get("/account")

    client.post(path, 404)


@pytest.mark.parametrize("wanted", ODD_NEXT)
def test_after_signing_in_nobody_is_led_elsewhere(
    client: PageClient, build: Build, wanted: str
) -> None:
    member = build.member(build.provider(), Role.PROVIDER_STAFF)
    client.get(f"/sign-in?next={wanted}")

    client.sign_in(member)
    response = client.flask.get(f"/sign-in?next={wanted}")

    assert response.status_code == 302
    assert response.headers["Location"] == "/"


def test_a_long_address_to_go_on_to_is_not_kept(client: PageClient) -> None:
    response = client.flask.get("/sign-in?next=/" + "a" * 6000)

    assert all(len(cookie) < 4000 for cookie in response.headers.getlist("Set-Cookie"))


@pytest.mark.parametrize(
    "query",
    ["day=0001-01-01", "day=9999-12-31", "before=²", "before=99999999999999999999", "email=%ff%00"],
)
def test_the_audit_answers_any_address(client: PageClient, build: Build, query: str) -> None:
    client.sign_in(build.member(build.council(), Role.ADMINISTRATOR))

    client.get(f"/audit/?{query}")


@pytest.mark.parametrize("page", ["²", "0", "-1", "999", "9999", "%ff", "1&page=2"])
def test_the_queue_answers_any_page(client: PageClient, build: Build, page: str) -> None:
    client.sign_in(build.member(build.school(), Role.ATTENDANCE_OFFICER))

    client.get(f"/absences/?page={page}")


@pytest.mark.parametrize("body", ["[1]", '{"email": 5, "password": []}', "null", "5", "{"])
def test_a_form_reads_no_json(client: PageClient, body: str) -> None:
    token = client.get("/sign-in").csrf_token()

    response = client.flask.post(
        "/sign-in", data=body, content_type="application/json", headers={"X-CSRFToken": token}
    )

    assert response.status_code == 200
    assert "Enter your email address" in response.get_data(as_text=True)


def test_an_officer_does_not_list_again_the_provider_where_they_hold_a_role(
    client: PageClient, build: Build, session: Session
) -> None:
    provider = build.provider(listing=ListingStatus.SUSPENDED)
    officer = build.member(build.council(), Role.QUALITY_OFFICER)
    session.add(
        Membership(
            user_id=officer.user_id,
            organisation_id=provider.id,
            role=Role.PROVIDER_LEAD,
            position="Lead",
            started_at=NOW,
        )
    )
    session.commit()
    client.sign_in(officer)

    client.get(f"/catalogue/{provider.id}/listing", 403)
