"""Providers that are not listed: clocks, outcomes, and what commissioners must do."""

from datetime import date

import pytest

from portal.domain.catalogue.non_listed import (
    Outcome,
    ReviewDays,
    chase_to_send,
    days_left_words,
    is_in_force,
    outcome_words,
    review_dates,
    what_to_do,
    working_days_after,
    working_days_left,
)

SENT = date(2026, 11, 24)
UNTIL = date(2027, 3, 31)
CHRISTMAS = (date(2026, 12, 25), date(2026, 12, 28))


@pytest.mark.parametrize(
    ("count", "day"),
    [
        (0, date(2026, 11, 24)),
        (1, date(2026, 11, 25)),
        (4, date(2026, 11, 30)),
        (23, date(2026, 12, 29)),
    ],
)
def test_weekends_and_bank_holidays_are_no_working_days(count: int, day: date) -> None:
    assert working_days_after(SENT, count, CHRISTMAS) == day


def test_a_review_has_ten_days_to_answer_and_twenty_to_decide() -> None:
    dates = review_dates(SENT)
    assert dates.answer_by == date(2026, 12, 8)
    assert dates.chase_on == (date(2026, 12, 1), date(2026, 12, 8))
    assert dates.decide_by == date(2026, 12, 22)


def test_a_council_may_set_other_days() -> None:
    dates = review_dates(SENT, days=ReviewDays(to_answer=2, chase_after=(1,), to_decide=3))
    assert dates.answer_by == date(2026, 11, 26)
    assert dates.chase_on == (date(2026, 11, 25),)
    assert dates.decide_by == date(2026, 11, 27)


@pytest.mark.parametrize(
    ("today", "last_sent", "is_answered", "due"),
    [
        (date(2026, 11, 30), 0, False, None),
        (date(2026, 12, 1), 0, False, 1),
        (date(2026, 12, 1), 1, False, None),
        (date(2026, 12, 8), 1, False, 2),
        (date(2026, 12, 9), 0, False, 2),
        (date(2026, 12, 9), 0, True, None),
        (date(2026, 12, 9), 2, False, None),
    ],
)
def test_a_silent_provider_is_chased_after_five_and_ten_working_days(
    today: date, last_sent: int, is_answered: bool, due: int | None
) -> None:
    assert chase_to_send(review_dates(SENT), today, last_sent, is_answered) == due


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (Outcome.MAY_BE_USED, "May be used until 31 March 2027"),
        (
            Outcome.MAY_BE_USED_WITH_CONDITIONS,
            "May be used until 31 March 2027, with conditions",
        ),
        (Outcome.MUST_NOT_BE_USED, "Must not be used"),
    ],
)
def test_an_outcome_is_shown_with_its_last_day(outcome: Outcome, words: str) -> None:
    assert outcome_words(outcome, UNTIL, UNTIL) == words
    assert outcome_words(outcome, None, SENT) == outcome.words


@pytest.mark.parametrize(
    ("outcome", "until_on", "today", "expected"),
    [
        (Outcome.MAY_BE_USED, UNTIL, UNTIL, True),
        (Outcome.MAY_BE_USED, UNTIL, date(2027, 4, 1), False),
        (Outcome.MAY_BE_USED_WITH_CONDITIONS, UNTIL, SENT, True),
        (Outcome.MAY_BE_USED, None, SENT, False),
        (Outcome.MUST_NOT_BE_USED, UNTIL, SENT, False),
    ],
)
def test_an_outcome_holds_up_to_its_last_day(
    outcome: Outcome, until_on: date | None, today: date, expected: bool
) -> None:
    assert is_in_force(outcome, until_on, today) is expected


def test_a_commissioner_with_pupils_must_move_them_from_a_provider_not_to_be_used() -> None:
    with_pupils = what_to_do(Outcome.MUST_NOT_BE_USED, None, has_pupils=True, today=SENT)
    without = what_to_do(Outcome.MUST_NOT_BE_USED, None, has_pupils=False, today=SENT)
    assert with_pupils[0] == "Do not send pupils to this provider from today"
    assert without[0] == "Do not start any placement with this provider"


def test_without_a_last_day_no_step_names_one() -> None:
    steps = what_to_do(Outcome.MAY_BE_USED, None, has_pupils=True, today=SENT)
    assert not any("after" in step for step in steps)


def test_conditions_come_first_and_the_last_day_last() -> None:
    steps = what_to_do(Outcome.MAY_BE_USED_WITH_CONDITIONS, UNTIL, has_pupils=True, today=SENT)
    assert steps[0].startswith("Read the conditions")
    assert steps[-1].startswith("Do not use the provider after 31 March 2027")


def test_every_outcome_that_allows_use_leaves_the_commissioner_responsible() -> None:
    for outcome in (Outcome.MAY_BE_USED, Outcome.MAY_BE_USED_WITH_CONDITIONS):
        steps = what_to_do(outcome, UNTIL, has_pupils=False, today=SENT)
        assert any("you stay responsible" in step for step in steps)


@pytest.mark.parametrize("outcome", [Outcome.MAY_BE_USED, Outcome.MAY_BE_USED_WITH_CONDITIONS])
def test_an_outcome_whose_last_day_has_passed_is_shown_as_ended(outcome: Outcome) -> None:
    after = date(2027, 4, 1)

    assert outcome_words(outcome, UNTIL, after) == ("Ended on 31 March 2027: must not be used now")
    steps = what_to_do(outcome, UNTIL, has_pupils=True, today=after)
    assert steps[0] == "Do not send pupils to this provider from today"
    assert steps[-1].startswith("If you mean to use the provider again, report it again")


def test_a_provider_that_must_not_be_used_never_ends() -> None:
    assert outcome_words(Outcome.MUST_NOT_BE_USED, UNTIL, date(2028, 1, 1)) == "Must not be used"


@pytest.mark.parametrize(
    ("today", "left"),
    [
        (date(2026, 12, 22), 5),
        (date(2026, 12, 24), 3),
        (date(2026, 12, 28), 3),
        (date(2026, 12, 31), 0),
        (date(2027, 1, 1), -1),
        (date(2027, 1, 2), -1),
        (date(2027, 1, 5), -3),
    ],
)
def test_days_left_are_working_days(today: date, left: int) -> None:
    assert working_days_left(today, date(2026, 12, 31), CHRISTMAS) == left


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (2, "2 working days left"),
        (1, "1 working day left"),
        (0, "Last day today"),
        (-1, "1 working day late"),
        (-3, "3 working days late"),
    ],
)
def test_the_days_left_are_said_in_words(left: int, words: str) -> None:
    assert days_left_words(left) == words
