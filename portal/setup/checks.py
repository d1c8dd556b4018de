"""Runs every check of `python3 -m portal test` and adds up the results."""

import argparse
import os
import signal
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from portal.setup.browser import prepare_chromium
from portal.setup.environment import PYTHON, ROOT, TEST, VENV, Command, prepare_python
from portal.setup.node import Node, build_assets, prepare_node, prepare_packages
from portal.setup.outcome import Outcome, run_check, summary

PYTEST = (PYTHON, "-m", "pytest")
BROWSER_TESTS = "tests/browser"
BROWSERS_AT_ONCE = 2  # each with a server of its own, so that more than two outgrow a small machine


@dataclass(frozen=True)
class Tools:
    """What the checks work with: node, the options meant for pytest, where reports go."""

    node: Node
    for_pytest: list[str]
    report: Path


def _style(_: Tools) -> Command:
    return [PYTHON, "-m", "ruff", "check", "."]


def _format(_: Tools) -> Command:
    return [PYTHON, "-m", "ruff", "format", "--check", "."]


def _dead_code(_: Tools) -> Command:
    return [PYTHON, "-m", "tests.dead_code"]


def _templates(_: Tools) -> Command:
    return [VENV / "bin" / "djlint", "--lint", "--quiet", ROOT / "portal" / "templates"]


def _types(_: Tools) -> Command:
    return [PYTHON, "-m", "mypy"]


def _imports(_: Tools) -> Command:
    return [VENV / "bin" / "lint-imports"]


def _javascript_types(tools: Tools) -> Command:
    return _tsc(tools, "tsconfig.json")


def _worker_types(tools: Tools) -> Command:
    return _tsc(tools, "tsconfig.worker.json")


def _tsc(tools: Tools, project: str) -> Command:
    frontend = ROOT / "portal" / "frontend"
    compiler = frontend / "node_modules" / "typescript" / "bin" / "tsc"
    return [tools.node.program, compiler, "--project", frontend / project]


def _javascript_style(tools: Tools) -> Command:
    frontend = ROOT / "portal" / "frontend"
    linter = frontend / "node_modules" / "eslint" / "bin" / "eslint.js"
    config = frontend / "eslint.config.mjs"
    static = ROOT / "portal" / "static"
    sources = [static / "js", static / "css", ROOT / "tests" / "js", ROOT / "tests" / "faults"]
    return [tools.node.program, linter, "--config", config, "--max-warnings=0", *sources, frontend]


def _javascript(tools: Tools) -> Command:
    to_screen = ["--test-reporter=spec", "--test-reporter-destination=stdout"]
    to_report = ["--test-reporter=junit", f"--test-reporter-destination={tools.report}"]
    tests = sorted((ROOT / "tests" / "js").rglob("*.test.mjs"))
    return [tools.node.program, "--test", *to_screen, *to_report, *tests]


def _sqlite(tools: Tools) -> Command:
    """With the lines and branches measured, where all tests are run."""
    run_all = [PYTHON, "-m", "tests.coverage_floors", "check", "--", *_without_browser(tools)]
    return _without_browser(tools) if tools.for_pytest else run_all


def _postgresql(tools: Tools) -> Command:
    return [PYTHON, "-m", "tests.postgres", "--", *_without_browser(tools)]


def _without_browser(tools: Tools) -> Command:
    return [*PYTEST, "-n", _processes(), f"--ignore={BROWSER_TESTS}", *_pytest(tools, "tests")]


def _browser(tools: Tools) -> Command:
    """The tests of a file stay in one process, and share the server that it started."""
    at_once = ["-n", _processes(BROWSERS_AT_ONCE), "--dist", "loadfile"]
    return [*PYTEST, *at_once, *_pytest(tools, BROWSER_TESTS)]


def _pytest(tools: Tools, default: str) -> Command:
    """pytest's own options; a test path among them takes the place of the default one."""
    names_tests = any((ROOT / option.split("::")[0]).exists() for option in tools.for_pytest)
    chosen = tools.for_pytest if names_tests else [*tools.for_pytest, default]
    return [f"--junitxml={tools.report}", *chosen]


def _processes(most: int = 4) -> str:
    return str(min(os.cpu_count() or 1, most))


CHECKS: dict[str, Callable[[Tools], Command]] = {
    "style": _style,
    "format": _format,
    "dead-code": _dead_code,
    "templates": _templates,
    "types": _types,
    "imports": _imports,
    "js-style": _javascript_style,
    "js-types": _javascript_types,
    "worker-types": _worker_types,
    "js": _javascript,
    "sqlite": _sqlite,
    "postgresql": _postgresql,
    "browser": _browser,
}
ALL = tuple(CHECKS)


def names(text: str) -> tuple[str, ...]:
    """Read "sqlite,browser" from the command line."""
    chosen = tuple(name.strip() for name in text.split(","))
    for name in chosen:
        if name not in CHECKS:
            raise argparse.ArgumentTypeError(f"“{name}” is not one of {', '.join(ALL)}")
    return chosen


def test(chosen: tuple[str, ...], for_pytest: list[str]) -> int:
    """Run the chosen checks, all of them whatever fails, and return the exit code."""
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, signal.default_int_handler)  # every check then tidies up after itself
    node = _prepare()
    environment = _clean_environment()
    if "browser" in chosen:
        environment["PORTAL_CHROMIUM"] = str(prepare_chromium())
    outcomes: list[Outcome] = []
    with tempfile.TemporaryDirectory() as folder:
        for name in chosen:
            tools = Tools(node, for_pytest, Path(folder) / f"{name}.xml")
            outcomes.append(run_check(name, CHECKS[name](tools), tools.report, environment))
    print(summary(outcomes), flush=True)
    return 0 if all(outcome.failed == 0 for outcome in outcomes) else 1


def bench(arguments: list[str]) -> None:
    """Measure speed and size, with everything that the tests need in place."""
    _prepare()
    environment = _clean_environment() | {"PORTAL_CHROMIUM": str(prepare_chromium())}
    command = [str(PYTHON), "-m", "tests.bench", *arguments]
    sys.stdout.flush()
    os.chdir(ROOT)
    os.execve(command[0], command, environment)  # noqa: S606


def _prepare() -> Node:
    prepare_python(TEST)
    node = prepare_node()
    prepare_packages(node)
    build_assets()
    return node


def _clean_environment() -> dict[str, str]:
    """The environment without the settings of a portal that may run on this machine."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    return kept | {"PORTAL_ENV": "test"}
