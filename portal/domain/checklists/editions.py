"""The rounds of the open framework: what was asked of those who applied in each.

Oxfordshire's open framework started on 1 April 2024 and takes applications at any time. The round
of 2024 is from before the Department for Education's voluntary national standards (August 2025),
the Children's Wellbeing and Schools Act 2026 and the edition of Keeping children safe in education
of September 2026, which ended Annex A. An application keeps the round that it began with.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from portal.domain.catalogue.offer_choices import LOTS_2024
from portal.domain.checklists.questions import CheckItem, Edition, Question, Section
from portal.domain.checklists.sections import (
    data_protection,
    declaration,
    health_and_safety,
    insurance,
    offer,
    organisation,
    policies,
    quality,
    registration,
    safeguarding,
    sites,
    staff,
)

_MODULES: Final = (
    organisation,
    sites,
    offer,
    registration,
    safeguarding,
    staff,
    policies,
    insurance,
    health_and_safety,
    data_protection,
    quality,
    declaration,
)

EDITION_2026: Final = Edition(
    key="2026",
    name="Open framework, from September 2026",
    opens_on=date(2026, 9, 1),
    closes_on=None,
    sections=tuple(module.SECTION for module in _MODULES),
    items=tuple(item for module in _MODULES for item in module.ITEMS),
)

_NEW_IN_2026: Final = frozenset(
    (
        "sites.access",
        "registration.full_time_with_special_needs",
        "registration.all_education",
        "registration.all_education_looked_after",
        "registration.all_education_with_plan",
        "staff.owners_dbs_checked",
        "health_and_safety.pupil_risk_assessments",
        "quality.needs_record",
        "quality.induction",
        "quality.behaviour_support",
    )
)

_LABELS_2024: Final = {
    "staff.part_one_read": (
        "Have all staff read Part one, or Annex A, of the current Keeping children safe in "
        "education?"
    ),
}


def _question_2024(question: Question) -> Question:
    if question.key == "offer.lots":
        return replace(question, choices=LOTS_2024)
    return replace(question, label=_LABELS_2024.get(question.key, question.label))


def _section_2024(section: Section) -> Section:
    return replace(
        section,
        questions=tuple(
            _question_2024(question)
            for question in section.questions
            if question.key not in _NEW_IN_2026
        ),
    )


def _items_2024() -> tuple[CheckItem, ...]:
    """The items of 2026 without the new questions; an item that looked at nothing else goes."""
    items = (
        replace(item, question_keys=tuple(k for k in item.question_keys if k not in _NEW_IN_2026))
        for item in EDITION_2026.items
    )
    return tuple(item for item in items if item.question_keys)


ROUND_2024: Final = Edition(
    key="2024",
    name="Open framework, from April 2024",
    opens_on=date(2024, 4, 1),
    closes_on=date(2026, 8, 31),
    sections=tuple(_section_2024(section) for section in EDITION_2026.sections),
    items=_items_2024(),
)

EDITIONS: Final = (ROUND_2024, EDITION_2026)


def edition_on(day: date) -> Edition | None:
    """The round that takes applications on a day; None before the first."""
    return next((each for each in EDITIONS if each.is_open(day)), None)


def edition_called(key: str) -> Edition | None:
    """The round with a key, open or not; None where there is no such round."""
    return next((each for each in EDITIONS if each.key == key), None)
