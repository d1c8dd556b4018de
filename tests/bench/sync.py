"""Sync of ten marks against the bare route, for one client and for eight, on both databases."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import perf_counter

from flask_migrate import upgrade

from portal.app import create_app
from portal.config import read_settings
from portal.database.db import db
from tests.bench import bare
from tests.bench.phones import PHONES, BenchPhone, connect, make_phones
from tests.bench.rows import Row, percentile
from tests.bench.server import running
from tests.postgres import named_cluster, new_database

WARM_UP, EDITIONS, ALONE, TOGETHER = 10, 8, 20, 12


@dataclass
class Times:
    """Seconds per request: alone, and with eight clients at once; seconds that those took in all."""

    alone: list[float] = field(default_factory=list)
    together: list[float] = field(default_factory=list)
    wall: float = 0.0

    @property
    def per_second(self) -> float:
        return len(self.together) / self.wall


def measure() -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        rows = _on_database(f"sqlite:///{folder}/portal.sqlite", f"{folder}/bare.sqlite", folder)
    with (
        tempfile.TemporaryDirectory(prefix="portal-bench-") as folder,
        named_cluster(is_durable=True),
    ):
        return rows + _on_database(new_database("bench"), new_database("bare"), folder)


def _on_database(ours: str, theirs: str, folder: str) -> list[Row]:
    """Measure both in turns, so that a slow moment of the machine meets both."""
    our_times, bare_times = Times(), Times()
    with sync_servers(ours, theirs, Path(folder)) as (our_port, bare_port, phones):
        for port in (our_port, bare_port):
            _together(port, phones, Times(), WARM_UP)
        for database in (ours, theirs):
            _count_rows(database)
        for _ in range(EDITIONS):
            for port, times in ((bare_port, bare_times), (our_port, our_times)):
                times.alone += send_alone(port, phones[0], ALONE)
                _together(port, phones, times)
    return _rows("PostgreSQL" if ours.startswith("postgresql") else "SQLite", our_times, bare_times)


@contextmanager
def sync_servers(
    ours: str, theirs: str, folder: Path
) -> Iterator[tuple[int, int, list[BenchPhone]]]:
    settings = {
        "PORTAL_ENV": "test",
        "PORTAL_INSTANCE": str(folder),
        "PORTAL_DATABASE_URL": ours,
        "BENCH_BARE_DATABASE": theirs,
    }
    with create_app(read_settings(settings)).app_context():
        upgrade()
        phones = make_phones(db.engine)
        db.engine.dispose()
    bare.make_table(theirs)
    log = folder / "log"
    with (
        running("wsgi:app", settings, log) as our_port,
        running("tests.bench.bare:app", settings, log) as bare_port,
    ):
        yield our_port, bare_port, phones


def _count_rows(database: str) -> None:
    """Do now what PostgreSQL does by itself within the first minute: it plans for tables as they are."""
    if database.startswith("postgresql"):
        connection = bare.connect(database)
        connection.execute("ANALYZE")
        connection.close()


def send_alone(port: int, phone: BenchPhone, requests: int) -> list[float]:
    connection = connect(port)
    times = [phone.send(connection) for _ in range(requests)]
    connection.close()
    return times


def _together(port: int, phones: list[BenchPhone], times: Times, requests: int = TOGETHER) -> None:
    started = perf_counter()
    with ThreadPoolExecutor(PHONES) as pool:
        results = list(pool.map(lambda phone: send_alone(port, phone, requests), phones))
    times.wall += perf_counter() - started
    times.together += [each for result in results for each in result]


def _rows(database: str, ours: Times, bare_times: Times) -> list[Row]:
    our_p50, bare_p50 = median(ours.alone), median(bare_times.alone)
    busy_p50, busy_p99 = median(ours.together), percentile(ours.together, 99)
    start = f"{database}: sync of 10 marks"
    return [
        Row(
            f"{start}, 1 client, p50 against the bare route",
            our_p50 / bare_p50,
            "×",
            bar=5,
            aim=2.5,
            detail=f"{our_p50 * 1000:.1f} ms against {bare_p50 * 1000:.1f} ms",
        ),
        Row(
            f"{start}, 8 clients, requests per second against the bare route",
            ours.per_second / bare_times.per_second,
            "×",
            bar=0.25,
            aim=0.4,
            more_is_better=True,
            detail=f"{ours.per_second:.0f}/s against {bare_times.per_second:.0f}/s",
        ),
        Row(
            f"{start}, 8 clients, p99 against its p50",
            busy_p99 / busy_p50,
            "×",
            bar=10,
            detail=f"{busy_p99 * 1000:.0f} ms against {busy_p50 * 1000:.0f} ms",
        ),
    ]
