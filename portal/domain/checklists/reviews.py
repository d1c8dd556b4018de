"""The desk-top review of a provider that is not listed: its questions, items and scores.

Oxfordshire's guidance on alternative provision: "a desk top review is carried out to check adequate
processes, insurances, and systems are in place". Safeguarding, registration, premises and data are
added from Keeping children safe in education and the Education Act 1996, section 463.

A question that an application asks too is the same question under the same key, so that a review
becomes an application without typing anything twice (`carrying.carried_over`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from portal.domain.catalogue.non_listed import Outcome
from portal.domain.checklists.editions import EDITION_2026
from portal.domain.checklists.questions import (
    Edition,
    Question,
    Section,
    number,
    paragraph,
)
from portal.domain.checklists.review_items import ITEMS, ReviewItem

LOWEST_SCORE: Final = 0
HIGHEST_SCORE: Final = 3


class ReviewArea(StrEnum):
    """A page of the questions, and a part of the report."""

    PROCESSES = "processes"
    INSURANCES = "insurances"
    SYSTEMS = "systems"
    SAFEGUARDING = "safeguarding"
    REGISTRATION = "registration"
    PREMISES = "premises"
    DATA = "data"


def _same(*keys: str) -> tuple[Question, ...]:
    """Questions of the application, as they stand there."""
    return tuple(EDITION_2026.by_key[key] for key in keys)


def _whole_section(key: str) -> tuple[Question, ...]:
    return tuple(
        question for each in EDITION_2026.sections if each.key == key for question in each.questions
    )


_SECTIONS: Final = (
    Section(
        ReviewArea.PROCESSES,
        "Your organisation and how you work",
        "Who you are, and what you do with pupils.",
        (
            *_same(
                "organisation.legal_name",
                "organisation.trading_name",
                "organisation.is_company",
                "organisation.company_number",
                "organisation.is_charity",
                "organisation.charity_number",
                "organisation.address",
                "organisation.postcode",
                "organisation.contact_name",
                "organisation.contact_email",
                "organisation.contact_telephone",
                "organisation.owners",
            ),
            paragraph(
                "review.placed_by",
                "Who sends pupils to you",
                "Schools, councils and parents. For example: two schools in Witney, one parent",
            ),
            number("review.pupils", "How many pupils are with you now?"),
            *_same(
                "offer.description",
                "offer.low_age",
                "offer.high_age",
                "quality.progress",
                "policies.complaints",
                "policies.behaviour",
            ),
        ),
    ),
    Section(
        ReviewArea.INSURANCES,
        "Insurance",
        "Upload the certificate or schedule of each policy that you hold.",
        _whole_section("insurance"),
    ),
    Section(
        ReviewArea.SYSTEMS,
        "Registers and staff checks",
        "How you know who is there, and who your staff are.",
        _same(
            "safeguarding.absent_child",
            "staff.count",
            "staff.recruitment",
            "staff.has_record",
            "staff.record_sample",
            "staff.all_dbs_checked",
            "staff.owners_dbs_checked",
            "staff.all_identity_checked",
            "staff.has_two_references",
            "staff.part_one_read",
            "staff.safeguarding_training",
            "staff.supervision",
        ),
    ),
    Section(
        ReviewArea.SAFEGUARDING,
        "Safeguarding",
        "The person in charge of keeping pupils safe, the person who stands in, and what you do.",
        _same(
            "safeguarding.lead_name",
            "safeguarding.lead_email",
            "safeguarding.lead_telephone",
            "safeguarding.lead_trained_on",
            "safeguarding.lead_training",
            "safeguarding.deputies",
            "safeguarding.deputy_training",
            "safeguarding.worry_about_child",
            "safeguarding.worry_about_adult",
            "policies.child_protection",
        ),
    ),
    Section(
        ReviewArea.REGISTRATION,
        "Do you need to register as a school?",
        "Count pupils aged 5 to 16 from all schools, councils and parents together.",
        (
            *_same("organisation.is_registered_school", "organisation.urn"),
            *_whole_section("registration"),
        ),
    ),
    Section(
        ReviewArea.PREMISES,
        "Your sites",
        "Where pupils are, and how they are kept from harm there.",
        _same(
            "sites.addresses",
            "sites.open_hours",
            "sites.is_shared_with_public",
            "sites.how_kept_apart",
            "sites.access",
            "health_and_safety.activities",
            "health_and_safety.risk_assessments",
            "health_and_safety.fire_risk_assessment",
            "health_and_safety.first_aiders",
            "health_and_safety.first_aid",
            "health_and_safety.always_first_aider",
            "health_and_safety.accidents",
            "health_and_safety.serves_food",
            "health_and_safety.food_registration",
            "health_and_safety.food_hygiene",
        ),
    ),
    Section(
        ReviewArea.DATA,
        "Data protection",
        "How you keep what you know about pupils safe.",
        _same(
            "data_protection.pays_fee",
            "data_protection.ico_number",
            "data_protection.no_fee_reason",
            "data_protection.contact_name",
            "data_protection.contact_email",
            "data_protection.breach",
            "data_protection.secure_email",
        ),
    ),
)


@dataclass(frozen=True)
class ReviewRound:
    """One edition of the review. `form` is what the provider fills in."""

    form: Edition
    items: tuple[ReviewItem, ...]


REVIEW_2026: Final = ReviewRound(
    form=Edition(
        key="2026",
        name="Desk-top review, from September 2026",
        opens_on=date(2026, 9, 1),
        closes_on=None,
        sections=_SECTIONS,
        items=(),
    ),
    items=ITEMS,
)

REVIEW_EDITIONS: Final = (REVIEW_2026,)


def review_called(key: str) -> ReviewRound | None:
    """The edition of the review with a key; None where there is none."""
    return next((each for each in REVIEW_EDITIONS if each.form.key == key), None)


def suggested_outcome(scores: Mapping[str, int], items: tuple[ReviewItem, ...]) -> Outcome | None:
    """What the scores point to; an officer decides. None until every item has a score.

    An essential item that is not in place rules the provider out; any other item that is not
    in place, or has gaps that matter, calls for a condition.
    """
    if any(item.key not in scores for item in items):
        return None
    if any(item.is_essential and scores[item.key] == LOWEST_SCORE for item in items):
        return Outcome.MUST_NOT_BE_USED
    if any(scores[item.key] < HIGHEST_SCORE - 1 for item in items):
        return Outcome.MAY_BE_USED_WITH_CONDITIONS
    return Outcome.MAY_BE_USED
