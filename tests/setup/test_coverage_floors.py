"""The floors of coverage: what is below its floor is named, with the lines."""

from __future__ import annotations

import tomllib

import pytest

from tests.coverage_floors import Measured, faults, package_of, raised


@pytest.mark.parametrize(
    ("path", "package"),
    [
        ("portal/domain/attendance/codes.py", "portal/domain"),
        ("portal/domain/errors.py", "portal/domain"),
        ("portal/features/registers/routes/mark.py", "portal/features/registers"),
        ("portal/clock.py", "portal/clock.py"),
    ],
)
def test_a_module_counts_for_its_package(path: str, package: str) -> None:
    assert package_of(path) == package


def test_one_line_of_a_thousand_that_is_not_run_is_not_a_hundred_percent() -> None:
    assert Measured(total=10_000, run=9_999).percent == 99.9
    assert Measured(total=10_000, run=10_000).percent == 100
    assert Measured().percent == 100


def test_a_package_below_its_floor_is_named_with_what_is_not_run() -> None:
    found = {"portal/domain": Measured(100, 99, ("portal/domain/age.py:7 is not run",))}

    said = faults(found, {"portal/domain": 100})

    assert said[0] == "portal/domain: 99.0 %, and it was 100 %"
    assert "age.py:7" in said[1]
    assert faults(found, {"portal/domain": 99}) == []


def test_a_package_needs_a_floor_and_a_floor_a_package() -> None:
    said = faults({"portal/new": Measured(1, 1)}, {"portal/gone": 50})

    assert said == [
        "portal/new has no floor in coverage_floors.toml",
        "portal/gone has a floor, and is not there",
    ]


def test_floors_are_raised_and_never_lowered() -> None:
    text = '# Why.\n[floors]\n"a" = 90\n"b" = 90\n'

    new = raised(text, {"a": Measured(100, 95), "b": Measured(100, 80), "c": Measured(10, 10)})

    assert new.startswith("# Why.\n")
    assert tomllib.loads(new)["floors"] == {"a": 95, "b": 90, "c": 100}
