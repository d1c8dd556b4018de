"""What a mark may say, on the page and from a phone."""

from __future__ import annotations

import sys
from datetime import time

import pytest
from werkzeug.datastructures import MultiDict

from portal.domain.attendance.mark_log import MarkValue
from portal.domain.attendance.seen import Seen
from portal.features.registers.forms import (
    CHOOSE_SEEN,
    LATE_NEEDS_TIME,
    LEFT_AFTER_ARRIVED,
    LEFT_NEEDS_SEEN,
    TIME_NEEDS_LATE,
    MarkEntry,
    MarkForm,
    validate_mark_body,
)

LATE = {
    "seen": "late",
    "arrived": "09:21",
    "left": None,
    "heard": "bus",
    "action": "",
    "reason": "",
}


def test_a_late_mark_keeps_its_time_and_words() -> None:
    assert validate_mark_body(LATE) == (
        MarkEntry(MarkValue(Seen.LATE, arrived=time(9, 21), heard="bus")),
        [],
    )


def test_a_pupil_who_was_not_expected_is_marked_as_added() -> None:
    entry, errors = validate_mark_body({"seen": "here", "added": True})
    assert errors == []
    assert entry is not None
    assert entry.added


@pytest.mark.parametrize(
    ("body", "field", "message"),
    [
        ({}, "seen", CHOOSE_SEEN),
        ({"seen": "present"}, "seen", CHOOSE_SEEN),
        ({"seen": 5}, "seen", CHOOSE_SEEN),
        ({"seen": ["here"]}, "seen", CHOOSE_SEEN),
        ({"seen": "late"}, "arrived", LATE_NEEDS_TIME),
        ({"seen": "late", "arrived": "9.21"}, "arrived", "Came at must be a time, like 09:40"),
        ({"seen": "late", "arrived": "24:00"}, "arrived", "Came at must be a time, like 09:40"),
        ({"seen": "late", "arrived": 921}, "arrived", "Came at must be a time, like 09:40"),
        ({"seen": "here", "arrived": "09:21"}, "arrived", TIME_NEEDS_LATE),
        ({"seen": "not_here", "left": "09:21"}, "left", LEFT_NEEDS_SEEN),
        ({"seen": "late", "arrived": "09:21", "left": "09:20"}, "left", LEFT_AFTER_ARRIVED),
        ({"seen": "late", "arrived": "09:21", "left": "09:21"}, "left", LEFT_AFTER_ARRIVED),
        (
            {"seen": "here", "heard": "a" * 501},
            "heard",
            "What did you hear? Use 500 characters or fewer",
        ),
        ({"seen": "here", "heard": 5}, "heard", "What did you hear? must be words"),
        (
            {"seen": "here", "action": "a\x00b"},
            "action",
            "What did you do about it? Take out the characters that cannot be printed",
        ),
        (
            {"seen": "here", "reason": "\ud800"},
            "reason",
            "Why is this changed? Take out the characters that cannot be printed",
        ),
        ({"seen": "here", "code": "B"}, "code", "code is not part of a mark"),
        ({"seen": "here", "added": "yes"}, "added", "added must be true or false"),
    ],
)
def test_a_wrong_mark_is_refused_with_the_field_named(
    body: dict[str, object], field: str, message: str
) -> None:
    entry, errors = validate_mark_body(body)
    assert entry is None
    assert [(error.field, error.message) for error in errors] == [(field, message)]


def test_emoji_and_right_to_left_words_are_kept() -> None:
    entry, errors = validate_mark_body({"seen": "not_here", "heard": "🤒 مريض"})
    assert errors == []
    assert entry is not None
    assert entry.value.heard == "🤒 مريض"


def test_the_form_accepts_what_the_phone_may_send() -> None:
    form = MarkForm(MultiDict({"p1-seen": "late", "p1-arrived": "09:21"}), prefix="p1")
    assert form.validate()
    assert form.entry() == MarkEntry(MarkValue(Seen.LATE, arrived=time(9, 21)))


def test_the_form_shows_the_same_message_as_the_phone_gets() -> None:
    form = MarkForm(MultiDict({"p1-seen": "late"}), prefix="p1")
    assert not form.validate()
    assert form.arrived.errors == [LATE_NEEDS_TIME]


def test_a_blank_row_says_nothing_and_is_valid() -> None:
    form = MarkForm(MultiDict({"p1-seen": "", "p1-heard": ""}), prefix="p1")
    assert form.is_blank
    assert form.validate()
    assert form.entry() is None


def test_nothing_is_chosen_before_a_person_chooses() -> None:
    options = list(MarkForm().seen)
    assert len(options) == 4
    assert not any(option.checked for option in options)


def test_words_without_a_choice_are_not_dropped() -> None:
    form = MarkForm(MultiDict({"p1-heard": "mum rang: ill"}), prefix="p1")
    assert not form.validate()
    assert form.seen.errors == [CHOOSE_SEEN]


def test_a_form_shows_the_mark_that_stands() -> None:
    form = MarkForm.showing(MarkValue(Seen.LATE, time(9, 5), None, "bus"), prefix="p1")
    assert (form.seen.data, form.arrived.data, form.heard.data) == ("late", "09:05", "bus")


def test_checking_a_mark_of_a_phone_builds_no_form() -> None:
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    validate_mark_body(LATE)
    sys.setprofile(before)

    assert calls < 40  # building the form takes about a hundred
