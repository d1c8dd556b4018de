"""Rules that hold for every template."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

TEMPLATES = Path(__file__).resolve().parents[2] / "portal" / "templates"
LONGEST_LINE = 140
MARKUP = re.compile(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}|<[^>]*>", re.DOTALL)
NUMBERS = r"two|three|four|five|six|seven|eight|nine|ten|[2-9]|[1-9]\d+"
UNITS = r"minutes|hours|days|weeks|months|years|pupils|sessions"
NUMBER_OF_A_RULE = re.compile(rf"\b(?:{NUMBERS})\s+(?:school |working )?(?:{UNITS})\b")
DRAWN_BY_A_MACRO = re.compile(
    r'class="(?:portal-banner[ "{]|portal-tile[ "{])|<table class="govuk-table portal-cards'
)
TELLS_NUMBERS_OF_THE_PHONE = {"home/administrator.html", "offline/shell.html"}
KNOWS_A_ROLE = re.compile(r"\brole\b\s*(?:==|!=|in\b)|\bRole\.")

EVERY = sorted(path for path in TEMPLATES.rglob("*") if path.suffix in (".html", ".txt"))


def name_of(path: Path) -> str:
    return path.relative_to(TEMPLATES).as_posix()


def parsed(text: str) -> nodes.Template:
    return Environment(autoescape=True).parse(text)


def _imports(tree: nodes.Template) -> Iterator[tuple[str, str, str]]:
    """Of each import: the template, the macro, and what it is called here."""
    for each in tree.find_all(nodes.FromImport):
        assert isinstance(each.template, nodes.Const)
        for name in each.names:
            macro, alias = (name, name) if isinstance(name, str) else name
            yield each.template.value, macro, alias


def _names_used(tree: nodes.Template) -> set[str]:
    return {name.name for name in tree.find_all(nodes.Name) if name.ctx == "load"}


def _unused_imports(text: str) -> list[str]:
    tree = parsed(text)
    used = _names_used(tree)
    return [alias for _, _, alias in _imports(tree) if alias not in used]


def _unused_macros(texts: dict[str, str]) -> list[str]:
    trees = {name: parsed(text) for name, text in texts.items()}
    used = {(source, macro) for tree in trees.values() for source, macro, _ in _imports(tree)}
    return [
        f"{name}: {macro.name}"
        for name, tree in trees.items()
        for macro in tree.find_all(nodes.Macro)
        if (name, macro.name) not in used and macro.name not in _names_used(tree)
    ]


def _thresholds(text: str) -> list[str]:
    """What is compared with a number of its own, and numbers of days or pupils in the words.

    One is the number of grammar ("1 day", "2 days"), none that of an empty list.
    """
    compared = [
        f"line {compare.lineno}: {side.value}"
        for compare in parsed(text).find_all(nodes.Compare)
        for side in (compare.expr, *(operand.expr for operand in compare.ops))
        if isinstance(side, nodes.Const) and isinstance(side.value, int) and side.value > 1
    ]
    return compared + [found.group() for found in NUMBER_OF_A_RULE.finditer(MARKUP.sub(" ", text))]


@pytest.mark.parametrize("path", EVERY, ids=name_of)
def test_a_template_is_readable_and_holds_no_rule(path: Path) -> None:
    text = path.read_text()

    assert [line for line in text.splitlines() if len(line) > LONGEST_LINE] == []
    assert _unused_imports(text) == []
    assert KNOWS_A_ROLE.findall(text) == []
    if name_of(path) not in TELLS_NUMBERS_OF_THE_PHONE:
        assert _thresholds(text) == []


@pytest.mark.parametrize("path", EVERY, ids=name_of)
def test_banners_tiles_and_tables_are_drawn_by_their_macros(path: Path) -> None:
    if path.parent.name != "components":
        assert [
            line for line in path.read_text().splitlines() if DRAWN_BY_A_MACRO.search(line)
        ] == []


def test_every_macro_is_used() -> None:
    assert _unused_macros({name_of(path): path.read_text() for path in EVERY}) == []


def test_an_unused_macro_and_an_unused_import_are_found() -> None:
    texts = {
        "a.html": "{% macro used() %}{% endmacro %}{% macro idle() %}{% endmacro %}",
        "b.html": '{% from "a.html" import used %}{{ used() }}',
    }

    assert _unused_macros(texts) == ["a.html: idle"]
    assert _unused_imports('{% from "a.html" import used, idle %}{{ used() }}') == ["idle"]


@pytest.mark.parametrize(
    "text",
    [
        "{% if row.days_left < 4 %}",
        "{% if 0 < days_left < 4 %}",
        "{% if (received - captured).total_seconds() > 120 %}",
    ],
)
def test_a_threshold_in_a_template_is_found(text: str) -> None:
    assert _thresholds(text + "{% endif %}") != []


@pytest.mark.parametrize(
    "words", ["within five school days", "fewer than 5 pupils", "the last six weeks", "10 minutes"]
)
def test_a_number_of_a_rule_in_words_is_found(words: str) -> None:
    assert _thresholds(f"<p>It is {words} of it</p>") != []


@pytest.mark.parametrize(
    "text", ["{% if pages > 1 %}{% endif %}", "<p>{{ days }} school days</p>", "<p>2 phones</p>"]
)
def test_what_is_no_threshold_passes(text: str) -> None:
    assert _thresholds(text) == []
