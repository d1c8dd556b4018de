"""A campaign of faults finds nothing wrong with the real phone, and something wrong with each broken one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.setting.county import County
from tests.browser.setting.server import Server
from tests.faults.campaign import Campaign, Report
from tests.faults.setting import running_server, with_phones

SEED = 20261124
Running = tuple[Server, County]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running_server(tmp_path_factory.mktemp("faults")) as running:
        yield running


def campaign(running: Running, folder: Path, faults: int, broken_rule: str = "") -> Report:
    with with_phones(*running, folder, broken_rule=broken_rule) as setting:
        return Campaign(setting, SEED).run(faults)


def test_nothing_is_lost_doubled_or_silently_overwritten_in_200_faults(
    running: Running, tmp_path: Path
) -> None:
    report = campaign(running, tmp_path, 200)
    assert report.findings.counts == (0, 0, 0), (report.seed, report.findings)
    assert report.screens_differ == ()
    assert report.faults.total() >= 200
    assert len(report.faults) > 20
    assert report.conflicts > 0
    assert min(len(report.answers), report.answers_wrong, report.answers_differ) > 0
    assert running[0].tracebacks() == []


def test_a_phone_that_trusts_status_codes_is_seen_to_lose_marks_and_answers(
    running: Running, tmp_path: Path
) -> None:
    report = campaign(running, tmp_path, 60, "trusts status codes")
    lost = set(report.findings.lost)
    assert lost & report.answers
    assert lost - report.answers


def test_a_phone_that_numbers_anew_is_seen_to_double_marks(
    running: Running, tmp_path: Path
) -> None:
    assert campaign(running, tmp_path, 25, "numbers anew").findings.doubled


def test_a_phone_that_claims_to_have_seen_one_mark_more_is_seen_to_overwrite_marks(
    running: Running, tmp_path: Path
) -> None:
    report = campaign(running, tmp_path, 60, "claims to have seen one more")

    assert report.findings.overwritten


def test_a_phone_that_claims_to_have_seen_one_answer_more_is_seen_to_overwrite_answers(
    running: Running, tmp_path: Path
) -> None:
    report = campaign(running, tmp_path, 50, "claims to have seen one more")
    assert set(report.findings.overwritten) & report.answers
