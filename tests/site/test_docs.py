"""What the documents say of the tree is true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "portal" / "docs").rglob("*.md"))]
DECISIONS = sorted((ROOT / "portal" / "docs" / "decisions").glob("*.md"))
LONGEST_README = 130

_NAMED = re.compile(r"`((?:portal|tests|migrations)/[^`\s]*)`")
_LINKED = re.compile(r"\]\(([^)#:]+)\)")
_PLACEHOLDER = re.compile(r"<[a-z]+>")


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_path_that_a_document_names_is_there(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    named = {_PLACEHOLDER.split(path)[0] for path in _NAMED.findall(text)}

    missing = sorted(path for path in named | set(_LINKED.findall(text)) if not exists(path))

    assert missing == []


def exists(path: str) -> bool:
    return (ROOT / path).exists()


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text().splitlines()) <= LONGEST_README


@pytest.mark.parametrize("decision", DECISIONS, ids=name_of)
def test_a_decision_says_when_what_and_why(decision: Path) -> None:
    text = decision.read_text(encoding="utf-8")

    assert re.match(rf"# {int(decision.name[:4])}\. .+\n\nDate: \d{{4}}-\d\d-\d\d\n", text)
    assert "\n## Decision\n" in text
    assert "\n## Why\n" in text


def test_the_readme_lists_every_decision() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert [name_of(each) for each in DECISIONS if name_of(each) not in readme] == []


def test_nothing_cites_a_document_that_is_not_in_the_repository() -> None:
    elsewhere = re.compile(r"\b(architecture|layout|domain|domain-2|models-to-follow)\.md\b")
    texts = [
        path
        for folder in ("portal", "tests", "migrations")
        for pattern in ("*.py", "*.mjs", "*.js", "*.html", "*.css", "*.md", "*.typ")
        for path in (ROOT / folder).rglob(pattern)
        if "node_modules" not in path.parts and path != Path(__file__)
    ]

    citing = [name_of(path) for path in texts if elsewhere.search(path.read_text(encoding="utf-8"))]

    assert citing == []
