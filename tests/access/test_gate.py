"""The gate in front of routes that nobody has written yet, and cookies that no release gives out."""

from __future__ import annotations

from collections.abc import Callable
from secrets import token_hex

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.access import gate
from portal.access.current import current_actor
from portal.access.permissions import Permission
from portal.extensions import login_manager
from portal.models import Role
from tests.build import Build
from tests.page import PageClient


def unmarked() -> str:
    return "open to all"


@gate.public
def asks_who_it_is() -> str:
    return current_actor().name


@gate.signed_in
def for_anybody() -> str:
    return "for anybody"


@gate.requires(Permission.PUPIL_READ)
def for_some() -> str:
    return "for some"


@pytest.fixture
def visitor() -> FlaskClient:
    """Somebody who is not signed in, at an app of these four routes behind the gate."""
    app = Flask(__name__)
    app.secret_key = token_hex()
    app.testing = True
    login_manager.init_app(app)
    app.before_request(gate.check_request)
    routes: dict[str, Callable[[], str]] = {
        "/unmarked": unmarked,
        "/who": asks_who_it_is,
        "/api/anybody": for_anybody,
        "/api/some": for_some,
    }
    for path, view in routes.items():
        app.add_url_rule(path, path.strip("/"), view)
    return app.test_client()


def test_a_route_that_names_no_requirement_is_closed(visitor: FlaskClient) -> None:
    assert visitor.get("/unmarked").status_code == 403


@pytest.mark.parametrize("path", ["/api/anybody", "/api/some"])
def test_a_program_without_a_sign_in_is_told_so_and_led_to_no_page(
    visitor: FlaskClient, path: str
) -> None:
    assert visitor.get(path).status_code == 401


def test_a_route_open_to_visitors_cannot_take_one_for_a_person(visitor: FlaskClient) -> None:
    with pytest.raises(RuntimeError, match="open to visitors"):
        visitor.get("/who")


def test_a_cookie_that_names_no_sign_in_opens_nothing(build: Build, client: PageClient) -> None:
    client.sign_in(build.member(build.provider(), Role.PROVIDER_STAFF))
    client.get("/account")

    with client.flask.session_transaction() as cookie:
        del cookie["sign_in_id"]

    response = client.flask.get("/account")
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/sign-in")
