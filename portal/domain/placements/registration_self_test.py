"""The provider's own numbers against the registration rule: "you may need to register".

The rule and its dates are in `registration`. The law gives no number of hours: the Department for
Education's guidance on independent school registration (2019) looks at whether a provider gives, or
means to give, all or nearly all of a child's education, and takes more than 18 hours a week during
the day as generally full-time. So this test also asks about pupils below 18 hours who have no other
education. It is a warning to take advice, never a decision.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from portal.domain.placements.registration import RULES, Reading, RegistrationRule, rule_on

ADVICE: Final = (
    "You may need to register as an independent school. It is an offence to run a school that is "
    "not registered. Before you take another pupil, ask the Department for Education"
)
NO_ADVICE: Final = (
    "By the numbers you gave you do not need to register. Check again when they change"
)


@dataclass(frozen=True)
class OwnNumbers:
    """What a provider says of its pupils of compulsory school age, for all commissioners together.

    `full_time…` counts pupils above the hours of the rule. `all_education…` counts pupils below
    them who get all or nearly all of their education from this provider.
    """

    full_time: int = 0
    full_time_looked_after: int = 0
    full_time_with_plan: int = 0
    full_time_with_special_needs: int = 0
    all_education: int = 0
    all_education_looked_after: int = 0
    all_education_with_plan: int = 0
    most_minutes_a_week: int = 0


@dataclass(frozen=True)
class Finding:
    """What one rule says about the numbers."""

    rule: RegistrationRule
    reasons: tuple[str, ...]

    @property
    def may_need_to_register(self) -> bool:
        return bool(self.reasons)

    @property
    def words(self) -> str:
        return ADVICE if self.may_need_to_register else NO_ADVICE

    @property
    def rule_words(self) -> str:
        return rule_words(self.rule)

    @property
    def source(self) -> str:
        return self.rule.source


@dataclass(frozen=True)
class SelfTest:
    """The finding under the rule in force, and under each rule that is enacted and still to start."""

    now: Finding | None
    coming: tuple[Finding, ...]


def self_test(
    numbers: OwnNumbers, day: date, rules: Iterable[RegistrationRule] = RULES
) -> SelfTest:
    """Judge the numbers under the rule of the day; `now` is None before the rules that we know."""
    known = tuple(rules)
    rule = rule_on(day, known)
    to_come = (each for each in known if each.starts_on is None or each.starts_on > day)
    return SelfTest(
        now=finding(numbers, rule) if rule else None,
        coming=tuple(finding(numbers, each) for each in to_come),
    )


def finding(numbers: OwnNumbers, rule: RegistrationRule) -> Finding:
    """Every reason under one rule why the provider may need to register."""
    return Finding(rule, (*_reading(numbers, rule).reasons, *_doubts(numbers, rule)))


def contradictions(numbers: OwnNumbers, rule: RegistrationRule) -> list[str]:
    """Where the numbers do not fit together, in words for the person who gave them."""
    parts = (
        ("looked after", numbers.full_time_looked_after, numbers.full_time),
        ("with an EHC plan", numbers.full_time_with_plan, numbers.full_time),
        ("with special educational needs", numbers.full_time_with_special_needs, numbers.full_time),
        ("looked after", numbers.all_education_looked_after, numbers.all_education),
        ("with an EHC plan", numbers.all_education_with_plan, numbers.all_education),
    )
    found = [
        f"{_pupils(part)} {which} cannot be part of {_pupils(whole)}"
        for which, part, whole in parts
        if part > whole
    ]
    is_over = numbers.most_minutes_a_week > rule.full_time_over_minutes
    if is_over != (numbers.full_time > 0):
        found.append(
            f"The longest week is {hours_words(numbers.most_minutes_a_week)}, but you counted "
            f"{_pupils(numbers.full_time)} above {hours_words(rule.full_time_over_minutes)} a week"
        )
    return found


def rule_words(rule: RegistrationRule) -> str:
    """The rule as a sentence."""
    plan = "special educational needs" if rule.counts_every_special_need else "an EHC plan"
    return (
        "A place must register when it gives full-time education to "
        f"{rule.pupils} or more pupils of compulsory school age, or to "
        f"{_at_least(rule.looked_after_pupils)} who is looked after by a council, or to "
        f"{_at_least(rule.pupils_with_plan)} who has {plan}. More than "
        f"{hours_words(rule.full_time_over_minutes)} a week is generally full-time; fewer hours can be "
        "too, where a pupil has no other education"
    )


def _reading(numbers: OwnNumbers, rule: RegistrationRule) -> Reading:
    with_plan = numbers.full_time_with_plan
    if rule.counts_every_special_need:
        with_plan = max(with_plan, numbers.full_time_with_special_needs)
    return Reading(
        rule=rule,
        full_time_pupils=numbers.full_time,
        looked_after_pupils=numbers.full_time_looked_after,
        pupils_with_plan=with_plan,
        to_check=numbers.all_education,
    )


def _doubts(numbers: OwnNumbers, rule: RegistrationRule) -> list[str]:
    """Reasons from pupils who may count as full-time though they are below the hours."""
    together = numbers.full_time + numbers.all_education
    asked = (
        (numbers.all_education > 0, together, rule.pupils, ""),
        (True, numbers.all_education_looked_after, rule.looked_after_pupils, " looked after"),
        (True, numbers.all_education_with_plan, rule.pupils_with_plan, " with an EHC plan"),
    )
    doubts = [
        f"{_pupils(count)}{which} with all or nearly all of their education here"
        for applies, count, limit, which in asked
        if applies and count >= limit
    ]
    if numbers.most_minutes_a_week > rule.full_time_over_minutes and not numbers.full_time:
        doubts.append(
            f"One pupil is with you for {hours_words(numbers.most_minutes_a_week)} a week"
        )
    return doubts


def _pupils(count: int) -> str:
    return f"{count} pupil" if count == 1 else f"{count} pupils"


def _at_least(count: int) -> str:
    return "one" if count == 1 else f"{count} or more"


def hours_words(minutes: int) -> str:
    """26 hours 15 minutes"""
    hours, rest = divmod(minutes, 60)
    return f"{hours} hours" if not rest else f"{hours} hours {rest} minutes"
