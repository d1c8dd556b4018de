"""The search of the catalogue with 10,000 entries, against 100, on both databases."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from time import perf_counter
from typing import Any

from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import Engine, Table, insert, text
from sqlalchemy.orm import Session

from portal.app import create_app
from portal.config import read_settings
from portal.database.db import db
from portal.domain.catalogue import offer_choices
from portal.domain.catalogue.offer_choices import half_day_bits
from portal.models import (
    ListingStatus,
    Offer,
    OfferTag,
    Organisation,
    OrganisationKind,
    Provider,
    ProviderKind,
    Role,
    Site,
)
from portal.services.council.retention import refresh_statistics
from tests.bench.history import sign_in
from tests.bench.rows import Row, percentile
from tests.build import Build
from tests.postgres import named_cluster, new_database

# Each finds at least a page of 20 among the few as well, so that both pages show as much.
SEARCHES = {
    "all": "/catalogue",
    "words": "/catalogue?q=bicycle",
    "choices": "/catalogue?need=autism&half=am&age=year-9&places=y",
    "price": "/catalogue?sort=price&price=60",
}
FEW, MANY = 100, 10_000
EDITIONS, REQUESTS = 6, 8
BAR = 1.5
_QUARTER = 25
"""Of both sizes the fastest quarter counts: other work on the machine only ever adds time."""
_FIRST_ID = 1_000
_SHARED_WORDS = ("animals", "cooking", "music", "woodwork", "sport")
_RARE_EVERY = 5


@dataclass
class Catalogue:
    """The portal on a database of so many entries, with somebody of a school signed in."""

    url: str
    client: FlaskClient
    seconds: dict[str, list[float]] = field(default_factory=dict)

    def read(self, path: str) -> None:
        """Fetch a page several times; the first time is not counted."""
        db.connect_to(self.url)
        for number in range(REQUESTS + 1):
            started = perf_counter()
            response = self.client.get(path)
            taken = perf_counter() - started
            if response.status_code != 200 or "Compare the chosen" not in response.text:
                raise RuntimeError(f"{path} answered {response.status}")
            if number:
                self.seconds.setdefault(path, []).append(taken)


def measure() -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        urls = [f"sqlite:///{folder}/{number}.sqlite" for number in (FEW, MANY)]
        rows = _rows("SQLite", urls, folder)
    with (
        tempfile.TemporaryDirectory(prefix="portal-bench-") as folder,
        named_cluster(),
    ):
        urls = [new_database("few"), new_database("many")]
        return rows + _rows("PostgreSQL", urls, folder)


def _rows(database: str, urls: list[str], folder: str) -> list[Row]:
    """Measure both sizes in turns, so that a slow moment of the machine meets both."""
    with _catalogue(urls[0], folder, FEW) as few, _catalogue(urls[1], folder, MANY) as many:
        for _ in range(EDITIONS):
            for path in SEARCHES.values():
                for each in (few, many):
                    each.read(path)
        db.engine.dispose()
        return [_row(f"{database}, {name}", path, few, many) for name, path in SEARCHES.items()]


def _row(name: str, path: str, few: Catalogue, many: Catalogue) -> Row:
    small, large = (percentile(each.seconds[path], _QUARTER) for each in (few, many))
    detail = f"{small * 1000:.1f} ms with {FEW}, {large * 1000:.1f} ms with {MANY} entries"
    return Row(f"Catalogue search, {name}", large / small, "times", BAR, detail=detail)


@contextmanager
def _catalogue(url: str, folder: str, entries: int) -> Iterator[Catalogue]:
    app = create_app(
        read_settings({"PORTAL_ENV": "test", "PORTAL_INSTANCE": folder, "PORTAL_DATABASE_URL": url})
    )
    with app.app_context():
        upgrade()
        email = fill(db.engine, entries)
        refresh_statistics(db.session)
        db.session.execute(text("ANALYZE"))
        db.session.commit()
    client = app.test_client()
    sign_in(client, email)
    yield Catalogue(url, client)


def fill(engine: Engine, entries: int) -> str:
    """Add entries to an empty, migrated database; gives the email of somebody who searches."""
    with Session(engine) as session:
        build = Build(session, datetime.now(UTC))
        reader = build.member(build.school(), Role.ATTENDANCE_OFFICER)
        email = reader.user.email
        chance = Random(entries)
        ids = range(_FIRST_ID, _FIRST_ID + entries)
        _insert(session, Organisation, [_organisation(each) for each in ids])
        _insert(session, Provider, [_provider(each) for each in ids])
        _insert(session, Site, [_site(each) for each in ids])
        tags = [tag for each in ids for tag in _tags(each, chance)]
        half_days = _half_days(tags)
        _insert(session, Offer, [_offer(each, build.now, chance, half_days[each]) for each in ids])
        _insert(session, OfferTag, tags)
        session.execute(
            text("INSERT INTO offer_text (rowid, words) VALUES (:id, :words)"),
            [{"id": each, "words": _description(each)} for each in ids],
        )
        session.commit()
    return email


def _insert(session: Session, model: Any, rows: list[dict[str, object]]) -> None:
    table: Table = model.__table__
    session.execute(insert(table), rows)


def _organisation(number: int) -> dict[str, object]:
    name = f"Provider {number * 7919 % 100_000:05}"
    return {"id": number, "kind": OrganisationKind.PROVIDER, "name": name}


def _provider(number: int) -> dict[str, object]:
    return {
        "id": number,
        "code": f"B{number}",
        "listing": ListingStatus.LISTED,
        "provider_kind": ProviderKind.NON_SCHOOL,
    }


def _site(number: int) -> dict[str, object]:
    return {"provider_id": number, "name": "Main site", "address": "1 Lane", "postcode": "OX1 1AA"}


def _description(number: int) -> str:
    """Words of every entry are few; one entry in five repairs bicycles."""
    words = _SHARED_WORDS[number % len(_SHARED_WORDS)]
    return f"Small groups, {words}" + (" and bicycle repair" if number % _RARE_EVERY == 0 else "")


def _half_days(tags: list[dict[str, Any]]) -> dict[int, list[str]]:
    """The sessions of each provider."""
    half_days: dict[int, list[str]] = defaultdict(list)
    for tag in tags:
        if tag["kind"] == "session":
            half_days[tag["provider_id"]].append(tag["value"])
    return half_days


def _offer(number: int, at: datetime, chance: Random, half_days: list[str]) -> dict[str, object]:
    return {
        "provider_id": number,
        "description": _description(number),
        "low_age": chance.randint(5, 13),
        "high_age": chance.randint(14, 19),
        "capacity": chance.randint(1, 30),
        "half_days": half_day_bits(half_days),
        "price_pence": chance.randint(3000, 12000),
        "changed_at": at,
    }


def _tags(number: int, chance: Random) -> Iterator[dict[str, Any]]:
    kinds = {
        "lot": offer_choices.LOTS,
        "need": offer_choices.NEEDS,
        "subject": offer_choices.SUBJECTS,
        "session": offer_choices.HALF_DAYS,
    }
    for kind, choices in kinds.items():
        for value, _ in chance.sample(choices, 4):
            yield {"provider_id": number, "kind": kind, "value": value}
