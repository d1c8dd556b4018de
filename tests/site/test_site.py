"""Rules that hold for the whole site."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from portal.access.gate import requirement

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 400


def test_every_route_names_a_permission_or_says_that_it_is_open(app: Flask) -> None:
    ungated = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if requirement(app.view_functions[rule.endpoint]) is None
    ]

    assert ungated == []


def test_no_file_is_longer_than_400_lines() -> None:
    sources = [
        path
        for folder in ("portal", "tests", "migrations")
        for pattern in ("*.py", "*.mjs", "*.js", "*.html", "*.css")
        for path in (ROOT / folder).rglob(pattern)
        if "node_modules" not in path.parts and "built" not in path.parts
    ]

    too_long = {
        str(path.relative_to(ROOT)): lines
        for path in sources
        if (lines := path.read_text().count("\n")) > LONGEST and "versions" not in path.parts
    }

    assert too_long == {}
