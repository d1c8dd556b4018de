"""What the rules say about the answers of a section: the registration test, cover, insurance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from portal.domain.checklists.answer_rules import (
    open_hours,
    own_numbers,
    safeguarding_people,
    work,
)
from portal.domain.checklists.answers import NO
from portal.domain.checklists.questions import QuestionKind
from portal.domain.evidence.insurance import InsurancePolicy, shortfalls
from portal.domain.evidence.kinds import EvidenceKind
from portal.domain.evidence.renewals import status_on
from portal.domain.evidence.safeguarding_cover import hours_without_cover, training_gaps
from portal.domain.placements.registration_self_test import Finding, contradictions, self_test
from portal.models import LongForm
from portal.services.council.settings import insurance_minimums
from portal.services.evidence.papers import current_evidence
from portal.services.forms.editions import form_of

Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Notes:
    """`gaps` are in words; `findings` is the registration test, the rule in force first."""

    gaps: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def notes_on(
    session: Session, long_form: LongForm, section_key: str, answers: Answers, today: date
) -> Notes:
    """What to tell the person who answers, and the officer who checks."""
    match section_key:
        case "offer":
            return Notes(tuple(_offer_gaps(answers)))
        case "registration":
            return _registration(long_form, answers, today)
        case "safeguarding":
            return Notes(tuple(_cover_gaps(answers, today)))
        case "insurance":
            return Notes(tuple(_insurance_gaps(session, long_form.provider_id, answers, today)))
        case _:
            return Notes()


def _offer_gaps(answers: Answers) -> list[str]:
    low, high = answers.get("offer.low_age"), answers.get("offer.high_age")
    if low is None or high is None or low <= high:
        return []
    return [f"The youngest age, {low}, is above the oldest age, {high}"]


def _registration(long_form: LongForm, answers: Answers, today: date) -> Notes:
    """Nothing for a registered school. Before every number is given only a warning is certain."""
    is_asked = answers.get("organisation.is_registered_school") == NO
    if not is_asked:
        return Notes()
    numbers = own_numbers(answers)
    test = self_test(numbers, today)
    findings = (test.now, *test.coming) if test.now else test.coming
    if not _has_every_number(long_form, answers):
        is_certain = test.now is not None and test.now.may_need_to_register
        warnings = tuple(each for each in findings if each.may_need_to_register)
        return Notes((), warnings if is_certain else ())
    gaps = contradictions(numbers, test.now.rule) if test.now else []
    return Notes(tuple(gaps), findings)


def _has_every_number(long_form: LongForm, answers: Answers) -> bool:
    section = form_of(long_form).section("registration")
    questions = section.questions if section else ()
    return all(
        question.key in answers
        for question in questions
        if question.kind is QuestionKind.WHOLE_NUMBER
    )


def _cover_gaps(answers: Answers, today: date) -> list[str]:
    people = safeguarding_people(answers)
    if not people:
        return []
    uncovered = hours_without_cover(open_hours(answers), people, today)
    return [
        *training_gaps(people, today),
        *(f"{hours.words}: nobody with training can be reached" for hours in uncovered),
    ]


def _insurance_gaps(session: Session, provider_id: int, answers: Answers, today: date) -> list[str]:
    if not any(key.startswith("insurance.") for key in answers):
        return []
    rows = current_evidence(session, [provider_id])
    policies = [
        InsurancePolicy(EvidenceKind(row.kind), row.cover_pence, row.excludes_abuse)
        for row in rows
        if status_on(today, row.expires_on).is_in_force
    ]
    minimums = insurance_minimums(session)
    return [shortfall.words for shortfall in shortfalls(policies, work(answers), minimums)]
