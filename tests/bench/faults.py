"""Two thousand injected faults between real phones and the real server: what was lost, doubled, overwritten."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.bench.rows import Row
from tests.faults.campaign import Campaign, Report
from tests.faults.setting import running_server, with_phones

SEED = 20261124
FAULTS = 2000
PUPILS = 10


def measure() -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        path = Path(folder)
        with (
            running_server(path) as (server, county),
            with_phones(server, county, path, PUPILS) as setting,
        ):
            return _rows(Campaign(setting, SEED).run(FAULTS))


def _rows(report: Report) -> list[Row]:
    done = (
        f"{report.faults.total()} faults of {len(report.faults)} kinds, {report.taps} marks and answers, "
        f"{len(report.answers)} of them answers, {report.answers_wrong} of these wrong; two marks "
        f"shown {report.conflicts} times, two answers {report.answers_differ}; seed {report.seed}"
    )
    lost, doubled, overwritten = report.findings.counts
    return [
        Row("Faults: operations lost", lost, "", bar=0, detail=done),
        Row("Faults: operations doubled", doubled, "", bar=0),
        Row("Faults: marks and answers silently overwritten", overwritten, "", bar=0),
        Row("Faults: screens that differ at the end", len(report.screens_differ), "", bar=0),
    ]
