"""Enter in a field never takes anything away: the check that every fetched page goes through."""

from __future__ import annotations

import html5lib
import pytest

from tests.default_button import default_button_faults
from tests.page import words_of

TEXT = '<input name="name">'
SAVE = '<button name="do" value="save">Save</button>'
TAKE_OUT = '<button name="do" value="remove owners 0">Take out</button>'
SEND = "<button>Recommend</button>"
WARNING = '<button class="govuk-button govuk-button--warning">Go</button>'


def faults(html: str) -> list[str]:
    root = html5lib.HTMLParser(namespaceHTMLElements=False).parse(html)
    return default_button_faults(root, words_of)


@pytest.mark.parametrize(
    "inside",
    [
        TEXT + TAKE_OUT + SAVE,
        TEXT + SEND + SAVE,
        TEXT + WARNING,
        TEXT + '<input type="submit" name="remove-3" value="Go">',
        '<input type="checkbox" name="sure">' + TAKE_OUT,
    ],
)
def test_a_form_whose_first_button_does_harm_is_a_fault(inside: str) -> None:
    assert len(faults(f"<form>{inside}</form>")) == 1


@pytest.mark.parametrize(
    "inside",
    [
        TEXT + SAVE + TAKE_OUT + SEND,
        TEXT + SEND,
        TAKE_OUT,
        "<textarea></textarea>" + WARNING,
        TEXT + '<button type="button">Remove</button>' + SAVE + SEND,
    ],
)
def test_a_form_whose_first_button_is_harmless_or_its_only_purpose_is_none(inside: str) -> None:
    assert faults(f"<form>{inside}</form>") == []


def test_a_button_elsewhere_on_the_page_that_belongs_to_the_form_counts() -> None:
    page = '<button form="a">Delete</button><form id="a">' + TEXT + SAVE + "</form>"

    assert len(faults(page)) == 1
