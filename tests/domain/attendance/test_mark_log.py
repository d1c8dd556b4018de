"""How one pupil's marks fold into what stands, in whatever order they arrive."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.attendance.mark_log import (
    LoggedMark,
    MarkValue,
    effective_marks,
    is_conflict,
    merged_values,
)
from portal.domain.attendance.seen import Seen

NINE = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
HERE = MarkValue(Seen.HERE)
NOT_HERE = MarkValue(Seen.NOT_HERE)
UNMARKED = MarkValue(Seen.UNMARKED)


def mark(
    version: int,
    value: MarkValue = HERE,
    *,
    base: int = 0,
    source: str = "phone-a",
    seq: int = 1,
    minute: int = 0,
) -> LoggedMark:
    return LoggedMark(
        id=UUID(int=version),
        version=version,
        base_version=base,
        source=source,
        seq=seq,
        value=value,
        captured_at=NINE + timedelta(minutes=minute),
    )


def late(arrived: time, heard: str = "", action: str = "") -> MarkValue:
    return MarkValue(Seen.LATE, arrived, None, heard, action)


def test_an_empty_log_says_nothing_was_seen() -> None:
    assert effective_marks([]) == []
    assert merged_values([]) == []


def test_a_mark_made_with_the_first_in_view_replaces_it() -> None:
    first = mark(1, HERE)
    second = mark(2, NOT_HERE, base=1, source="web:7")
    assert effective_marks([first, second]) == [second]


def test_a_mark_made_without_the_first_in_view_stands_beside_it() -> None:
    first = mark(1, HERE)
    second = mark(2, NOT_HERE, source="phone-b")
    assert effective_marks([first, second]) == [first, second]
    assert is_conflict([first, second])


def test_two_marks_of_one_phone_follow_its_own_count_even_if_they_arrive_the_wrong_way_round() -> (
    None
):
    newer = mark(1, NOT_HERE, seq=2)
    older = mark(2, HERE, seq=1)
    assert effective_marks([newer, older]) == [newer]


def test_two_web_marks_with_the_same_count_follow_what_each_had_in_view() -> None:
    first = mark(1, HERE, source="web:7", seq=1)
    second = mark(2, NOT_HERE, base=1, source="web:7", seq=1)
    unaware = mark(3, late(time(9, 40)), base=1, source="web:7", seq=1, minute=1)
    assert effective_marks([first, second]) == [second]
    assert effective_marks([first, second, unaware]) == [second, unaware]


def test_a_phone_whose_clock_went_back_still_follows_its_own_count() -> None:
    older = mark(1, HERE, seq=1, minute=5)
    newer = mark(2, NOT_HERE, seq=2, minute=0)
    assert effective_marks([older, newer]) == [newer]


def test_the_same_mark_from_two_phones_is_no_conflict_and_the_first_captured_stands() -> None:
    one = mark(1, HERE, minute=3)
    other = mark(2, HERE, source="phone-b", minute=1)
    assert effective_marks([one, other]) == [other]
    assert not is_conflict([one, other])


def test_equal_marks_of_the_same_moment_stand_by_the_smaller_id() -> None:
    one, other = mark(1), mark(2, source="phone-b")
    assert effective_marks([other, one]) == [one]


@pytest.mark.parametrize(
    "value",
    [late(time(9, 40)), late(time(9, 41)), MarkValue(Seen.HERE, None, time(11, 0)), UNMARKED],
)
def test_a_different_time_or_an_unmarking_from_another_phone_is_a_conflict(
    value: MarkValue,
) -> None:
    first = mark(1, late(time(9, 30)))
    assert is_conflict([first, mark(2, value, source="phone-b")])


def test_an_unmarking_by_someone_who_saw_the_mark_replaces_it() -> None:
    unmarked = mark(2, UNMARKED, base=1, source="phone-b")
    assert effective_marks([mark(1, HERE), unmarked]) == [unmarked]
    assert merged_values([mark(1, HERE), unmarked]) == [UNMARKED]


def test_different_words_are_no_conflict_and_the_later_words_win() -> None:
    early = mark(1, late(time(9, 40), heard="bus", action="rang home"), minute=1)
    later = mark(2, late(time(9, 40), heard="bus broke down"), source="phone-b", minute=2)
    assert not is_conflict([early, later])
    assert merged_values([later, early]) == [
        late(time(9, 40), heard="bus broke down", action="rang home")
    ]


def test_words_that_the_same_phone_cleared_stay_cleared() -> None:
    first = mark(1, late(time(9, 40), heard="bus"), seq=1)
    cleared = mark(2, late(time(9, 40)), seq=2, minute=1)
    assert merged_values([first, cleared]) == [late(time(9, 40))]


def test_a_choice_made_with_both_marks_in_view_ends_the_conflict() -> None:
    log = [mark(1, HERE), mark(2, NOT_HERE, source="phone-b")]
    choice = mark(3, NOT_HERE, base=2, source="web:7")
    assert effective_marks([*log, choice]) == [choice]


def test_two_different_marks_both_keep_their_value() -> None:
    log = [mark(1, HERE), mark(2, NOT_HERE, source="phone-b", minute=1)]
    assert merged_values(log) == [HERE, NOT_HERE]


def test_a_phone_cannot_claim_to_have_seen_marks_newer_than_its_own() -> None:
    boastful = mark(1, HERE, base=99)
    later = mark(2, NOT_HERE, source="phone-b")
    assert effective_marks([boastful, later]) == [boastful, later]


def test_marks_that_replace_each_other_in_a_circle_all_stand() -> None:
    log = [
        mark(10, HERE, base=9, source="phone-a", seq=1),
        mark(2, NOT_HERE, base=0, source="phone-a", seq=2),
        mark(5, late(time(9, 40)), base=2, source="phone-b"),
    ]
    assert len(effective_marks(log)) == 3


values = st.sampled_from(
    [
        HERE,
        NOT_HERE,
        UNMARKED,
        late(time(9, 40)),
        late(time(9, 40), heard="bus"),
        MarkValue(Seen.NOT_HERE, heard="ill", action="rang home"),
    ]
)


@st.composite
def logs(draw: st.DrawFn) -> list[LoggedMark]:
    """Marks as honest and faulty phones could send them, numbered by the server."""
    return [
        LoggedMark(
            id=draw(st.uuids(version=4)),
            version=version,
            base_version=draw(st.integers(0, 8)),
            source=draw(st.sampled_from(["phone-a", "phone-b", "web:7"])),
            seq=draw(st.integers(1, 8)),
            value=draw(values),
            captured_at=NINE + timedelta(minutes=draw(st.integers(0, 3))),
        )
        for version in range(1, draw(st.integers(1, 8)) + 1)
    ]


@given(logs(), st.data())
def test_the_result_does_not_depend_on_order(log: list[LoggedMark], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(log))
    assert effective_marks(shuffled) == effective_marks(log)
    assert merged_values(shuffled) == merged_values(log)


@given(logs(), st.data())
def test_a_mark_that_comes_twice_changes_nothing(
    log: list[LoggedMark], data: st.DataObject
) -> None:
    again = data.draw(st.lists(st.sampled_from(log)))
    assert effective_marks(log + again) == effective_marks(log)
    assert merged_values(log + again) == merged_values(log)


@given(logs())
def test_something_always_stands_and_never_two_marks_that_say_the_same(
    log: list[LoggedMark],
) -> None:
    effective = effective_marks(log)
    assert effective
    assert len({found.value.facts for found in effective}) == len(effective)
    assert set(effective) <= set(log)


@given(logs())
def test_whatever_stood_a_choice_made_with_all_in_view_stands_alone(log: list[LoggedMark]) -> None:
    newest = max(found.version for found in log)
    choice = mark(newest + 1, NOT_HERE, base=newest, source="web:99", minute=60)
    assert effective_marks([*log, choice]) == [choice]
