"""Rules for every request: reading changes nothing, strangers get nothing, answers carry the headers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session
from werkzeug.routing import AnyConverter, BaseConverter, Rule

from portal.access.gate import requirement
from portal.domain.calendar.sessions import Half
from portal.models import Role
from portal.web.converters import TokenConverter
from tests.build import Build
from tests.page import PageClient
from tests.site.members import member_of_role

SAMPLE: dict[str, Any] = {
    "DayConverter": date(2026, 11, 24),
    "HalfConverter": Half.AM,
    "UUIDConverter": UUID("6f1b7e0e-6df1-4a0e-8d2e-0a8f3a0a0a0a"),
    "IntegerConverter": 1,
    "NumberConverter": 1,
    "KeyConverter": "safeguarding",
}
EVERY_ROLE = list(Role)


def sample_of(converter: BaseConverter) -> Any:
    """A value that the converter takes."""
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    if isinstance(converter, TokenConverter):
        return "x" * converter.length
    return SAMPLE[type(converter).__name__]


def address_of(app: Flask, rule: Rule) -> str:
    """An address of the route, with made-up parts."""
    parts = {name: sample_of(rule._converters[name]) for name in rule.arguments}
    with app.test_request_context():
        return app.url_map.bind("localhost").build(rule.endpoint, parts)


def pages(app: Flask) -> Iterator[tuple[Rule, str]]:
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()):
            yield rule, address_of(app, rule)


@pytest.mark.parametrize("role", EVERY_ROLE)
def test_no_page_fails_and_none_commits_when_it_is_only_read(
    app: Flask, client: PageClient, build: Build, role: Role
) -> None:
    """A page view may add to the audit, in a transaction of its own; the session commits nothing."""
    client.sign_in(member_of_role(build, role))
    written: list[str] = []
    asked = [""]

    def note(*_: object) -> None:
        written.append(asked[0])

    event.listen(Session, "after_flush", note)
    try:
        for rule, address in pages(app):
            asked[0] = rule.endpoint
            status = client.flask.get(address).status_code
            assert status < 500, f"{address} answered {status} to {role}"
    finally:
        event.remove(Session, "after_flush", note)

    assert written == []


def test_a_stranger_is_asked_to_sign_in_everywhere(app: Flask) -> None:
    client = app.test_client()
    for rule, address in pages(app):
        if requirement(app.view_functions[rule.endpoint]) in ("public", "device"):
            continue
        response = client.get(address)
        assert response.status_code in (302, 401), f"{address} answered {response.status_code}"


def test_a_form_without_its_token_is_refused_everywhere(
    app: Flask, client: PageClient, build: Build
) -> None:
    client.sign_in(build.member(build.provider(), Role.PROVIDER_LEAD))
    for rule in app.url_map.iter_rules():
        if "POST" not in (rule.methods or ()) or rule.endpoint == "offline_api.sync":
            continue
        status = client.flask.post(address_of(app, rule)).status_code
        assert status in (400, 403, 404), f"{rule.endpoint} answered {status}"


def test_every_answer_carries_the_headers(client: PageClient) -> None:
    headers = client.flask.get("/sign-in").headers

    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


def test_no_answer_ever_clears_what_a_phone_holds(app: Flask, client: PageClient) -> None:
    for _, address in pages(app):
        assert "Clear-Site-Data" not in client.flask.get(address).headers


def test_the_session_cookie_cannot_be_read_by_scripts(client: PageClient, build: Build) -> None:
    client.sign_in(build.member(build.provider(), Role.PROVIDER_STAFF))

    cookie = client.flask.get("/").headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
