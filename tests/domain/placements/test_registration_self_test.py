"""A provider's own numbers against the registration rule."""

from datetime import date

import pytest

from portal.domain.placements.registration import PROSPECTIVE_2026, SINCE_2014
from portal.domain.placements.registration_self_test import (
    ADVICE,
    NO_ADVICE,
    OwnNumbers,
    contradictions,
    finding,
    self_test,
)

TODAY = date(2026, 11, 24)
LONG_WEEK = 20 * 60


@pytest.mark.parametrize(
    ("numbers", "may_need"),
    [
        (OwnNumbers(), False),
        (OwnNumbers(full_time=4, most_minutes_a_week=LONG_WEEK), False),
        (OwnNumbers(full_time=5, most_minutes_a_week=LONG_WEEK), True),
        (OwnNumbers(full_time=1, full_time_looked_after=1), True),
        (OwnNumbers(full_time=1, full_time_with_plan=1), True),
        (OwnNumbers(full_time=1, full_time_with_special_needs=1), False),
        (OwnNumbers(most_minutes_a_week=18 * 60), False),
        (OwnNumbers(most_minutes_a_week=18 * 60 + 1), True),
        (OwnNumbers(all_education=4), False),
        (OwnNumbers(all_education=5), True),
        (OwnNumbers(full_time=3, all_education=2), True),
        (OwnNumbers(all_education=1, all_education_looked_after=1), True),
        (OwnNumbers(all_education=1, all_education_with_plan=1), True),
    ],
)
def test_when_a_provider_may_need_to_register(numbers: OwnNumbers, may_need: bool) -> None:
    found = finding(numbers, SINCE_2014)
    assert found.may_need_to_register is may_need
    assert found.words == (ADVICE if may_need else NO_ADVICE)


def test_the_advice_says_may_and_gives_rule_and_source() -> None:
    found = finding(OwnNumbers(full_time=5), SINCE_2014)
    assert found.words.startswith("You may need to register")
    assert found.source == "Education Act 1996, section 463"
    assert "5 or more pupils of compulsory school age" in found.rule_words
    assert "one who has an EHC plan" in found.rule_words
    assert "More than 18 hours a week" in found.rule_words


def test_every_reason_is_given() -> None:
    numbers = OwnNumbers(
        full_time=4,
        full_time_looked_after=1,
        all_education=2,
        all_education_with_plan=1,
        most_minutes_a_week=LONG_WEEK,
    )
    assert finding(numbers, SINCE_2014).reasons == (
        "1 full-time pupil looked after: the limit is 1",
        "6 pupils with all or nearly all of their education here",
        "1 pupil with an EHC plan with all or nearly all of their education here",
    )


def test_a_long_week_without_a_pupil_counted_is_a_reason() -> None:
    numbers = OwnNumbers(most_minutes_a_week=LONG_WEEK + 30)
    assert finding(numbers, SINCE_2014).reasons == (
        "One pupil is with you for 20 hours 30 minutes a week",
    )


def test_the_act_to_come_counts_special_needs_and_says_so() -> None:
    result = self_test(OwnNumbers(full_time=1, full_time_with_special_needs=1), TODAY)
    assert result.now is not None
    assert not result.now.may_need_to_register
    assert [each.rule for each in result.coming] == [PROSPECTIVE_2026]
    assert result.coming[0].may_need_to_register
    assert "special educational needs" in result.coming[0].rule_words


def test_before_the_rules_that_we_know_there_is_no_finding() -> None:
    result = self_test(OwnNumbers(full_time=9), date(2014, 8, 31))
    assert result.now is None
    assert [each.rule for each in result.coming] == [SINCE_2014, PROSPECTIVE_2026]


def test_numbers_that_fit_are_not_questioned() -> None:
    numbers = OwnNumbers(full_time=2, full_time_with_plan=2, most_minutes_a_week=LONG_WEEK)
    assert contradictions(numbers, SINCE_2014) == []


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        (
            OwnNumbers(full_time=1, full_time_looked_after=2, most_minutes_a_week=LONG_WEEK),
            "2 pupils looked after cannot be part of 1 pupil",
        ),
        (
            OwnNumbers(all_education_with_plan=1),
            "1 pupil with an EHC plan cannot be part of 0 pupils",
        ),
        (
            OwnNumbers(full_time=1, most_minutes_a_week=600),
            "The longest week is 10 hours, but you counted 1 pupil above 18 hours a week",
        ),
        (
            OwnNumbers(most_minutes_a_week=LONG_WEEK),
            "The longest week is 20 hours, but you counted 0 pupils above 18 hours a week",
        ),
    ],
)
def test_numbers_that_do_not_fit_are_questioned(numbers: OwnNumbers, words: str) -> None:
    assert contradictions(numbers, SINCE_2014) == [words]
