"""What a phone loads until the app starts without a connection: bytes as they are sent, and requests."""

from __future__ import annotations

import json
import re
import tempfile
from dataclasses import dataclass

from flask import Flask

from portal.app import create_app
from portal.config import read_settings
from portal.offline.shell import START
from portal.web.assets import asset
from tests.bench.rows import Row

GZIP = {"Accept-Encoding": "gzip"}
MOST_SCRIPT, MOST_BYTES, MOST_REQUESTS = 40_000, 100_000, 15
SETTING_UP = 3  # who is signed in, set up this phone, and the first question for news
_LINKED = re.compile(
    r'<(?:script [^>]*src|link rel="(?:stylesheet|manifest|icon)" href)="([^"]+)"',
)


@dataclass(frozen=True)
class Sizes:
    """Bytes and requests: the page with what it links to, then all that the worker fetches anew."""

    script: int
    shell: int
    requests: int


def measure() -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        app = create_app(read_settings({"PORTAL_ENV": "test", "PORTAL_INSTANCE": folder}))
        sizes = sizes_of(app)
    return [
        Row("App JavaScript, compressed", sizes.script / 1000, "kB", bar=MOST_SCRIPT / 1000),
        Row(
            "Whole shell to offline-ready, compressed",
            sizes.shell / 1000,
            "kB",
            bar=MOST_BYTES / 1000,
        ),
        Row("  requests, set-up and all", sizes.requests, "", bar=MOST_REQUESTS),
    ]


def sizes_of(app: Flask) -> Sizes:
    """Follow the page as a browser does, then the worker's own list."""
    page = _text(app, "/app/")
    linked = _LINKED.findall(page)
    worker = _text(app, "/sw.js")
    [kept] = re.findall(r'^const SHELL = (\{"version".*\});$', worker, re.MULTILINE)
    assets = [each["url"] for each in json.loads(kept)["assets"]]
    scripts = [address for address in assets if address.endswith(".js")]
    fetched = ["/app/", *linked, "/sw.js", *assets]
    return Sizes(
        script=sum(_sent(app, address) for address in [*scripts, asset(START)]),
        shell=sum(_sent(app, address) for address in fetched),
        requests=len(fetched) + SETTING_UP,
    )


def _text(app: Flask, address: str) -> str:
    with app.test_client().get(address) as response:
        return str(response.get_data(as_text=True))


def _sent(app: Flask, address: str) -> int:
    with app.test_client().get(address, headers=GZIP) as response:
        if response.status_code != 200:
            raise RuntimeError(f"{address} answered {response.status}")
        return len(response.get_data())
