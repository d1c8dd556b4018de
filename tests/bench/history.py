"""The school's pages with ten years of registers behind them, against one year."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter

from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade

from portal.app import create_app
from portal.config import read_settings
from portal.database.db import db
from portal.services.council.retention import refresh_statistics
from tests.bench.rows import Row
from tests.bench.years import fill
from tests.build import PASSWORD

PAGES = {"the school’s day": "/pupils/today", "absences to decide": "/absences/"}
YEARS = (1, 10)
EDITIONS, REQUESTS = 6, 10


@dataclass
class Portal:
    """The portal on a database of so many years, with somebody signed in."""

    url: str
    app: Flask
    client: FlaskClient
    seconds: dict[str, list[float]] = field(default_factory=dict)

    def read(self, path: str) -> None:
        """Fetch a page several times; the first time is not counted."""
        db.connect_to(self.url)
        for number in range(REQUESTS + 1):
            started = perf_counter()
            response = self.client.get(path)
            taken = perf_counter() - started
            if response.status_code != 200:
                raise RuntimeError(f"{path} answered {response.status}")
            if number:
                self.seconds.setdefault(path, []).append(taken)


def measure() -> list[Row]:
    with _portal(YEARS[0]) as short, _portal(YEARS[1]) as long:
        for _ in range(EDITIONS):
            for path in PAGES.values():
                for portal in (short, long):
                    portal.read(path)
        return [_row(name, path, short, long) for name, path in PAGES.items()]


@contextmanager
def _portal(years: int) -> Iterator[Portal]:
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        url = f"sqlite:///{Path(folder) / 'portal.sqlite'}"
        app = create_app(
            read_settings(
                {"PORTAL_ENV": "test", "PORTAL_INSTANCE": folder, "PORTAL_DATABASE_URL": url}
            )
        )
        with app.app_context():
            upgrade()
            email = fill(db.engine, years, datetime.now(UTC).date())
            refresh_statistics(db.session)
            db.session.commit()
        client = app.test_client()
        sign_in(client, email)
        yield Portal(url, app, client)


def sign_in(client: FlaskClient, email: str) -> None:
    page = client.get("/sign-in").get_data(as_text=True)
    [token] = set(re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', page))
    data = {"csrf_token": token, "email": email, "password": PASSWORD}
    response = client.post("/sign-in", data=data)
    if response.status_code != 302:
        raise RuntimeError(f"Signing in answered {response.status}")


def _row(name: str, path: str, short: Portal, long: Portal) -> Row:
    one, ten = median(short.seconds[path]), median(long.seconds[path])
    return Row(
        f"Page of {name}: ten years against one",
        ten / one,
        "×",
        bar=1.3,
        detail=f"{ten * 1000:.1f} ms against {one * 1000:.1f} ms",
    )
