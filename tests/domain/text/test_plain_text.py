"""Text that comes in: one line end, one normal form, nothing hidden, the same by every door."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.attendance.seen import Seen
from portal.domain.checklists.typed_text import read_day, read_line, read_paragraph
from portal.domain.text.plain_text import clean_code, clean_line, clean_text, has_control
from portal.features.registers.forms import validate_mark_body


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("one\r\ntwo", "one\ntwo"),
        ("one\rtwo", "one\ntwo"),
        ("one\u2028two", "one\ntwo"),
        ("  spaces \n", "spaces"),
        ("Zoe\u0308", "Zo\u00eb"),
        ("\u200e24/11/2012", "24/11/2012"),
        ("a\u00adb\u2060c\ufeff", "abc"),
        ("\u202eabc", "abc"),
        ("\U0001f468\u200d\U0001f33e", "\U0001f468\u200d\U0001f33e"),
        ("bell\x07", "bell"),
    ],
)
def test_words_are_kept_in_one_form(typed: str, kept: str) -> None:
    assert clean_text(typed) == kept


def test_a_line_has_single_spaces_and_a_code_no_invisible_character() -> None:
    assert clean_line("Hill  Farm\u00a0 Learning\n") == "Hill Farm Learning"
    assert clean_code(" 24/11/\u200d2012\u200e ") == "24/11/2012"


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean_text(text) or ""
    assert clean_text(once) == once
    assert "\r" not in once
    assert not has_control(once)


@given(st.text(alphabet="ab\n \u200e", max_size=20))
def test_a_note_of_a_phone_and_of_a_page_are_the_same(text: str) -> None:
    sent_by_phone = {"seen": "here", "heard": text}
    sent_by_page = {"seen": "here", "heard": text.replace("\n", "\r\n")}

    phone, page = validate_mark_body(sent_by_phone)[0], validate_mark_body(sent_by_page)[0]

    assert phone is not None
    assert phone == page
    assert phone.value.seen is Seen.HERE


def test_five_hundred_characters_over_several_lines_are_not_too_long_by_page() -> None:
    text = "\r\n".join(["a" * 99] * 5) + "\r\nb"
    assert len(text.replace("\r\n", "\n")) == 501
    assert validate_mark_body({"seen": "here", "heard": text})[0] is None
    assert validate_mark_body({"seen": "here", "heard": text[:-3]})[0] is not None


def test_the_questions_of_a_form_read_text_by_the_same_door() -> None:
    assert read_line("Hill\u200b  Farm") == "Hill Farm"
    assert read_paragraph("one \r\ntwo\u00ad") == "one\ntwo"
    assert str(read_day("\u200e24/11/2026")) == "2026-11-24"


def test_every_format_character_of_unicode_is_taken_out_but_for_the_joiners() -> None:
    letters = map(chr, range(sys.maxunicode + 1))
    kept = {
        each
        for each in letters
        if unicodedata.category(each) == "Cf" and clean_text(f"a{each}b") != "ab"
    }

    assert kept == {"\u200c", "\u200d"}
