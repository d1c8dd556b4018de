"""The dated report of a suspected unregistered school, for DfE, Ofsted and the Virtual AP Headteacher."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from portal.clock import in_london
from portal.domain.day_words import full_day
from portal.models import Review, ToldPerson
from portal.records.pdf import render
from portal.reviews.queries import SchoolNumbers


def unregistered_report(
    review: Review,
    numbers: SchoolNumbers,
    told: Sequence[ToldPerson],
    answers: Mapping[str, object],
    council: str,
    at: datetime,
) -> bytes:
    """The PDF. It holds numbers of pupils and no name of any."""
    findings = [each for each in (numbers.said.now, *numbers.said.coming) if each is not None]
    return render(
        "unregistered_school.typ",
        {
            "title": "Suspected unregistered school",
            "council": council,
            "provider": review.provider.name,
            "address": str(answers.get("organisation.address") or "Not known yet"),
            "day": full_day(in_london(at).date()),
            "known": [
                ["Pupils whom commissioners report or have placed there", str(numbers.pupils)],
                ["Of them of compulsory school age", str(numbers.of_school_age)],
                ["Of these with an EHC plan", str(numbers.with_plan)],
                ["Of these looked after by a council", str(numbers.looked_after)],
                ["Most hours a week placed for one pupil", str(numbers.most_hours)],
            ],
            "findings": [
                {
                    "words": each.words,
                    "rule": each.rule_words,
                    "source": each.source,
                    "reasons": list(each.reasons),
                }
                for each in findings
            ],
            "told": [
                [row.whom, row.how, full_day(in_london(row.at).date()), row.by.name] for row in told
            ],
        },
        at,
    )
