"""Marks that are sent while postcodes and schools load: nobody may wait for an import."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import islice, product
from pathlib import Path
from string import ascii_uppercase

from tests.bench.phones import PHONES, BenchPhone
from tests.bench.rows import Row, percentile
from tests.bench.server import ROOT
from tests.bench.sync import send_alone, sync_servers
from tests.features.imports.files import gias_file
from tests.postgres import new_database, private_cluster

POSTCODES, SCHOOLS = 1_700_000, 52_000
IDLE_REQUESTS, AT_ONCE = 60, 5
_BAR = 5
_FIRST_URN = 100_001
_LONGEST_SECONDS = 1_800


def measure() -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        database = f"sqlite:///{folder}/portal.sqlite"
        rows = [_on_database("SQLite", database, f"{folder}/bare.sqlite", Path(folder))]
    with (
        tempfile.TemporaryDirectory(prefix="portal-bench-") as folder,
        private_cluster(is_durable=True) as url,
    ):
        os.environ["PORTAL_TEST_DATABASE_URL"] = url
        ours, bare = new_database("bench"), new_database("bare")
        return [*rows, _on_database("PostgreSQL", ours, bare, Path(folder))]


def _on_database(name: str, ours: str, bare: str, folder: Path) -> Row:
    files = _write_files(folder)
    settings = {
        "PORTAL_ENV": "test",
        "PORTAL_INSTANCE": str(folder),
        "PORTAL_DATABASE_URL": ours,
    }
    with sync_servers(ours, bare, folder) as (port, _, phones):
        _send(port, phones, 10)
        idle = _send(port, phones, IDLE_REQUESTS)
        busy: list[float] = []
        for command, file in files.items():
            busy += _while_loading(settings, command, file, port, phones)
    idle_p99, busy_p99 = percentile(idle, 99), percentile(busy, 99)
    return Row(
        f"{name}: p99 of a sync while {POSTCODES:,} postcodes and {SCHOOLS:,} schools load, to idle",
        busy_p99 / idle_p99,
        "×",
        bar=_BAR,
        detail=f"{busy_p99 * 1000:.0f} ms against {idle_p99 * 1000:.0f} ms, {len(busy):,} syncs",
    )


def _while_loading(
    settings: Mapping[str, str], command: str, file: Path, port: int, phones: list[BenchPhone]
) -> list[float]:
    """The seconds of each sync until the command has ended. Raises where it failed."""
    times: list[float] = []
    with (file.parent / f"{command}.log").open("wb") as log:
        loading = subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", "wsgi", "portal", command, str(file)],
            cwd=ROOT,
            env=os.environ | dict(settings),
            stdout=log,
            stderr=log,
        )
        while loading.poll() is None:
            times += _send(port, phones, AT_ONCE)
    if loading.wait(_LONGEST_SECONDS) != 0:
        raise RuntimeError((file.parent / f"{command}.log").read_text())
    return times


def _send(port: int, phones: list[BenchPhone], requests: int) -> list[float]:
    with ThreadPoolExecutor(PHONES) as pool:
        results = list(pool.map(lambda phone: send_alone(port, phone, requests), phones))
    return [each for result in results for each in result]


def _write_files(folder: Path) -> dict[str, Path]:
    """By the command that loads each."""
    postcodes, schools = folder / "postcodes.csv", folder / "schools.csv"
    with postcodes.open("w") as file:
        file.writelines(islice(_postcode_rows(), POSTCODES))
    schools.write_bytes(gias_file({"URN": str(_FIRST_URN + number)} for number in range(SCHOOLS)))
    return {"import-postcodes": postcodes, "import-schools": schools}


def _postcode_rows() -> Iterator[str]:
    letters = ["".join(pair) for pair in product(ascii_uppercase, repeat=2)]
    for number, (area, district, unit) in enumerate(product(letters, range(10, 20), letters)):
        yield f'"{area}{district} {number % 10}{unit}",10,{number % 600_000 + 1},206000,"E92000001"\n'
