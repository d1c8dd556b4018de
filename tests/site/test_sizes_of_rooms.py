"""No folder, file or room grows until nobody finds anything in it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MOST_MODULES = 15
MOST_TESTS_OR_TEMPLATES = 25
LONGEST_FILE = 350
_CODE = {".py", ".mjs", ".js"}
_ALL = _CODE | {".html", ".css", ".typ"}


def files(*folders: str, endings: set[str]) -> list[Path]:
    return [
        path
        for folder in folders
        for path in (ROOT / folder).rglob("*")
        if path.suffix in endings
        and not {"node_modules", "built", "__pycache__"} & set(path.parts)
        and path.name != "__init__.py"
    ]


def too_full(paths: list[Path], most: int) -> dict[str, int]:
    counts = Counter(str(path.parent.relative_to(ROOT)) for path in paths)
    return {folder: count for folder, count in counts.items() if count > most}


def test_no_folder_of_code_has_more_than_15_modules() -> None:
    assert too_full(files("portal", endings=_CODE), MOST_MODULES) == {}


def test_no_folder_of_tests_or_templates_has_more_than_25() -> None:
    of_tests = files("tests", endings=_CODE)
    templates = files("portal/templates", endings={".html", ".txt"})

    assert too_full(of_tests + templates, MOST_TESTS_OR_TEMPLATES) == {}


def test_no_file_has_more_than_350_lines() -> None:
    too_long = {
        str(path.relative_to(ROOT)): lines
        for path in files("portal", "tests", endings=_ALL)
        if (lines := path.read_text(encoding="utf-8").count("\n")) > LONGEST_FILE
    }

    assert too_long == {}
