"""The words of a decision: the same in the email, in the PDF and on the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from portal.clock import in_london
from portal.domain.calendar.day_words import full_day
from portal.models import ApplicationDecision, DecisionOutcome

COMPLAINT: Final = (
    "First talk to the officer who wrote to you: a mistake can often be put right at once.",
    "If that does not help, complain to the council under its complaints procedure, in writing."
    " Say which application it is about, what went wrong and what you would like to happen."
    " Somebody who took no part in the decision looks at it again.",
    "If you are still not content with how the council handled it, ask the Local Government and"
    " Social Care Ombudsman whether it can help. A complaint does not harm a later application.",
)
AGAIN: Final = (
    "You may apply again at any time. Your answers are kept: you start from them and change what"
    " needs to change."
)

_TITLES: Final = {
    DecisionOutcome.APPROVE: "Your application is approved",
    DecisionOutcome.APPROVE_WITH_CONDITIONS: "Your application is approved with conditions",
    DecisionOutcome.DECLINE: "Your application is declined",
}


@dataclass(frozen=True)
class DecisionWords:
    title: str
    paragraphs: tuple[str, ...]
    conditions: tuple[tuple[str, str], ...]
    reasons: str
    day: str
    signed_by: str

    @property
    def as_text(self) -> str:
        """For an email."""
        parts = [*self.paragraphs]
        if self.conditions:
            rows = [f"- By {day}: {text}" for text, day in self.conditions]
            parts += ["What you must do, and by when:", "\n".join(rows)]
        if self.reasons:
            parts += ["Our reasons:", self.reasons]
        parts += ["If you do not agree:", *COMPLAINT, self.signed_by]
        return "\n\n".join(parts)

    def for_pdf(self, provider_name: str, council_name: str) -> dict[str, object]:
        """What the template `letter_decision.typ` reads."""
        return {
            "title": self.title,
            "council": council_name,
            "to": provider_name,
            "day": self.day,
            "paragraphs": self.paragraphs,
            "conditions": [{"text": text, "day": day} for text, day in self.conditions],
            "reasons": self.reasons,
            "complaint": COMPLAINT,
            "signed_by": self.signed_by,
        }


def decision_words(provider_name: str, decision: ApplicationDecision) -> DecisionWords:
    """The words of an agreed decision. Its reasons go to the provider only where it needs them."""
    if decision.agreed_at is None or decision.agreed_by is None:
        raise ValueError("A decision has no letter before it is agreed")
    conditions = tuple((each.text, full_day(each.due_on)) for each in decision.conditions)
    return DecisionWords(
        title=_TITLES[decision.outcome],
        paragraphs=_paragraphs(provider_name, decision.outcome),
        conditions=conditions,
        reasons="" if decision.outcome is DecisionOutcome.APPROVE else decision.reasons,
        day=full_day(in_london(decision.agreed_at).date()),
        signed_by=decision.agreed_by.name,
    )


def _paragraphs(provider_name: str, outcome: DecisionOutcome) -> tuple[str, ...]:
    match outcome:
        case DecisionOutcome.APPROVE:
            return (
                f"The council has approved the application of {provider_name}.",
                "You are in the catalogue from today. Schools and council services can find you"
                " and place pupils with you. Keep your documents up to date: the portal reminds you"
                " before they run out.",
            )
        case DecisionOutcome.APPROVE_WITH_CONDITIONS:
            return (
                f"The council has approved the application of {provider_name}, with conditions.",
                "You are in the catalogue from today, and the conditions are shown there until"
                " they are met. Tell us as soon as you have met one.",
            )
        case DecisionOutcome.DECLINE:
            return (
                f"The council has declined the application of {provider_name} to join the"
                " catalogue.",
                AGAIN,
            )
