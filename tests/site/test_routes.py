"""The addresses of the site: listed, in small letters with hyphens, and with parts that have a type."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from werkzeug.routing import Rule, UnicodeConverter

from portal.models import Role
from tests.build import Build
from tests.page import PageClient
from tests.site.members import member_of_role
from tests.site.routes import LIST, described

_WORD = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)?")


def words_of(rule: Rule) -> list[str]:
    """The fixed parts of an address: "/days/<int:day_id>/remove" has "days" and "remove"."""
    pieces = re.sub(r"<[^>]+>", "0", rule.rule).split("/")
    return [piece for piece in pieces if piece]


def test_the_list_of_routes_is_the_one_in_the_tree(app: Flask) -> None:
    """A route that comes, goes, moves or asks for another permission shows in the change to the list."""
    assert LIST.read_text(encoding="utf-8").splitlines() == described(app), (
        "A route has changed. If it is meant, run: .venv/bin/python -m tests.site.routes"
    )


def test_addresses_are_in_small_letters_with_hyphens(app: Flask) -> None:
    odd = {
        rule.rule
        for rule in app.url_map.iter_rules()
        for word in words_of(rule)
        if not _WORD.fullmatch(word)
    }

    assert odd == set()


def test_each_part_of_an_address_that_varies_has_a_type(app: Flask) -> None:
    """What does not look like an identifier of ours never reaches a view."""
    bare = {
        f"{rule.rule}: {name}"
        for rule in app.url_map.iter_rules()
        for name, converter in rule._converters.items()
        if type(converter) is UnicodeConverter
    }

    assert bare == set()


@pytest.mark.parametrize("role", list(Role))
def test_every_link_at_the_top_opens(client: PageClient, build: Build, role: Role) -> None:
    """For each role: the client refuses a page that is not found, not allowed, or has a fault."""
    page = client.sign_in(member_of_role(build, role))
    links = [link.get("href", "") for nav in page.all("nav") for link in nav.iter("a")]

    assert links
    for link in links:
        client.get(link)
