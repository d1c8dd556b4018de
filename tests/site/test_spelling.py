"""The words of every template are spelt as in Britain, by the lists of codespell and one of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
from jinja2 import nodes

from tests.site.test_templates import EVERY, name_of, parsed

# Words of ours that stand in one of codespell's lists as well, and what they mean here.
RIGHT_HERE = {
    "authorization": "the header in which a key is sent",
    "story": "what was told, not a floor of a house",
}
# Spelt rightly, and not what a page of ours says.
NOT_OURS = {
    **dict.fromkeys(("e-mail", "e-mails", "e‑mail", "e‑mails"), "email"),
    **dict.fromkeys(("login", "logon", "log-in", "log in", "log on"), "sign in"),
    **dict.fromkeys(("logout", "log-out", "log out", "log off"), "sign out"),
    "telefone": "telephone",
    "zip code": "postcode",
    "program": "programme",
}
WORD = re.compile(r"[A-Za-z]+(?:['’‑-][A-Za-z]+)*")
TAG = re.compile(r"<[^>]*>", re.DOTALL)
READ_BY_PEOPLE = re.compile(r'\b(?:title|aria-label|data-label|placeholder|alt)="([^"]*)"')


def _list(name: str) -> Iterator[tuple[str, str]]:
    text = (files("codespell_lib") / "data" / name).read_text(encoding="utf-8")
    for line in text.splitlines():
        word, _, instead = line.partition("->")
        yield word.lower(), instead.strip(" ,").lower()


@cache
def _refused() -> dict[str, str]:
    """By word: what to write instead. The list of British words with American ones is read backwards."""
    misspelt = dict(_list("dictionary.txt"))
    american = {
        each.strip(): british
        for british, spelt in _list("dictionary_en-GB_to_en-US.txt")
        for each in spelt.split(",")
    }
    both = misspelt | american | NOT_OURS
    return {word: instead for word, instead in both.items() if word not in RIGHT_HERE}


def _words_of(text: str) -> str:
    """What a person reads or hears: text, some attributes, and the strings in the expressions."""
    tree = parsed(text)
    markup = "\0".join(each.data for each in tree.find_all(nodes.TemplateData))
    strings = [
        each.value
        for each in tree.find_all(nodes.Const)
        if isinstance(each.value, str) and " " in each.value.strip()
    ]
    return " · ".join([TAG.sub(" ", markup), *READ_BY_PEOPLE.findall(markup), *strings])


def misspelt(text: str) -> list[str]:
    words = _words_of(text).lower()
    refused = _refused()
    pairs = [pair for pair in NOT_OURS if " " in pair and re.search(rf"\b{pair}\b", words)]
    return pairs + [word for word in WORD.findall(words) if word in refused]


@pytest.mark.parametrize("path", EVERY, ids=name_of)
def test_a_template_is_spelt_as_in_britain(path: Path) -> None:
    assert misspelt(path.read_text()) == []


@pytest.mark.parametrize(
    "text",
    [
        "<p>Your organization</p>",
        "<p>Cancelling, the color of it</p>",
        "<p>We recieved it</p>",
        "<p>Log in here</p>",
        "<p>Send an e-mail</p>",
        '<ol aria-label="The center">',
        '{{ "Fulfill it" if a else "" }}',
    ],
)
def test_a_word_that_is_not_ours_is_found(text: str) -> None:
    assert len(misspelt(text)) == 1


@pytest.mark.parametrize("word", ["email", "organisation", "colour", "cancelled", "programme"])
def test_a_word_of_ours_passes(word: str) -> None:
    assert (
        misspelt(f'<p class="center" style="color: red">Your {word} here {{{{ color }}}}</p>') == []
    )
