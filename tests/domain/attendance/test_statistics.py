"""Counting sessions: by hand, and against what the Department for Education published."""

import csv
from datetime import date, time, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.attendance.statistics import (
    Tally,
    is_outside,
    minutes_late,
    minutes_missed_at_end,
    parse_published_count,
    penalty_threshold,
    percent,
)
from portal.domain.calendar.school_year import SchoolCalendar, Term
from portal.domain.calendar.sessions import Half, SessionKey
from portal.domain.errors import InvalidError

PUBLISHED = Path(__file__).parents[1].joinpath("dfe_attendance_ytd_2025_26.csv")
COLUMN_OF_CODE = {
    "/": "reason_present_am",
    "\\": "reason_present_pm",
    "L": "reason_l_present_late_before_registers_closed",
    "B": "reason_b_aea_education_off_site",
    "J": "reason_j_aea_interview",
    "P": "reason_p_aea_approved_sporting_activity",
    "V": "reason_v_aea_educational_visit_trip",
    "W": "reason_w_aea_work_experience",
    "K": "reason_k_aea_education_arranged_by_la",
    "I": "reason_i_authorised_illness",
    "M": "reason_m_authorised_medical_dental",
    "R": "reason_r_authorised_religious_observance",
    "S": "reason_s_authorised_study_leave",
    "T": "reason_t_authorised_mobile_child",
    "H": "reason_h_authorised_holiday",
    "E": "reason_e_authorised_excluded",
    "C": "reason_c_authorised_other",
    "C1": "reason_c1_authorised_regulated_performance",
    "J1": "reason_j1_authorised_interview",
    "C2": "reason_c2_authorised_temp_reduced_timetable",
    "G": "reason_g_unauthorised_holiday",
    "U": "reason_u_unauthorised_late_after_registers_closed",
    "O": "reason_o_other_unauthorised",
    "N": "reason_n_no_reason_yet",
}
OUTSIDE_THE_RATES = ["D", "Q", "X", "Y1", "Y2", "Y3", "Y4", "Y5", "Y6", "Y7", "#", "Z"]
MOST_SESSIONS_WITHOUT_A_COLUMN = 106
"""The dead code F still occurs and has no column of its own; no published row has more of it."""

Row = dict[str, str]


def published_rows() -> list[Row]:
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def name_of(row: Row) -> str:
    place = row["la_name"] or row["region_name"] or row["country_name"]
    return f"{place}-{row['education_phase']}"


def is_suppressed(row: Row) -> bool:
    return parse_published_count(row["possible_sessions"]) is None


def count(row: Row, column: str) -> int:
    number = parse_published_count(row[column])
    assert number is not None
    return number


def counts_by_code(row: Row) -> dict[str, int]:
    counts = {code: count(row, column) for code, column in COLUMN_OF_CODE.items()}
    return counts | {"F": without_a_column(row)}


def without_a_column(row: Row) -> int:
    shown = sum(
        count(row, column) for column in COLUMN_OF_CODE.values() if "_authorised_" in column
    )
    return count(row, "authorised_absence") - shown


ROWS = [row for row in published_rows() if not is_suppressed(row)]
each_published_row = pytest.mark.parametrize("row", ROWS, ids=name_of)


def test_the_published_rows_hold_england_its_regions_and_oxfordshire() -> None:
    levels = {row["geographic_level"] for row in ROWS}
    assert levels == {"National", "Regional", "Local authority"}
    assert "Oxfordshire-Total" in {name_of(row) for row in ROWS}
    assert len(ROWS) >= 30


@each_published_row
def test_each_class_adds_up_to_the_published_number(row: Row) -> None:
    tally = Tally.of(counts_by_code(row))
    assert tally.attending == count(row, "present_sessions")
    assert tally.approved_educational_activity == count(row, "approved_educational_activity")
    assert tally.unauthorised == count(row, "unauthorised_absence")
    assert tally.attended == count(row, "overall_attendance")
    assert tally.absent == count(row, "overall_absence")
    assert tally.possible == count(row, "possible_sessions")


@each_published_row
def test_authorised_absence_leaves_room_for_nothing_but_a_few_dead_codes(row: Row) -> None:
    assert 0 <= without_a_column(row) <= MOST_SESSIONS_WITHOUT_A_COLUMN


@each_published_row
def test_each_rate_is_the_published_percentage(row: Row) -> None:
    tally = Tally.of(counts_by_code(row))
    rates = {
        "attendance_perc": tally.attendance_rate,
        "overall_absence_perc": tally.absence_rate,
        "authorised_absence_perc": tally.authorised_absence_rate,
        "unauthorised_absence_perc": tally.unauthorised_absence_rate,
    }
    for column, rate in rates.items():
        assert rate is not None
        assert float(rate * 100) == pytest.approx(float(row[column]), abs=1e-9)


def test_codes_outside_the_rates_change_no_rate() -> None:
    row = next(row for row in ROWS if name_of(row) == "Oxfordshire-Total")
    outside = dict.fromkeys(OUTSIDE_THE_RATES, 1000)
    with_them, without = Tally.of(counts_by_code(row) | outside), Tally.of(counts_by_code(row))
    assert with_them.possible == without.possible
    assert with_them.attendance_rate == without.attendance_rate
    assert percent(with_them.attendance_rate) == "92.9%"


def test_a_hidden_small_number_is_read_as_none() -> None:
    hidden = [row for row in published_rows() if is_suppressed(row)]
    assert {name_of(row) for row in hidden} >= {"Isles of Scilly-Total", "City of London-Total"}
    assert parse_published_count("0") == 0


@pytest.mark.parametrize("text", ["", "C", "z", "1.5", "1,000"])
def test_a_published_number_is_a_whole_number_or_c(text: str) -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        parse_published_count(text)


def test_an_unknown_code_is_not_counted_as_anything() -> None:
    with pytest.raises(InvalidError):
        Tally.of({"/": 3, "Ω": 1})


@pytest.mark.parametrize(
    ("present", "absent", "persistent", "severe"),
    [
        (0, 0, False, False),
        (1, 0, False, False),
        (91, 9, False, False),
        (90, 10, True, False),
        (9, 1, True, False),
        (51, 49, True, False),
        (50, 50, True, True),
        (0, 1, True, True),
    ],
)
def test_persistent_is_a_tenth_missed_and_severe_is_half(
    present: int, absent: int, persistent: bool, severe: bool
) -> None:
    tally = Tally.of({"B": present, "I": absent})
    assert tally.is_persistently_absent is persistent
    assert tally.is_severely_absent is severe


def test_without_a_possible_session_there_is_no_rate() -> None:
    tally = Tally.of({"D": 10, "Y1": 2})
    assert (tally.attendance_rate, tally.absence_rate) == (None, None)
    assert percent(tally.attendance_rate) == "no sessions"


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        (Fraction(0), "0.0%"),
        (Fraction(1), "100.0%"),
        (Fraction(1, 3), "33.3%"),
        (Fraction(2, 3), "66.7%"),
        (Fraction(1, 2000), "0.1%"),
        (Fraction(899, 1000), "89.9%"),
    ],
)
def test_a_rate_is_shown_with_one_decimal(rate: Fraction, words: str) -> None:
    assert percent(rate) == words


letters = st.sampled_from(["/", "\\", "L", "B", "K", "D", "C2", "I", "N", "O", "U", "X", "Y7", "#"])
counts_of_codes = st.dictionaries(letters, st.integers(0, 500))


@given(counts_of_codes, counts_of_codes)
def test_two_tallies_add_up_like_their_sessions(one: dict[str, int], other: dict[str, int]) -> None:
    together = {code: one.get(code, 0) + other.get(code, 0) for code in one.keys() | other.keys()}
    assert Tally.of(one) + Tally.of(other) == Tally.of(together)


@given(counts_of_codes)
def test_attendance_and_absence_make_the_whole(counts: dict[str, int]) -> None:
    tally = Tally.of(counts)
    if tally.attendance_rate is not None and tally.absence_rate is not None:
        assert tally.attendance_rate + tally.absence_rate == 1
    else:
        assert tally.possible == 0


@pytest.mark.parametrize(
    ("arrived", "minutes"),
    [(time(9, 0), 0), (time(8, 50), 0), (time(9, 0, 59), 0), (time(9, 40), 40), (time(11, 5), 125)],
)
def test_lateness_is_in_whole_minutes_from_the_start(arrived: time, minutes: int) -> None:
    assert minutes_late(time(9, 0), arrived) == minutes


def test_leaving_early_is_in_whole_minutes_before_the_end() -> None:
    assert minutes_missed_at_end(time(11, 40), time(12, 0)) == 20
    assert minutes_missed_at_end(time(12, 10), time(12, 0)) == 0


CALENDAR = SchoolCalendar(
    (
        Term(date(2026, 9, 2), date(2026, 10, 23)),
        Term(date(2026, 11, 2), date(2026, 12, 18)),
    )
)


def sessions(first: date, count: int) -> list[SessionKey]:
    """This many sessions on following days, two a day."""
    return [
        SessionKey(first + timedelta(days=number // 2), list(Half)[number % 2])
        for number in range(count)
    ]


@pytest.mark.parametrize(("count", "reached"), [(9, False), (10, True), (11, True)])
def test_ten_unauthorised_sessions_reach_the_penalty_threshold(count: int, reached: bool) -> None:
    found = penalty_threshold(sessions(date(2026, 11, 9), count), date(2026, 11, 24), CALENDAR)
    assert found.sessions == count
    assert found.is_reached is reached


def test_ten_school_weeks_skip_the_week_of_half_term() -> None:
    found = penalty_threshold([], date(2026, 11, 24), CALENDAR)
    assert found.first_day == date(2026, 9, 14)


def test_a_session_of_today_counts_and_one_of_tomorrow_does_not() -> None:
    today = date(2026, 11, 24)
    two_days = sessions(today, 4)
    assert penalty_threshold(two_days, today, CALENDAR).sessions == 2


def test_sessions_before_the_ten_weeks_or_named_twice_do_not_count() -> None:
    before = sessions(date(2026, 9, 7), 10)
    twice = sessions(date(2026, 9, 14), 2) * 3
    assert penalty_threshold(before + twice, date(2026, 11, 24), CALENDAR).sessions == 2


def test_nobody_is_late_beyond_the_end_of_the_session() -> None:
    assert minutes_late(time(9, 0), time(22, 48), time(12, 0)) == 180


@pytest.mark.parametrize(
    ("moment", "in_doubt"),
    [
        (None, False),
        (time(8, 59), True),
        (time(9, 0), False),
        (time(12, 0), False),
        (time(22, 48), True),
    ],
)
def test_a_time_outside_the_session_is_in_doubt(moment: time | None, in_doubt: bool) -> None:
    assert is_outside(time(9, 0), time(12, 0), moment) is in_doubt
