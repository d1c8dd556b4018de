"""Section 11: the quality of education, and the support around it."""

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
    number,
    paragraph,
    yes_no,
)
from portal.domain.evidence.kinds import EvidenceKind

_ADMISSIONS: Final = "Voluntary national standards (2025), theme 3"
_EDUCATION: Final = "Voluntary national standards (2025), theme 4"

SECTION: Final = Section(
    "quality",
    "Quality of education",
    "What pupils learn, how you know, and where they go next.",
    (
        evidence(
            "quality",
            EvidenceKind.CURRICULUM,
            "What pupils learn over the weeks. A page or two is enough",
        ),
        paragraph(
            "quality.core_subjects",
            "How pupils keep up with English, mathematics and science",
            "For example: we teach English and maths daily; science stays with the home school",
        ),
        paragraph(
            "quality.fits_school",
            "How your work fits what the pupil learns at the home school",
            "For example: the school sends the term’s topics, and we teach to them",
        ),
        Question(
            "quality.teachers",
            QuestionKind.TABLE,
            "Who teaches, and their qualifications",
            columns=(
                line("name", "Name"),
                line("subject", "What they teach"),
                line("qualification", "Qualification or experience", "For example PGCE, or baker"),
            ),
            fewest=1,
            most_rows=100,
            row_name="Person",
        ),
        paragraph(
            "quality.needs_record",
            "What you find out about a pupil before the first day",
            "For example: EHC plan, healthcare plan, exclusions, reading age, what works and what "
            "does not",
        ),
        paragraph(
            "quality.induction",
            "How a pupil starts with you",
            "For example: a visit with parents, a short first week, and a named adult",
        ),
        line(
            "quality.baseline_tool",
            "How you find out where a pupil stands at the start",
            "For example: reading and maths tests, and the Boxall Profile, in the first week",
        ),
        yes_no(
            "quality.has_plan",
            "Do you write a plan with targets for each pupil?",
            "With the school or council, and the pupil",
        ),
        paragraph(
            "quality.progress",
            "How you measure progress, and how often you report",
            "For example: targets every week, a report each half-term, a review with the school",
        ),
        evidence("quality", EvidenceKind.SAMPLE_REPORT, "Cover or remove names"),
        paragraph(
            "quality.pupil_voice",
            "How pupils and parents have a say",
            "For example: pupils rate each week, and we ring parents on Fridays",
        ),
        paragraph(
            "quality.behaviour_support",
            "How you help pupils who find it hard to behave or to take part",
        ),
        paragraph(
            "quality.other_services",
            "How you work with other services",
            "For example: social workers, educational psychologists, mental health services, "
            "youth justice, drug and alcohol services",
        ),
        paragraph(
            "quality.next_steps",
            "How you help pupils back to school or on to college, training or work",
        ),
        number(
            "quality.leavers",
            "Pupils who left you in the last school year",
            "Enter 0 if there were none",
        ),
        number(
            "quality.leavers_placed",
            "How many of those went back to school or on to college, training or work?",
        ),
        paragraph(
            "quality.careers",
            "What careers advice and experience of work pupils get",
            is_required=False,
        ),
    ),
)

ITEMS: Final = (
    CheckItem(
        "quality.curriculum",
        "quality",
        Area.OFFER,
        Theme.QUALITY,
        ("quality.curriculum", "quality.core_subjects", "quality.fits_school"),
        "Teaching suits the pupils, keeps up with English, mathematics and science, and fits the "
        "home school",
        _EDUCATION,
    ),
    CheckItem(
        "quality.teachers",
        "quality",
        Area.STAFFING,
        Theme.QUALITY,
        ("quality.teachers",),
        "Those who teach have the qualifications or experience for it",
        "Oxfordshire’s guidance on alternative provision",
    ),
    CheckItem(
        "quality.start",
        "quality",
        Area.OFFER,
        Theme.ADMISSIONS_AND_SUPPORT,
        (
            "quality.needs_record",
            "quality.induction",
            "quality.baseline_tool",
            "quality.has_plan",
        ),
        "Each pupil’s needs are known, the start is planned, and there is a plan with targets",
        _ADMISSIONS,
    ),
    CheckItem(
        "quality.progress",
        "quality",
        Area.OFFER,
        Theme.QUALITY,
        ("quality.progress", "quality.sample_report", "quality.pupil_voice"),
        "Progress is measured and reported, and pupils and parents have a say",
        _EDUCATION,
    ),
    CheckItem(
        "quality.support",
        "quality",
        Area.OFFER,
        Theme.ADMISSIONS_AND_SUPPORT,
        ("quality.behaviour_support", "quality.other_services"),
        "Pupils get help with behaviour, and other services are brought in",
        _ADMISSIONS,
    ),
    CheckItem(
        "quality.destinations",
        "quality",
        Area.OFFER,
        Theme.QUALITY,
        (
            "quality.next_steps",
            "quality.leavers",
            "quality.leavers_placed",
            "quality.careers",
        ),
        "Pupils go back to school, or on to college, training or work",
        _EDUCATION,
    ),
)
