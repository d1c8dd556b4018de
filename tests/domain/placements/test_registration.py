"""Whether a provider must register as a school."""

from dataclasses import replace
from datetime import date

import pytest

from portal.domain.placements.registration import (
    PROSPECTIVE_2026,
    RULES,
    SINCE_2014,
    PupilHours,
    RegistrationRule,
    read_meter,
    rule_on,
)

TODAY = date(2026, 11, 24)
OVER = 18 * 60 + 1
AT_THE_LIMIT = 18 * 60
FULL_TIME = PupilHours(OVER, 25 * 60)
PART_TIME = PupilHours(6 * 60, 25 * 60)
LOOKED_AFTER = replace(FULL_TIME, is_looked_after=True)
WITH_PLAN = replace(FULL_TIME, has_plan=True)
SPECIAL_NEEDS = replace(FULL_TIME, has_special_needs=True)


@pytest.mark.parametrize(
    ("pupils", "must_register"),
    [
        ([], False),
        ([FULL_TIME] * 4, False),
        ([FULL_TIME] * 5, True),
        ([PART_TIME] * 30, False),
        ([FULL_TIME] * 4 + [PART_TIME] * 10, False),
        ([LOOKED_AFTER], True),
        ([WITH_PLAN], True),
        ([SPECIAL_NEEDS], False),
        ([replace(PART_TIME, is_looked_after=True)], False),
        ([replace(PART_TIME, has_plan=True)], False),
        ([PupilHours(AT_THE_LIMIT, 25 * 60, has_plan=True)], False),
        ([replace(FULL_TIME, is_compulsory_age=False)] * 9, False),
        ([replace(LOOKED_AFTER, is_compulsory_age=False)], False),
    ],
)
def test_five_full_time_or_one_looked_after_or_one_with_a_plan(
    pupils: list[PupilHours], must_register: bool
) -> None:
    assert read_meter(pupils, SINCE_2014).must_register is must_register


def test_the_reasons_name_each_threshold_that_is_met() -> None:
    pupils = [FULL_TIME] * 4 + [replace(WITH_PLAN, is_looked_after=True)]
    assert read_meter(pupils, SINCE_2014).reasons == (
        "5 full-time pupils: the limit is 5",
        "1 full-time pupil looked after: the limit is 1",
        "1 full-time pupil with an EHC plan: the limit is 1",
    )


def test_the_act_of_2026_would_count_any_special_educational_need() -> None:
    assert read_meter([SPECIAL_NEEDS], PROSPECTIVE_2026).must_register
    assert not read_meter([SPECIAL_NEEDS], SINCE_2014).must_register


def test_a_pupil_with_no_other_education_is_one_to_check() -> None:
    reading = read_meter([PupilHours(600, 600), PART_TIME, PupilHours(0, 0)], SINCE_2014)
    assert reading.to_check == 1
    assert not reading.must_register


def test_a_full_time_pupil_is_counted_and_not_one_to_check() -> None:
    assert read_meter([PupilHours(OVER, OVER)], SINCE_2014).to_check == 0


@pytest.mark.parametrize(
    ("day", "rule"),
    [(TODAY, SINCE_2014), (date(2014, 9, 1), SINCE_2014), (date(2014, 8, 31), None)],
)
def test_a_rule_without_a_starting_date_is_not_in_force(
    day: date, rule: RegistrationRule | None
) -> None:
    assert rule_on(day, RULES) == rule


def test_once_the_new_rule_has_a_date_it_takes_over_on_that_day() -> None:
    started = replace(PROSPECTIVE_2026, starts_on=date(2027, 9, 1))
    assert rule_on(date(2027, 8, 31), (SINCE_2014, started)) == SINCE_2014
    assert rule_on(date(2027, 9, 1), (SINCE_2014, started)) == started


def test_a_rule_is_in_force_up_to_its_last_day() -> None:
    ended = replace(SINCE_2014, ends_on=date(2027, 8, 31))
    assert rule_on(date(2027, 8, 31), (ended,)) == ended
    assert rule_on(date(2027, 9, 1), (ended,)) is None
