"""Days and weeks as people read them."""

import pytest

from portal.domain.calendar.day_words import week_words
from portal.domain.calendar.sessions import Half

AM, PM = Half.AM, Half.PM


@pytest.mark.parametrize(
    ("sessions", "words"),
    [
        ([], ""),
        ([(2, AM)], "Wednesday morning"),
        ([(0, PM), (0, AM), (2, PM)], "Monday all day, Wednesday afternoon"),
        ([(4, PM), (3, AM)], "Thursday morning, Friday afternoon"),
        ([(day, half) for day in range(5) for half in Half], "Monday to Friday, all day"),
        ([(5, AM), (5, PM)], "Saturday all day"),
    ],
)
def test_a_week_is_told_day_by_day(sessions: list[tuple[int, Half]], words: str) -> None:
    assert week_words(sessions) == words
