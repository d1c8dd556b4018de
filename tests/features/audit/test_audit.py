"""Looking through the audit."""

from __future__ import annotations

from portal.models import Role
from tests.build import Build
from tests.page import PageClient


def test_the_administrator_sees_who_signed_in(build: Build, client: PageClient) -> None:
    client.sign_in(build.member(build.provider(), Role.PROVIDER_LEAD, "Jo Lindley"))
    client.get("/account")
    client.post("/sign-out")
    client.sign_in(build.member(build.council(), Role.ADMINISTRATOR, "Ada Min"))

    page = client.get("/audit/?action=sign_in.done")

    assert "Jo Lindley" in page.words
    assert "sign_out" not in page.words


def test_the_audit_is_found_by_person_and_day(build: Build, client: PageClient) -> None:
    admin = build.member(build.council(), Role.ADMINISTRATOR, "Ada Min")
    client.sign_in(admin)

    here = client.get(f"/audit/?email={admin.user.email}&day=2026-11-24")
    nowhere = client.get("/audit/?day=2026-11-23")

    assert "Ada Min" in here.words
    assert "Nothing matches" in nowhere.words


def test_a_day_that_is_none_is_pointed_out(build: Build, client: PageClient) -> None:
    client.sign_in(build.member(build.council(), Role.ADMINISTRATOR))

    assert "Not a valid date value" in client.get("/audit/?day=0001-99-99").words


def test_nobody_else_sees_the_audit(build: Build, client: PageClient) -> None:
    client.sign_in(build.member(build.school(), Role.SENIOR_LEADER))

    client.get("/audit/", 403)
