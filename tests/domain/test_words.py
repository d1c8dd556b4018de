"""Every state and choice that people read has words, and no two of one kind have the same."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from enum import Enum
from typing import Any

import pytest

from portal import domain
from portal.domain.attendance.amending import WaitsFor
from portal.domain.catalogue.review_states import ReviewState

WORDS = ("words", "own_words", "event_words", "entry_words", "done_words", "sentence")


def enums_with_words() -> Iterator[type[Any]]:
    for module in pkgutil.walk_packages(domain.__path__, "portal.domain."):
        for found in vars(importlib.import_module(module.name)).values():
            is_enum = isinstance(found, type) and issubclass(found, Enum)
            if is_enum and found.__module__ == module.name and hasattr(found, "words"):
                yield found


ENUMS = sorted(enums_with_words(), key=lambda each: each.__qualname__)


def test_the_enums_of_the_domain_are_found() -> None:
    assert {WaitsFor, ReviewState} <= set(ENUMS)


@pytest.mark.parametrize("enum", ENUMS)
def test_no_two_members_have_the_same_words(enum: type[Any]) -> None:
    said = [member.words for member in enum]

    assert len(set(said)) == len(said)


@pytest.mark.parametrize("enum", ENUMS)
@pytest.mark.parametrize("name", WORDS)
def test_words_are_written_for_people(enum: type[Any], name: str) -> None:
    for member in enum:
        said = getattr(member, name, None)
        if said is not None and member is not WaitsFor.NOTHING:
            assert said
            assert said == said.strip()
            assert "_" not in said


def test_a_review_says_where_it_stands_in_a_sentence() -> None:
    sentences = [state.sentence for state in ReviewState]

    assert all(sentence.endswith(".") for sentence in sentences)
    assert len(set(sentences)) == len(sentences)


def test_nothing_is_asked_about_a_change_that_waits_for_nothing() -> None:
    assert WaitsFor.NOTHING.words == ""
    assert all("why" in waits.words for waits in WaitsFor if waits is not WaitsFor.NOTHING)
