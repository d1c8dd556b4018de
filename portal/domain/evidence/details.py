"""What a provider says of a document, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from portal.domain.errors import FieldError, InvalidError
from portal.domain.evidence.kinds import EvidenceGroup, EvidenceKind, evidence_rule
from portal.domain.evidence.renewals import check_issue_date, expires_on

MOST_COVER_PENCE: Final = 1_000_000_000 * 100
"""A billion pounds: more is a slip of the keyboard."""


@dataclass(frozen=True)
class EvidenceDetails:
    """`expires_on` is the end, or the date of the next review, that the document itself names."""

    kind: EvidenceKind
    issued_on: date | None = None
    expires_on: date | None = None
    cover_pence: int | None = None
    insurer: str = ""
    policy_number: str = ""
    excludes_abuse: bool | None = None

    @property
    def is_insurance(self) -> bool:
        return evidence_rule(self.kind).group is EvidenceGroup.INSURANCE


def checked_details(given: EvidenceDetails, today: date) -> EvidenceDetails:
    """The details with the last day on which the document counts. Raises InvalidError with all
    that is wrong. What this kind of document does not have is left out.
    """
    rule = evidence_rule(given.kind)
    errors = _insurance_errors(given) if given.is_insurance else []
    last_day: date | None = None
    try:
        if given.issued_on is not None:
            check_issue_date(given.issued_on, today)
        last_day = expires_on(given.kind, given.issued_on, given.expires_on)
    except InvalidError as error:
        errors = error.errors + errors
    if errors:
        raise InvalidError(errors)
    return replace(
        given,
        expires_on=last_day,
        cover_pence=given.cover_pence if rule.asks_cover else None,
        insurer=given.insurer if given.is_insurance else "",
        policy_number=given.policy_number if given.is_insurance else "",
        excludes_abuse=given.excludes_abuse if rule.asks_abuse_exclusion else None,
    )


def _insurance_errors(given: EvidenceDetails) -> list[FieldError]:
    rule = evidence_rule(given.kind)
    asked = (
        ("insurer", not given.insurer, "Enter the name of the insurer"),
        ("policy_number", not given.policy_number, "Enter the policy number"),
        (
            "cover_pence",
            rule.asks_cover and given.cover_pence is None,
            "Enter the level of cover for one claim, in pounds",
        ),
        (
            "cover_pence",
            given.cover_pence is not None and not 0 < given.cover_pence <= MOST_COVER_PENCE,
            "The level of cover must be more than nothing and at most £1 billion",
        ),
        (
            "excludes_abuse",
            rule.asks_abuse_exclusion and given.excludes_abuse is None,
            "Say whether the policy leaves out claims of abuse",
        ),
    )
    return [FieldError(field, message) for field, is_wrong, message in asked if is_wrong]
