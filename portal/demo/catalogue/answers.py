"""What a provider of the demonstration typed to the questions of a checklist."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from portal.demo.world.tables import OfferRow, SiteRow
from portal.domain.checklists.answers import check_answer
from portal.domain.checklists.completeness import applies
from portal.domain.checklists.questions import Edition, QuestionKind

_TRAINED, _UPDATED = timedelta(days=290), timedelta(days=70)


@dataclass(frozen=True)
class Respondent:
    """Who answers. `number` has two figures; `own` holds what this provider alone would type."""

    name: str
    number: int
    lead: str
    email: str
    activity: str
    sites: tuple[SiteRow, ...]
    offer: OfferRow | None = None
    own: Mapping[str, Any] = field(default_factory=dict)


def answers_of(respondent: Respondent, edition: Edition, today: date) -> dict[str, object]:
    """The answers as they are kept, to every question of the round that applies."""
    typed = {**_typed_by_all(), **_offer(respondent.offer), **respondent.own}
    typed["sites.addresses"] = _sites(respondent)
    words = _words(respondent, today)
    answers: dict[str, object] = {}
    for question in edition.by_key.values():
        is_asked = question.kind is not QuestionKind.EVIDENCE and question.key in typed
        if not is_asked or not applies(question, answers, edition.by_key):
            continue
        answer, errors = check_answer(question, _filled(typed[question.key], words))
        assert not errors, errors
        answers[question.key] = answer
    return answers


@cache
def _typed_by_all() -> dict[str, Any]:
    """Typed text by question, with the names of `_words` in braces."""
    text = Path(__file__).with_name("answers.json").read_text(encoding="utf-8")
    typed: dict[str, Any] = json.loads(text)
    return typed


def _words(respondent: Respondent, today: date) -> dict[str, str]:
    main = respondent.sites[0]
    return {
        "name": respondent.name,
        "number": f"{respondent.number:02}",
        "lead": respondent.lead,
        "email": respondent.email,
        "telephone": f"01632 9601{respondent.number:02}",
        "activity": respondent.activity,
        "address": main.address,
        "postcode": main.postcode,
        "trained_on": (today - _TRAINED).isoformat(),
        "updated_on": (today - _UPDATED).isoformat(),
    }


def _filled(typed: Any, words: Mapping[str, str]) -> Any:
    match typed:
        case str():
            return typed.format_map(words)
        case list():
            return [_filled(each, words) for each in typed]
        case dict():
            return {key: _filled(each, words) for key, each in typed.items()}
    return typed


def _sites(respondent: Respondent) -> list[dict[str, str]]:
    return [
        {
            "name": site.name,
            "address": site.address,
            "postcode": site.postcode,
            "tenure": "rented",
            "capacity": "12",
            "is_accessible": "yes",
            "is_satellite": "yes" if place else "no",
            "is_subcontracted": "no",
        }
        for place, site in enumerate(respondent.sites)
    ]


def _offer(row: OfferRow | None) -> dict[str, Any]:
    """What a listed provider says of its offer, so that it agrees with its entry."""
    if row is None:
        return {}
    return {
        "offer.low_age": str(row.low_age),
        "offer.high_age": str(row.high_age),
        "offer.capacity": str(row.capacity),
        "offer.price": row.price,
        "offer.transport": "some" if row.transport else "none",
        "offer.transport_notes": row.transport,
        **{
            f"offer.{kind}s": [value for each, value in row.tags if each == kind]
            for kind in ("lot", "need", "subject", "qualification")
        },
    }
