"""Runs one check, counts what passed and failed, and lays the counts out as a table."""

import os
import signal
import subprocess
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from portal.setup.environment import ROOT

SECONDS_TO_TIDY_UP = 20


@dataclass(frozen=True)
class Outcome:
    """What one check found, and how long it took."""

    name: str
    passed: int
    failed: int
    skipped: int
    seconds: float


def run_check(
    name: str, command: Sequence[str | Path], report: Path, environment: Mapping[str, str]
) -> Outcome:
    """Run one check. It counts as one test, unless it writes a report that counts its own."""
    print(f"\n=== {name} ===", flush=True)
    started = time.monotonic()
    succeeded = _run(command, environment) == 0
    passed, failed, skipped = count_tests(report) if report.exists() else (int(succeeded), 0, 0)
    if not succeeded:
        failed = max(failed, 1)
    return Outcome(name, passed, failed, skipped, time.monotonic() - started)


def _run(command: Sequence[str | Path], environment: Mapping[str, str]) -> int:
    """Run in a process group of its own, so that nothing it started outlives Ctrl+C."""
    process = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)
    try:
        return process.wait()
    except BaseException:
        _stop(process)
        raise


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Ask the whole group to stop, as Ctrl+C does, and insist if it has not after a while."""
    os.killpg(process.pid, signal.SIGINT)
    try:
        process.wait(SECONDS_TO_TIDY_UP)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def count_tests(report: Path) -> tuple[int, int, int]:
    """The passed, failed and skipped tests of a JUnit report, as pytest and node write it."""
    cases = list(ElementTree.parse(report).iter("testcase"))  # noqa: S314 - we wrote it
    failed = sum(_has(case, "failure", "error") for case in cases)
    skipped = sum(_has(case, "skipped") for case in cases)
    return len(cases) - failed - skipped, failed, skipped


def _has(case: ElementTree.Element, *tags: str) -> bool:
    return any(case.find(tag) is not None for tag in tags)


def summary(outcomes: Sequence[Outcome]) -> str:
    """A table of the checks. The last line, which CI reads, holds the totals."""
    rows = [f"\n{'check':<14}{'passed':>8}{'failed':>8}{'skipped':>9}{'seconds':>9}"]
    rows += [
        f"{one.name:<14}{one.passed:>8}{one.failed:>8}{one.skipped:>9}{one.seconds:>9.1f}"
        for one in outcomes
    ]
    passed = sum(one.passed for one in outcomes)
    failed = sum(one.failed for one in outcomes)
    return "\n".join([*rows, "", f"{passed} passed, {failed} failed"])
