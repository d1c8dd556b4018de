"""What was seen, and how a session is named."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.attendance.seen import Seen
from portal.domain.calendar.sessions import Half, SessionKey

days = st.dates(date(2000, 1, 1), date(2100, 12, 31))
keys = st.builds(SessionKey, days, st.sampled_from(Half))


@pytest.mark.parametrize(
    ("seen", "was_seen"),
    [(Seen.HERE, True), (Seen.LATE, True), (Seen.NOT_HERE, False), (Seen.UNMARKED, False)],
)
def test_only_here_and_late_mean_that_the_pupil_was_seen(seen: Seen, was_seen: bool) -> None:
    assert seen.was_seen is was_seen


def test_a_session_is_named_by_its_day_and_half() -> None:
    assert str(SessionKey(date(2026, 11, 24), Half.AM)) == "2026-11-24-am"


def test_a_session_in_words_has_the_weekday_and_no_leading_zero() -> None:
    assert SessionKey(date(2026, 11, 24), Half.AM).words == "Tuesday 24 November, morning"
    assert SessionKey(date(2026, 6, 5), Half.PM).words == "Friday 5 June, afternoon"


@given(keys)
def test_a_name_reads_back_as_the_same_session(key: SessionKey) -> None:
    assert SessionKey.parse(str(key)) == key


@given(keys, keys)
def test_names_sort_like_sessions(one: SessionKey, other: SessionKey) -> None:
    assert (one < other) == (str(one) < str(other))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-11-24",
        "2026-11-24-AM",
        "2026-11-24-am ",
        "2026-11-24-am\n",
        "2026-1-24-am",
        "20261124-am",
        "2026-02-30-am",
        "2026-13-01-pm",
        "2026-11-24-eve",
        "0001-01-01-am",
        "1999-12-31-pm",
        "2101-01-01-am",
        "２０２６-11-24-am",
        "2026-11-24-am/x",
    ],
)
def test_anything_else_is_not_a_session(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        SessionKey.parse(text)
