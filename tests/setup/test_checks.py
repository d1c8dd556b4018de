"""How the checks of the browser share the work of two processes."""

import os
from pathlib import Path

from portal.setup.checks import CHECKS, Tools
from portal.setup.node import Node
from portal.setup.outcome import run_check

NOTES_ITS_PROCESS = """
import os
from pathlib import Path

import pytest

@pytest.mark.parametrize("number", range(4))
def test_it(number):
    with Path(__file__).with_suffix(".processes").open("a") as file:
        print(os.environ.get("PYTEST_XDIST_WORKER"), file=file)
"""
NAMES = ("clock", "kill", "taps")


def test_a_file_of_browser_tests_stays_in_one_process_and_all_are_counted(tmp_path: Path) -> None:
    files = [tmp_path / f"test_{name}.py" for name in NAMES]
    for file in files:
        file.write_text(NOTES_ITS_PROCESS)
    tools = Tools(Node(Path("node"), ()), [str(file) for file in files], tmp_path / "report.xml")
    environment = {name: os.environ[name] for name in os.environ if "PYTEST" not in name}

    outcome = run_check("browser", CHECKS["browser"](tools), tools.report, environment)

    assert (outcome.passed, outcome.failed) == (12, 0)
    for file in files:
        processes = file.with_suffix(".processes").read_text().split()
        assert len(processes) == 4
        assert len(set(processes)) == 1
        assert processes[0] != "None"
