"""The page of the phone app: what it carries within itself, and that its policy allows just that."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256

from flask import Flask

from tests.page import Page


def _within(page: Page, tag: str) -> list[str]:
    return [each.text or "" for each in page.all(tag) if each.get("src") is None]


def _hashes(policy: str, directive: str) -> list[str]:
    [rule] = [each for each in policy.split("; ") if each.startswith(f"{directive} ")]
    return re.findall(r"'sha256-([^']+)'", rule)


def _hash_of(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()


def test_the_page_allows_its_own_script_and_style_and_no_other(app: Flask) -> None:
    response = app.test_client().get("/app/")
    page, policy = Page(response), response.headers["Content-Security-Policy"]

    [script], [style] = _within(page, "script"), _within(page, "style")

    assert _hashes(policy, "script-src") == [_hash_of(script)]
    assert _hashes(policy, "style-src") == [_hash_of(style)]
    assert "unsafe" not in policy


def test_other_pages_allow_files_only(app: Flask) -> None:
    policy = app.test_client().get("/sign-in").headers["Content-Security-Policy"]
    assert "sha256" not in policy


def test_what_stands_in_the_page_is_not_asked_for_again(app: Flask) -> None:
    client = app.test_client()
    worker, page = client.get("/sw.js").text, client.get("/app/").text

    assert re.search(r"/app\.[0-9a-f]+\.js", worker)
    assert not re.search(r"/(start\.[0-9a-f]+\.js|app\.[0-9a-f]+\.css)", worker + page)


def test_the_page_asks_at_once_who_is_signed_in(app: Flask) -> None:
    assert "/api/v1/enrolment" in app.test_client().get("/app/").headers["Link"]
