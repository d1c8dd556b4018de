"""Section 10: how pupils' data is kept."""

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
    line,
    paragraph,
    yes_no,
)
from portal.domain.evidence.kinds import EvidenceKind

SECTION: Final = Section(
    "data_protection",
    "Data protection",
    "How you keep what you know about pupils safe.",
    (
        yes_no(
            "data_protection.pays_fee",
            "Do you pay the data protection fee?",
            "To the Information Commissioner (ICO), each year. Nearly every provider must",
        ),
        Question(
            "data_protection.ico_number",
            QuestionKind.IDENTIFIER,
            "ICO number",
            "On your certificate. For example ZA123456",
            only_if=("data_protection.pays_fee", "yes"),
            identifier="ico_number",
        ),
        evidence(
            "data_protection",
            EvidenceKind.DATA_PROTECTION_FEE,
            only_if=("data_protection.pays_fee", "yes"),
        ),
        line(
            "data_protection.no_fee_reason",
            "Why you do not have to pay",
            only_if=("data_protection.pays_fee", "no"),
        ),
        line("data_protection.contact_name", "Who looks after data protection"),
        Question(
            "data_protection.contact_email",
            QuestionKind.EMAIL,
            "Email address to report lost or stolen data",
        ),
        paragraph(
            "data_protection.breach",
            "What you do when data is lost, stolen or sent to the wrong person",
            "For example: we tell the school or council the same day, and the Information "
            "Commissioner within 72 hours if somebody may be harmed",
        ),
        paragraph(
            "data_protection.secure_email",
            "How you send pupils’ data",
            "For example: through this portal, or by encrypted email. Never by a messaging app",
        ),
        paragraph(
            "data_protection.storage",
            "Where pupils’ data is, and who can see it",
            "For example: on a laptop with a password and encryption, and in a locked cabinet",
        ),
    ),
)

ITEMS: Final = (
    CheckItem(
        "data_protection.fee",
        "data_protection",
        Area.ORGANISATION,
        Theme.REGISTRATION,
        (
            "data_protection.pays_fee",
            "data_protection.ico_number",
            "data_protection.data_protection_fee",
            "data_protection.no_fee_reason",
        ),
        "The fee is paid and shown on the public register, or there is a good reason",
        "Data Protection (Charges and Information) Regulations 2018",
    ),
    CheckItem(
        "data_protection.breach",
        "data_protection",
        Area.ORGANISATION,
        Theme.REGISTRATION,
        (
            "data_protection.contact_name",
            "data_protection.contact_email",
            "data_protection.breach",
        ),
        "Somebody is in charge, and lost data is reported in time",
        "UK General Data Protection Regulation, article 33",
    ),
    CheckItem(
        "data_protection.safe",
        "data_protection",
        Area.ORGANISATION,
        Theme.REGISTRATION,
        ("data_protection.secure_email", "data_protection.storage"),
        "Pupils’ data is kept and sent safely",
        "UK General Data Protection Regulation, article 32",
    ),
)
