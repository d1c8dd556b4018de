"""Must this provider register as an independent school? Thresholds are dated data, not constants.

In force: Education Act 1996, section 463, in its wording since 1 September 2014. Enacted, with no
starting date in the copies read in June 2026: Children's Wellbeing and Schools Act 2026, section
43. That hours over 18 a week are generally full-time is Department for Education guidance (2019).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final


@dataclass(frozen=True)
class RegistrationRule:
    """One edition of the thresholds. Without a `starts_on` it is enacted but not yet in force."""

    name: str
    source: str
    starts_on: date | None
    ends_on: date | None
    pupils: int
    looked_after_pupils: int
    pupils_with_plan: int
    full_time_over_minutes: int
    counts_every_special_need: bool = False

    def is_in_force(self, day: date) -> bool:
        return (
            self.starts_on is not None
            and self.starts_on <= day
            and (self.ends_on is None or day <= self.ends_on)
        )


SINCE_2014: Final = RegistrationRule(
    name="Independent school",
    source="Education Act 1996, section 463",
    starts_on=date(2014, 9, 1),
    ends_on=None,
    pupils=5,
    looked_after_pupils=1,
    pupils_with_plan=1,
    full_time_over_minutes=18 * 60,
)

PROSPECTIVE_2026: Final = RegistrationRule(
    name="Independent educational institution",
    source="Children's Wellbeing and Schools Act 2026, section 43 (not yet in force)",
    starts_on=None,
    ends_on=None,
    pupils=5,
    looked_after_pupils=1,
    pupils_with_plan=1,
    full_time_over_minutes=18 * 60,
    counts_every_special_need=True,
)

RULES: Final = (SINCE_2014, PROSPECTIVE_2026)


@dataclass(frozen=True)
class PupilHours:
    """One pupil's week with the provider for every commissioner, and the whole week anywhere."""

    minutes_here: int
    minutes_anywhere: int
    is_compulsory_age: bool = True
    is_looked_after: bool = False
    has_plan: bool = False
    has_special_needs: bool = False

    @property
    def is_all_education(self) -> bool:
        """Whether the provider gives this pupil all the education that they have."""
        return 0 < self.minutes_here >= self.minutes_anywhere


@dataclass(frozen=True)
class Reading:
    """What the registration meter shows for one provider under one rule."""

    rule: RegistrationRule
    full_time_pupils: int
    looked_after_pupils: int
    pupils_with_plan: int
    to_check: int
    """Pupils below the hours who have no other education: guidance may call that full-time too."""

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why the provider must register; empty where it need not."""
        rule = self.rule
        plan = "special educational needs" if rule.counts_every_special_need else "an EHC plan"
        found = (
            (self.full_time_pupils, rule.pupils, ""),
            (self.looked_after_pupils, rule.looked_after_pupils, " looked after"),
            (self.pupils_with_plan, rule.pupils_with_plan, f" with {plan}"),
        )
        return tuple(
            f"{count} full-time {'pupil' if count == 1 else 'pupils'}{what}: the limit is {limit}"
            for count, limit, what in found
            if count >= limit
        )

    @property
    def must_register(self) -> bool:
        return bool(self.reasons)


def rule_on(day: date, rules: Iterable[RegistrationRule] = RULES) -> RegistrationRule | None:
    """The newest rule in force on the day; None for a day before the rules that we know."""
    in_force = [rule for rule in rules if rule.is_in_force(day)]
    return max(in_force, key=lambda rule: rule.starts_on or date.min, default=None)


def read_meter(pupils: Iterable[PupilHours], rule: RegistrationRule) -> Reading:
    """Count a provider's pupils of compulsory school age against a rule.

    Hours are judged for each pupil, never by the provider's opening hours.
    """
    of_age = [pupil for pupil in pupils if pupil.is_compulsory_age]
    full_time = [pupil for pupil in of_age if _is_full_time(pupil, rule)]
    return Reading(
        rule=rule,
        full_time_pupils=len(full_time),
        looked_after_pupils=sum(pupil.is_looked_after for pupil in full_time),
        pupils_with_plan=sum(_counts_as_plan(pupil, rule) for pupil in full_time),
        to_check=sum(pupil.is_all_education for pupil in of_age if not _is_full_time(pupil, rule)),
    )


def _is_full_time(pupil: PupilHours, rule: RegistrationRule) -> bool:
    return pupil.minutes_here > rule.full_time_over_minutes


def _counts_as_plan(pupil: PupilHours, rule: RegistrationRule) -> bool:
    return pupil.has_plan or (rule.counts_every_special_need and pupil.has_special_needs)
