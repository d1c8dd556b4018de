"""From the answers of an application to the rules that judge them.

An answer that is not given yet counts as the least: no pupils, no hours, no cover.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time

from portal.domain.checklists.answers import YES
from portal.domain.evidence.insurance import RiskBand, Work
from portal.domain.evidence.safeguarding_cover import Hours, SafeguardingPerson
from portal.domain.placements.registration_self_test import OwnNumbers

Answers = Mapping[str, object]


def own_numbers(answers: Answers) -> OwnNumbers:
    """For `registration_self_test`."""

    def count(name: str) -> int:
        return _number(answers.get(f"registration.{name}"))

    return OwnNumbers(
        full_time=count("full_time"),
        full_time_looked_after=count("full_time_looked_after"),
        full_time_with_plan=count("full_time_with_plan"),
        full_time_with_special_needs=count("full_time_with_special_needs"),
        all_education=count("all_education"),
        all_education_looked_after=count("all_education_looked_after"),
        all_education_with_plan=count("all_education_with_plan"),
        most_minutes_a_week=count("most_hours") * 60,
    )


def work(answers: Answers) -> Work:
    """For `insurance`. Until the risk is chosen it counts as standard, which asks for most."""

    def is_yes(name: str) -> bool:
        return answers.get(f"insurance.{name}") == YES

    return Work(
        band=RiskBand(str(answers.get("insurance.risk") or RiskBand.STANDARD)),
        has_staff=is_yes("has_staff"),
        gives_advice=is_yes("gives_advice"),
        holds_council_data=is_yes("holds_council_data"),
        carries_pupils=is_yes("carries_pupils"),
    )


def open_hours(answers: Answers) -> list[Hours]:
    """When pupils are with the provider, for `safeguarding_cover`."""
    return [hours for row in _rows(answers, "sites.open_hours") for hours in _hours(row)]


def safeguarding_people(answers: Answers) -> list[SafeguardingPerson]:
    """The lead and the deputies. Hours covered by "a deputy" count for every deputy."""
    people = [
        SafeguardingPerson(
            name=str(row.get("name") or "A deputy"),
            is_lead=False,
            trained_on=_day(row.get("trained_on")),
            updated_on=_day(row.get("updated_on")),
            covers=_cover(answers, "deputy"),
        )
        for row in _rows(answers, "safeguarding.deputies")
    ]
    lead_name = answers.get("safeguarding.lead_name")
    if not lead_name:
        return people
    lead = SafeguardingPerson(
        name=str(lead_name),
        is_lead=True,
        trained_on=_day(answers.get("safeguarding.lead_trained_on")),
        updated_on=_day(answers.get("safeguarding.lead_updated_on")),
        covers=_cover(answers, "lead"),
    )
    return [lead, *people]


def _cover(answers: Answers, who: str) -> tuple[Hours, ...]:
    rows = _rows(answers, "safeguarding.cover")
    return tuple(hours for row in rows if row.get("who") == who for hours in _hours(row))


def _rows(answers: Answers, key: str) -> list[dict[str, object]]:
    answer = answers.get(key)
    return [row for row in answer if isinstance(row, dict)] if isinstance(answer, list) else []


def _hours(row: Mapping[str, object]) -> list[Hours]:
    """The hours of a row that is filled in, and none of one that is not."""
    weekday, starts, ends = row.get("weekday"), row.get("starts"), row.get("ends")
    if weekday is None or starts is None or ends is None:
        return []
    return [
        Hours(int(str(weekday)), time.fromisoformat(str(starts)), time.fromisoformat(str(ends)))
    ]


def _number(answer: object) -> int:
    return answer if isinstance(answer, int) else 0


def _day(answer: object) -> date | None:
    return date.fromisoformat(answer) if isinstance(answer, str) else None
