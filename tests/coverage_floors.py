"""Runs pytest, and says for each package whether the tests run as much of it as they used to.

`python -m tests.coverage_floors check -- COMMAND …` runs the command with branches measured and
returns its exit code, or 1 where a package is below its floor in coverage_floors.toml.
"""

from __future__ import annotations

import json
import math
import re
import subprocess
import sys
import tempfile
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import coverage

FLOORS = Path(__file__).with_name("coverage_floors.toml")
MEASURING = ("--cov", "--cov-branch", "--cov-report=")


@dataclass
class Measured:
    """Lines and branches of one package, and where some are left out."""

    total: int = 0
    run: int = 0
    gaps: tuple[str, ...] = ()

    @property
    def percent(self) -> float:
        """Rounded down to a tenth, so that 100 is 100."""
        return math.floor(1000 * self.run / self.total) / 10 if self.total else 100.0


def package_of(path: str) -> str:
    """ "portal/domain" for "portal/domain/attendance/codes.py", and the path of a module of `portal` itself."""
    parts = PurePosixPath(path).parts
    return "/".join(
        parts[:3] if parts[:2] == ("portal", "features") and len(parts) > 3 else parts[:2]
    )


def measured() -> dict[str, Measured]:
    """What the last run wrote into .coverage, by package."""
    data = coverage.Coverage()
    data.load()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "coverage.json"
        data.json_report(outfile=str(report))
        files = json.loads(report.read_text())["files"]
    packages: defaultdict[str, Measured] = defaultdict(Measured)
    for path, found in sorted(files.items()):
        package, summary = packages[package_of(path)], found["summary"]
        package.total += summary["num_statements"] + summary["num_branches"]
        package.run += summary["covered_lines"] + summary["covered_branches"]
        package.gaps += _gaps(path, found)
    return dict(packages)


def _gaps(path: str, found: dict[str, Any]) -> tuple[str, ...]:
    lines = (f"{path}:{line} is not run" for line in found["missing_lines"])
    branches = (f"{path}: never from line {a} to {b}" for a, b in found["missing_branches"])
    return (*lines, *branches)


def floors() -> dict[str, float]:
    read: dict[str, float] = tomllib.loads(FLOORS.read_text())["floors"]
    return read


def faults(found: dict[str, Measured], wanted: dict[str, float]) -> list[str]:
    """What is wrong, in words: packages below their floor, without one, or that are gone."""
    said = [f"{name} has no floor in {FLOORS.name}" for name in sorted(found.keys() - wanted)]
    said += [f"{name} has a floor, and is not there" for name in sorted(wanted.keys() - found)]
    for name in sorted(found.keys() & wanted):
        if found[name].percent < wanted[name]:
            said += [f"{name}: {found[name].percent} %, and it was {wanted[name]} %"]
            said += [f"    {gap}" for gap in found[name].gaps[:20]]
    return said


def raised(text: str, found: dict[str, Measured]) -> str:
    """The file of floors with each lifted to what was measured, in whole percent. None is lowered."""
    wanted = tomllib.loads(text)["floors"]
    best = {name: max(int(one.percent), wanted.get(name, 0)) for name, one in found.items()}
    lines = [f'"{name}" = {best[name]:g}' for name in sorted(best)]
    return re.sub(r"(?s)(?<=\[floors\]\n).*", "\n".join([*lines, ""]), text)


def main(arguments: list[str]) -> int:
    if arguments == ["raise"]:
        FLOORS.write_text(raised(FLOORS.read_text(), measured()))
        return 0
    if arguments[:2] != ["check", "--"] or not arguments[2:]:
        sys.exit("Usage: python -m tests.coverage_floors check -- pytest … | raise")
    code = subprocess.run([*arguments[2:], *MEASURING], check=False).returncode
    said = faults(measured(), floors()) if code == 0 else []
    print("\n".join(said))
    return code or bool(said)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
