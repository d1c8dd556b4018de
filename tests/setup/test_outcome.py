"""How the results of the checks are counted."""

import os
import sys
from pathlib import Path

import pytest

from portal.setup.outcome import Outcome, count_tests, run_check, summary

PYTEST_REPORT = """<testsuites><testsuite name="pytest">
<testcase name="a"/><testcase name="b"><failure/></testcase>
<testcase name="c"><error/></testcase><testcase name="d"><skipped/></testcase>
</testsuite></testsuites>"""

NODE_REPORT = """<testsuites><testcase name="a"/>
<testsuite name="group"><testcase name="b"/><testcase name="c"><failure/></testcase></testsuite>
</testsuites>"""


@pytest.mark.parametrize(
    ("report", "expected"), [(PYTEST_REPORT, (1, 2, 1)), (NODE_REPORT, (2, 1, 0))]
)
def test_a_report_is_counted(report: str, expected: tuple[int, int, int], tmp_path: Path) -> None:
    path = tmp_path / "report.xml"
    path.write_text(report)
    assert count_tests(path) == expected


@pytest.mark.parametrize(("code", "passed", "failed"), [(0, 1, 0), (1, 0, 1), (5, 0, 1)])
def test_a_check_without_a_report_counts_as_one_test(
    code: int, passed: int, failed: int, tmp_path: Path
) -> None:
    command = [sys.executable, "-c", f"raise SystemExit({code})"]
    outcome = run_check("style", command, tmp_path / "none.xml", os.environ)
    assert (outcome.passed, outcome.failed) == (passed, failed)


def test_a_check_that_fails_though_its_report_is_clean_is_still_a_failure(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text("<testsuites><testcase name='a'/></testsuites>")
    command = [sys.executable, "-c", "raise SystemExit(3)"]
    assert run_check("sqlite", command, report, os.environ).failed == 1


def test_the_last_line_of_the_summary_holds_the_totals() -> None:
    outcomes = [Outcome("style", 1, 0, 0, 0.2), Outcome("sqlite", 40, 2, 1, 12.0)]
    assert summary(outcomes).splitlines()[-1] == "41 passed, 2 failed"
