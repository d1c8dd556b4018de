"""Every address of the portal as one line of text, and the list of them that stands in the tree.

After a route is added or changed, `python -m tests.site.routes` writes the list again; the change to
it is then read like any other.
"""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from werkzeug.routing import Rule

from portal.access.gate import requirement
from portal.app import create_app
from portal.config import read_settings

LIST = Path(__file__).with_name("route_list.txt")
_NOT_WORTH_SAYING = {"HEAD", "OPTIONS"}


def described(app: Flask) -> list[str]:
    """Address, methods, endpoint and what it takes to open it, in the order of addresses."""
    return sorted(_line(app, rule) for rule in app.url_map.iter_rules())


def _line(app: Flask, rule: Rule) -> str:
    methods = ",".join(sorted((rule.methods or set()) - _NOT_WORTH_SAYING))
    needed = requirement(app.view_functions[rule.endpoint])
    return f"{rule.rule} | {methods} | {rule.endpoint} | {needed}"


if __name__ == "__main__":
    LIST.write_text(
        "\n".join([*described(create_app(read_settings({"PORTAL_ENV": "test"}))), ""]),
        encoding="utf-8",
    )
