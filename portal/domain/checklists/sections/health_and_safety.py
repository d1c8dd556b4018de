"""Section 9: health and safety of the sites, the activities and each pupil."""

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

_ACTIVITIES: Final = (
    ("animals", "Animals"),
    ("tools", "Tools or machines"),
    ("water", "Water, such as boats, swimming or ponds"),
    ("heights", "Heights or climbing"),
    ("fire", "Open fire"),
    ("vehicles", "Vehicles, bicycles or tractors"),
    ("cooking", "Cooking"),
    ("contact_sport", "Contact sports"),
    ("none", "None of these"),
)

_STANDARD: Final = "Voluntary national standards (2025), theme 2"

SECTION: Final = Section(
    "health_and_safety",
    "Health and safety",
    "How you keep pupils and staff from harm.",
    (
        line(
            "health_and_safety.competent_person",
            "Who helps you with health and safety",
            "Somebody who knows it well. For example: our manager, with a yearly visit by a firm",
        ),
        Question(
            "health_and_safety.activities",
            QuestionKind.CHOICES,
            "What do pupils do or meet with you?",
            choices=_ACTIVITIES,
        ),
        evidence(
            "health_and_safety",
            EvidenceKind.RISK_ASSESSMENTS,
            "For each site and each activity. You can put them into one document",
        ),
        yes_no(
            "health_and_safety.pupil_risk_assessments",
            "Do you write a risk assessment for each pupil, with the school or council?",
        ),
        paragraph(
            "health_and_safety.hazardous_substances",
            "Which harmful substances you keep, and how",
            "For example: cleaning products in a locked cupboard, with their data sheets. Write "
            "“none” if there are none",
        ),
        evidence("health_and_safety", EvidenceKind.FIRE_RISK_ASSESSMENT),
        line(
            "health_and_safety.fire_drills",
            "How often you practise getting everybody out",
            "For example: once a term, written in the fire book",
        ),
        yes_no("health_and_safety.has_gas", "Is there gas at any site?"),
        evidence(
            "health_and_safety",
            EvidenceKind.GAS_SAFETY,
            only_if=("health_and_safety.has_gas", "yes"),
        ),
        yes_no("health_and_safety.has_electricity", "Is there mains electricity at any site?"),
        evidence(
            "health_and_safety",
            EvidenceKind.ELECTRICAL_SAFETY,
            "The report of the last check of the wiring",
            only_if=("health_and_safety.has_electricity", "yes"),
        ),
        number("health_and_safety.first_aiders", "How many first aiders are there?", most=500),
        evidence("health_and_safety", EvidenceKind.FIRST_AID, "Of the first aiders"),
        yes_no(
            "health_and_safety.always_first_aider",
            "Is a first aider there whenever pupils are?",
            "At every site and on every trip, with a stocked first aid kit",
        ),
        paragraph(
            "health_and_safety.accidents",
            "How you record accidents and near misses, and whom you tell",
            "For example: in the accident book; we ring home and the school the same day; the "
            "owner reports serious ones to the Health and Safety Executive",
        ),
        paragraph(
            "health_and_safety.medical_needs",
            "How you look after pupils with a medical condition",
            "For example: a healthcare plan from the school, and staff shown how to use a pen for "
            "allergies",
        ),
        yes_no("health_and_safety.serves_food", "Do you give pupils food, or cook with them?"),
        evidence(
            "health_and_safety",
            EvidenceKind.FOOD_REGISTRATION,
            "From the district council",
            only_if=("health_and_safety.serves_food", "yes"),
        ),
        evidence(
            "health_and_safety",
            EvidenceKind.FOOD_HYGIENE,
            "Level 2, of the people who handle food",
            only_if=("health_and_safety.serves_food", "yes"),
        ),
    ),
)

ITEMS: Final = (
    CheckItem(
        "health_and_safety.risk",
        "health_and_safety",
        Area.HEALTH_AND_SAFETY,
        Theme.HEALTH_AND_SAFETY,
        (
            "health_and_safety.competent_person",
            "health_and_safety.activities",
            "health_and_safety.risk_assessments",
            "health_and_safety.pupil_risk_assessments",
        ),
        "Risks of each site, each activity and each pupil are written down and acted on",
        "Management of Health and Safety at Work Regulations 1999, regulation 3",
    ),
    CheckItem(
        "health_and_safety.substances",
        "health_and_safety",
        Area.HEALTH_AND_SAFETY,
        Theme.HEALTH_AND_SAFETY,
        ("health_and_safety.hazardous_substances",),
        "Harmful substances are known and locked away",
        "Control of Substances Hazardous to Health Regulations 2002",
    ),
    CheckItem(
        "health_and_safety.fire",
        "health_and_safety",
        Area.HEALTH_AND_SAFETY,
        Theme.HEALTH_AND_SAFETY,
        ("health_and_safety.fire_risk_assessment", "health_and_safety.fire_drills"),
        "There is a current fire risk assessment, and leaving the building is practised",
        "Regulatory Reform (Fire Safety) Order 2005",
    ),
    CheckItem(
        "health_and_safety.services",
        "health_and_safety",
        Area.HEALTH_AND_SAFETY,
        Theme.HEALTH_AND_SAFETY,
        (
            "health_and_safety.has_gas",
            "health_and_safety.gas_safety",
            "health_and_safety.has_electricity",
            "health_and_safety.electrical_safety",
        ),
        "Gas and wiring were checked in time, and what was found is mended",
        "Electricity at Work Regulations 1989; Gas Safety (Installation and Use) Regulations 1998",
    ),
    CheckItem(
        "health_and_safety.first_aid",
        "health_and_safety",
        Area.TRAINING_AND_SUPERVISION,
        Theme.HEALTH_AND_SAFETY,
        (
            "health_and_safety.first_aiders",
            "health_and_safety.first_aid",
            "health_and_safety.always_first_aider",
            "health_and_safety.accidents",
            "health_and_safety.medical_needs",
        ),
        "A trained first aider is always there; accidents are recorded and told; medical needs "
        "are met",
        _STANDARD,
    ),
    CheckItem(
        "health_and_safety.food",
        "health_and_safety",
        Area.HEALTH_AND_SAFETY,
        Theme.HEALTH_AND_SAFETY,
        (
            "health_and_safety.serves_food",
            "health_and_safety.food_registration",
            "health_and_safety.food_hygiene",
        ),
        "Where food is given, the place is registered and staff hold Level 2 in food hygiene",
        "Regulation (EC) 852/2004, article 6",
    ),
)
