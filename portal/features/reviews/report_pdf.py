"""The dated report of a suspected unregistered school, for DfE, Ofsted and the Virtual AP Headteacher."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from portal.adapters.pdf import render
from portal.clock import in_london
from portal.domain.calendar.day_words import full_day
from portal.domain.placements.registration_self_test import rule_words
from portal.features.reviews.school_numbers import SchoolNumbers, lines_of
from portal.models import Review, ToldPerson

MAY_NEED = "By its own numbers it may need to register as an independent school."
NEED_NOT = "By its own numbers it does not need to register."


def unregistered_report(
    review: Review,
    numbers: SchoolNumbers,
    told: Sequence[ToldPerson],
    answers: Mapping[str, object],
    council: str,
    at: datetime,
) -> bytes:
    """The PDF. It holds numbers of pupils and no name of any."""
    said = [numbers.said.now, *numbers.said.coming] if numbers.said else []
    findings = [each for each in said if each is not None]
    return render(
        "unregistered_school.typ",
        {
            "title": "Suspected unregistered school",
            "council": council,
            "provider": review.provider.name,
            "address": str(answers.get("organisation.address") or "Not known yet"),
            "day": full_day(in_london(at).date()),
            "known": [list(fact) for fact in numbers.facts],
            "readings": [
                {"rule": rule_words(each.rule), "source": each.rule.source, "lines": lines_of(each)}
                for each in numbers.known
            ],
            "findings": [
                {
                    "words": MAY_NEED if each.may_need_to_register else NEED_NOT,
                    "rule": each.rule.name,
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
