"""Section 12: what the provider declares before the application can be sent."""

from __future__ import annotations

from typing import Final

from portal.domain.checklists.questions import Area, CheckItem, Section, Theme, confirm, line

SECTION: Final = Section(
    "declaration",
    "Declaration",
    "Read each statement. You can send the application when you agree to all of them.",
    (
        confirm("declaration.is_true", "Is everything in this application true and complete?"),
        confirm(
            "declaration.may_speak",
            "May you speak for the organisation?",
            "You own it or run it, or those who do have asked you to send this",
        ),
        confirm(
            "declaration.follows_guidance",
            "Do you follow Keeping children safe in education?",
        ),
        confirm(
            "declaration.follows_procedures",
            "Do you follow the council’s safeguarding procedures?",
        ),
        confirm(
            "declaration.takes_registers",
            "Will you take registers every morning and afternoon, and report absence the same day?",
        ),
        confirm(
            "declaration.tells_changes",
            "Will you tell the council when anything in this application changes?",
            "For example staff, sites, insurance or the people who own or run the organisation",
        ),
        confirm(
            "declaration.allows_visits",
            "Will you let the council and schools visit, also without notice?",
        ),
        confirm(
            "declaration.stays_within_law",
            "Will you stay below the limits at which you must register as a school, or register?",
        ),
        line("declaration.name", "Your name"),
        line("declaration.position", "Your position", "For example director or owner"),
    ),
)

ITEMS: Final = (
    CheckItem(
        "declaration.complete",
        "declaration",
        Area.ORGANISATION,
        Theme.REGISTRATION,
        tuple(question.key for question in SECTION.questions),
        "Somebody who may speak for the organisation agreed to every statement",
    ),
)
