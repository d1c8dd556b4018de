"""Weekly patterns as offices type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.calendar.sessions import Half
from portal.features.imports.reading.week_pattern import parse_week, week_words

EVERY_MORNING = "mon am, tue am, wed am, thu am, fri am"
EVERY_DAY = "mon am+pm, tue am+pm, wed am+pm, thu am+pm, fri am+pm"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("mon am+pm, wed am", "mon am+pm, wed am"),
        ("Mon AM", "mon am"),
        ("Monday all day", "mon am+pm"),
        ("Mondays (mornings), Thursdays (afternoons)", "mon am, thu pm"),
        ("tue full day; thurs pm", "tue am+pm, thu pm"),
        ("Tues AM & PM", "tue am+pm"),
        ("weds a.m.", "wed am"),
        ("wed A.M. and P.M.", "wed am+pm"),
        ("mon-fri am", EVERY_MORNING),
        ("Mon to Fri: AM/PM", EVERY_DAY),
        ("mon – fri all day", EVERY_DAY),
        ("every day am pm", EVERY_DAY),
        ("weekdays am", EVERY_MORNING),
        ("mon am wed pm", "mon am, wed pm"),
        ("mon-am; tue-pm", "mon am, tue pm"),
        ("MonAM, TuePM", "mon am, tue pm"),
        ("mon + wed am", "mon am, wed am"),
        ("mon am-pm", "mon am+pm"),
        ("mon am, mon pm, mon am", "mon am+pm"),
    ],
)
def test_a_pattern_is_read_as_it_is_meant(typed: str, meant: str) -> None:
    assert week_words(parse_week(typed)) == meant


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Give the days"),
        (" , ", "Give the days"),
        ("mon", "Say am, pm or all day after Monday"),
        ("mon, wed am", "Say am, pm or all day after Monday"),
        ("am", "Write the day before “am”"),
        ("am mon", "Write the day before “am”"),
        ("sat am", "Sessions are on Monday to Friday"),
        ("mon 9-12", "“9” is not a day, am, pm or all day"),
        ("moon am", "“moon” is not a day, am, pm or all day"),
        ("fri to mon am", "from the earlier to the later"),
        ("mon am to wed am", "Write a span of days before am or pm"),
        ("=mon am", "“=” is not a day, am, pm or all day"),
    ],
)
def test_a_pattern_that_could_mean_two_things_is_refused(typed: str, words: str) -> None:
    with pytest.raises(ValueError, match=words.replace("(", r"\(")):
        parse_week(typed)


@given(st.sets(st.tuples(st.integers(0, 4), st.sampled_from(Half)), min_size=1))
def test_every_pattern_comes_back_from_its_words(sessions: set[tuple[int, Half]]) -> None:
    assert parse_week(week_words(sessions)) == sessions


@given(st.text())
def test_any_text_is_a_pattern_or_a_message(text: str) -> None:
    try:
        sessions = parse_week(text)
    except ValueError as error:
        assert str(error)
    else:
        assert sessions
