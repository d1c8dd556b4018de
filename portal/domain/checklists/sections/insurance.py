"""Section 8: insurance. Levels, dates and the question on abuse are asked with each document."""

from __future__ import annotations

from typing import Final

from portal.domain.checklists.questions import (
    Area,
    CheckItem,
    Question,
    QuestionKind,
    Section,
    Theme,
    evidence,
    yes_no,
)
from portal.domain.evidence.insurance import RiskBand
from portal.domain.evidence.kinds import EvidenceKind

SECTION: Final = Section(
    "insurance",
    "Insurance",
    "Upload the certificate or schedule of each policy. With each one we ask for the insurer, the "
    "policy number, the cover for one event, its dates, and whether claims of abuse are left out.",
    (
        Question(
            "insurance.risk",
            QuestionKind.CHOICE,
            "Which is most like your work?",
            "It decides the least public liability cover. An officer may choose another",
            choices=tuple((band.value, band.words) for band in RiskBand),
        ),
        evidence("insurance", EvidenceKind.PUBLIC_LIABILITY),
        yes_no(
            "insurance.has_staff",
            "Does anybody work for you?",
            "Also part-time, casual or as a volunteer. The law then asks for employers’ liability "
            "insurance, unless only close family work for you",
        ),
        evidence(
            "insurance",
            EvidenceKind.EMPLOYERS_LIABILITY,
            "At least £5 million by law",
            only_if=("insurance.has_staff", "yes"),
        ),
        yes_no(
            "insurance.gives_advice",
            "Do you teach, assess or advise for a fee?",
            "Nearly every provider does",
        ),
        evidence(
            "insurance",
            EvidenceKind.PROFESSIONAL_INDEMNITY,
            only_if=("insurance.gives_advice", "yes"),
        ),
        yes_no(
            "insurance.holds_council_data",
            "Do you keep data on the council’s pupils on your own computers?",
            "Answer no if you use only paper and this portal",
        ),
        evidence(
            "insurance",
            EvidenceKind.CYBER,
            only_if=("insurance.holds_council_data", "yes"),
        ),
        yes_no("insurance.carries_pupils", "Do staff drive pupils?"),
        evidence(
            "insurance",
            EvidenceKind.MOTOR,
            "For business use, for every vehicle. A private policy does not cover this",
            only_if=("insurance.carries_pupils", "yes"),
        ),
    ),
)

ITEMS: Final = (
    CheckItem(
        "insurance.public",
        "insurance",
        Area.HEALTH_AND_SAFETY,
        Theme.HEALTH_AND_SAFETY,
        ("insurance.risk", "insurance.public_liability"),
        "Public liability cover is enough for the risk and does not leave out claims of abuse",
    ),
    CheckItem(
        "insurance.employers",
        "insurance",
        Area.HEALTH_AND_SAFETY,
        Theme.HEALTH_AND_SAFETY,
        ("insurance.has_staff", "insurance.employers_liability"),
        "Employers’ liability cover is at least what the law asks",
        "Employers’ Liability (Compulsory Insurance) Regulations 1998",
    ),
    CheckItem(
        "insurance.others",
        "insurance",
        Area.HEALTH_AND_SAFETY,
        Theme.REGISTRATION,
        (
            "insurance.gives_advice",
            "insurance.professional_indemnity",
            "insurance.holds_council_data",
            "insurance.cyber",
            "insurance.carries_pupils",
            "insurance.motor",
        ),
        "Professional indemnity, cyber and motor cover are held where they apply",
    ),
)
