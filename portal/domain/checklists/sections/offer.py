"""Section 3: what is offered, to whom, when and at what price."""

from __future__ import annotations

from typing import Final

from portal.domain.catalogue.offer_choices import HALF_DAYS, LOTS, NEEDS, QUALIFICATIONS, SUBJECTS
from portal.domain.checklists.questions import (
    Area,
    CheckItem,
    Question,
    QuestionKind,
    Section,
    Theme,
    line,
    number,
    paragraph,
)

_TRANSPORT: Final = (
    ("none", "We give no transport"),
    ("some", "We can bring some pupils"),
    ("all", "We bring every pupil"),
)
_TEACHING: Final = (
    ("one", "One pupil at a time"),
    ("small", "Small groups, up to 6"),
    ("large", "Groups of more than 6"),
    ("online", "Online"),
)

SECTION: Final = Section(
    "offer",
    "What you offer",
    "This becomes your entry in the catalogue. You can change it later.",
    (
        Question(
            "offer.lots",
            QuestionKind.CHOICES,
            "What do you apply for?",
            "Choose all that you can do well",
            choices=LOTS,
        ),
        paragraph(
            "offer.description",
            "Your offer in a few sentences",
            "For example: on our farm small groups look after animals, cook what they grow, and "
            "work towards English and maths qualifications",
        ),
        number("offer.low_age", "Youngest age", "For example 11", most=25),
        number("offer.high_age", "Oldest age", "For example 16", most=25),
        Question(
            "offer.needs",
            QuestionKind.CHOICES,
            "Which needs can you meet?",
            "Choose only those for which your staff have training or experience",
            choices=NEEDS,
        ),
        Question("offer.subjects", QuestionKind.CHOICES, "What do you teach?", choices=SUBJECTS),
        Question(
            "offer.qualifications",
            QuestionKind.CHOICES,
            "Which qualifications can pupils take with you?",
            choices=QUALIFICATIONS,
        ),
        line(
            "offer.exam_centre",
            "Where pupils sit examinations",
            "For example: at the home school. Leave empty if there are none",
            is_required=False,
        ),
        Question("offer.teaching", QuestionKind.CHOICES, "How do you teach?", choices=_TEACHING),
        number(
            "offer.pupils_for_each_adult", "Most pupils for one adult", "For example 4", most=30
        ),
        Question("offer.half_days", QuestionKind.CHOICES, "When are you open?", choices=HALF_DAYS),
        number("offer.capacity", "Most pupils at one time", "At all sites together", most=1000),
        number(
            "offer.most_hours",
            "Most hours a week for one pupil",
            "Whole hours, with breaks. For example 15",
            most=60,
        ),
        Question(
            "offer.price",
            QuestionKind.MONEY,
            "Price for one pupil for one half-day",
            "In pounds, without VAT. For example 65.00",
        ),
        paragraph(
            "offer.price_notes",
            "What costs extra, and what you charge when a pupil does not come",
            "For example: one-to-one support is £30 more. A missed half-day is charged in full",
        ),
        Question(
            "offer.transport",
            QuestionKind.CHOICE,
            "Do you bring pupils to you?",
            choices=_TRANSPORT,
        ),
        paragraph(
            "offer.transport_notes",
            "Where you can collect pupils, and what it costs",
            "For example: within 10 miles of Witney, £15 each way",
            is_required=False,
        ),
    ),
)

ITEMS: Final = (
    CheckItem(
        "offer.fits",
        "offer",
        Area.OFFER,
        Theme.ADMISSIONS_AND_SUPPORT,
        (
            "offer.lots",
            "offer.description",
            "offer.low_age",
            "offer.high_age",
            "offer.needs",
        ),
        "The offer is clear, and the staff can meet the needs and ages that it names",
    ),
    CheckItem(
        "offer.education",
        "offer",
        Area.OFFER,
        Theme.QUALITY,
        ("offer.subjects", "offer.qualifications", "offer.exam_centre"),
        "Subjects and qualifications suit the pupils and lead on to something",
        "Arranging alternative provision (Department for Education, 2025)",
    ),
    CheckItem(
        "offer.staffing_levels",
        "offer",
        Area.STAFFING,
        Theme.HEALTH_AND_SAFETY,
        ("offer.teaching", "offer.pupils_for_each_adult", "offer.capacity"),
        "There are enough adults for the number of pupils and the activities",
    ),
    CheckItem(
        "offer.hours",
        "offer",
        Area.OFFER,
        Theme.REGISTRATION,
        ("offer.half_days", "offer.most_hours"),
        "The hours for one pupil do not make the place a school that must register",
        "Education Act 1996, section 463",
    ),
    CheckItem(
        "offer.price",
        "offer",
        Area.OFFER,
        Theme.REGISTRATION,
        ("offer.price", "offer.price_notes", "offer.transport", "offer.transport_notes"),
        "Price, extras and transport are clear",
    ),
)
