"""The button that Enter presses: the first submit button of a form, by the HTML standard.

Enter in a text box, and in most browsers on a radio or a checkbox, sends the form by that button.
It must not take anything away: a page that is there for nothing else asks for its reason in a text
area, where Enter begins a line. Where a form has several buttons, it must be one that only saves or
looks. A button takes away when it is drawn as a
warning, when its name or value begins with "remove", or when its words begin with one of
`TAKES_AWAY`: no template has to mark it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

Words = Callable[[Element], str]

TAKES_AWAY = ("Take ", "Remove", "Delete", "End ", "Revoke", "Withdraw", "Suspend", "Cancel")
ONLY_SAVES = ("Save", "Check", "Search", "Show")
_ENTER_SENDS_NOT = {"hidden", "submit", "button", "image", "reset", "file"}


def default_button_faults(root: Element, words_of: Words) -> list[str]:
    """What is wrong with the default buttons of a page's forms."""
    return [fault for form in root.iter("form") for fault in _faults(root, form, words_of)]


def _faults(root: Element, form: Element, words_of: Words) -> Iterator[str]:
    buttons = list(_submit_buttons(root, form))
    if not buttons or not any(_sends_by_enter(each) for each in form.iter("input")):
        return
    words = words_of(buttons[0]) or buttons[0].get("value", "")
    if len(buttons) > 1 and not words.startswith(ONLY_SAVES):
        yield f"Enter presses “{words}”, the first of {len(buttons)} buttons: put a Save before it"
    elif _takes_away(buttons[0], words):
        yield f"Enter in a field presses “{words}”, which takes something away"


def _submit_buttons(root: Element, form: Element) -> Iterator[Element]:
    """In the order of the source, with those elsewhere on the page that name the form."""
    inside = {id(each) for each in form.iter()}
    for each in root.iter():
        is_button = each.tag == "button" and each.get("type", "submit") == "submit"
        is_input = each.tag == "input" and each.get("type") in ("submit", "image")
        owner = each.get("form")
        is_of_form = id(each) in inside if owner is None else owner == form.get("id", "")
        if (is_button or is_input) and is_of_form:
            yield each


def _sends_by_enter(control: Element) -> bool:
    return control.get("type", "text") not in _ENTER_SENDS_NOT


def _takes_away(button: Element, words: str) -> bool:
    return (
        "govuk-button--warning" in button.get("class", "")
        or button.get("name", "").startswith("remove")
        or button.get("value", "").startswith("remove")
        or words.startswith(TAKES_AWAY)
    )
