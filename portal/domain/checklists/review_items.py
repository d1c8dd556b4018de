"""What officers score in a desk-top review, from 0 to 3, and what each score means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class ReviewItem:
    """One thing scored. `meanings` are the words of the scores 0, 1, 2 and 3.

    Without an essential item a provider must not be used at all.
    """

    key: str
    area: str
    text: str
    question_keys: tuple[str, ...]
    meanings: tuple[str, str, str, str]
    is_essential: bool = False
    source: str = ""


ITEMS: Final = (
    ReviewItem(
        "processes.organisation",
        "processes",
        "The organisation is known, and so are the people who own or run it",
        (
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
        (
            "It cannot be found, or does not say who runs it",
            "It can be found, but names or numbers do not agree with the public registers",
            "It agrees with the registers; a small thing is out of date",
            "It agrees with the registers in everything",
        ),
    ),
    ReviewItem(
        "processes.education",
        "processes",
        "There is a clear offer, and commissioners hear of progress",
        (
            "review.placed_by",
            "review.pupils",
            "offer.description",
            "offer.low_age",
            "offer.high_age",
            "quality.progress",
        ),
        (
            "Nobody could say what pupils do or learn",
            "There is an offer, but progress is not measured",
            "Progress is measured, and reports are short or late",
            "The offer is clear, and progress is measured and reported",
        ),
        source="Arranging alternative provision (Department for Education, 2025)",
    ),
    ReviewItem(
        "processes.policies",
        "processes",
        "Behaviour and complaints are dealt with by a written policy",
        ("policies.behaviour", "policies.complaints"),
        (
            "There is no policy",
            "There are models that are not filled in, or that ran out long ago",
            "They are their own, and due for review",
            "They are their own, current and used",
        ),
    ),
    ReviewItem(
        "insurances.public",
        "insurances",
        "Public liability cover is in force, high enough, and covers claims of abuse",
        ("insurance.risk", "insurance.public_liability"),
        (
            "There is no cover",
            "There is cover, below the least or without claims of abuse",
            "There is enough cover; it ends within 60 days",
            "There is enough cover for at least 60 days more",
        ),
        is_essential=True,
    ),
    ReviewItem(
        "insurances.others",
        "insurances",
        "Employers’ liability, professional indemnity, cyber and motor cover where they apply",
        (
            "insurance.has_staff",
            "insurance.employers_liability",
            "insurance.gives_advice",
            "insurance.professional_indemnity",
            "insurance.holds_council_data",
            "insurance.cyber",
            "insurance.carries_pupils",
            "insurance.motor",
        ),
        (
            "A cover that the law asks for is missing",
            "A cover that the council asks for is missing or too low",
            "All are held; one ends within 60 days",
            "All that apply are held and high enough",
        ),
        is_essential=True,
        source="Employers’ Liability (Compulsory Insurance) Regulations 1998; Road Traffic Act 1988",
    ),
    ReviewItem(
        "systems.registers",
        "systems",
        "Attendance is taken each session, and absence is followed up at once",
        ("safeguarding.absent_child",),
        (
            "No register is taken",
            "A register is taken, but absence is not told the same day",
            "Absence is told the same day; who does it is not always clear",
            "Registers are taken and absence is told at once, by a named person",
        ),
        source="Voluntary national standards (2025), theme 3",
    ),
    ReviewItem(
        "systems.staff_checks",
        "systems",
        "Everybody who works with pupils has been checked, and the checks are on one record",
        (
            "staff.count",
            "staff.recruitment",
            "staff.has_record",
            "staff.record_sample",
            "staff.all_dbs_checked",
            "staff.owners_dbs_checked",
            "staff.all_identity_checked",
            "staff.has_two_references",
        ),
        (
            "Somebody works with pupils without an enhanced DBS check",
            "DBS checks are made; other checks or the record are missing",
            "All checks are made; the record has small gaps",
            "All checks are made and on one complete record",
        ),
        is_essential=True,
        source="Voluntary national standards (2025), standard 1.1",
    ),
    ReviewItem(
        "systems.training",
        "systems",
        "Staff are trained in safeguarding and are supervised",
        ("staff.part_one_read", "staff.safeguarding_training", "staff.supervision"),
        (
            "There is no training",
            "Some staff are trained",
            "All are trained; the current edition is not yet read by all",
            "All are trained, have read the current edition and are supervised",
        ),
        source="Keeping children safe in education, Part one",
    ),
    ReviewItem(
        "safeguarding.lead",
        "safeguarding",
        "There is a trained safeguarding lead and a trained deputy",
        (
            "safeguarding.lead_name",
            "safeguarding.lead_email",
            "safeguarding.lead_telephone",
            "safeguarding.lead_trained_on",
            "safeguarding.lead_training",
            "safeguarding.deputies",
            "safeguarding.deputy_training",
        ),
        (
            "There is no trained lead",
            "There is a trained lead, but no trained deputy",
            "Both are trained; one training ends within 60 days",
            "Both were trained in the last two years",
        ),
        is_essential=True,
        source="Keeping children safe in education, on the designated safeguarding lead",
    ),
    ReviewItem(
        "safeguarding.policy",
        "safeguarding",
        "The child protection policy is their own, current, and follows the council’s procedures",
        ("policies.child_protection",),
        (
            "There is no policy",
            "There is one, but it is a model or follows an old edition",
            "It follows the current edition; a name or number is missing",
            "It follows the current edition and the council’s procedures",
        ),
        is_essential=True,
        source="Keeping children safe in education, Part two",
    ),
    ReviewItem(
        "safeguarding.referrals",
        "safeguarding",
        "Staff know whom to tell about a child and about an adult",
        ("safeguarding.worry_about_child", "safeguarding.worry_about_adult"),
        (
            "They do not know",
            "They know one of the two",
            "They know both; the home school is told late",
            "They know both, and tell the home school the same day",
        ),
        source="Oxfordshire’s guidance on alternative provision, Safeguarding",
    ),
    ReviewItem(
        "registration.need",
        "registration",
        "The place need not register as a school, or is registered",
        (
            "organisation.is_registered_school",
            "organisation.urn",
            "registration.full_time",
            "registration.full_time_looked_after",
            "registration.full_time_with_plan",
            "registration.full_time_with_special_needs",
            "registration.all_education",
            "registration.all_education_looked_after",
            "registration.all_education_with_plan",
            "registration.most_hours",
            "registration.counts_for_all",
            "registration.how_checked",
        ),
        (
            "The numbers say that it must register, and it has not",
            "The numbers do not agree, or are at the limit",
            "It is below the limits, but does not check before it takes a pupil",
            "It is below the limits and checks, or it is registered",
        ),
        is_essential=True,
        source="Education Act 1996, section 463",
    ),
    ReviewItem(
        "premises.secure",
        "premises",
        "Every site is known, suits the pupils and is secure",
        (
            "sites.addresses",
            "sites.open_hours",
            "sites.is_shared_with_public",
            "sites.how_kept_apart",
            "sites.access",
        ),
        (
            "A site is not named, or pupils are not safe there",
            "Sites are named; other people can reach pupils",
            "Sites are secure; a small thing is to be mended",
            "Sites are secure, and staff control who comes in",
        ),
        source="Keeping children safe in education, on alternative provision",
    ),
    ReviewItem(
        "premises.risk",
        "premises",
        "Risks of sites and activities are written down, and fire is planned for",
        (
            "health_and_safety.activities",
            "health_and_safety.risk_assessments",
            "health_and_safety.fire_risk_assessment",
        ),
        (
            "Nothing is written down",
            "Some risks are written down; fire or an activity is missing",
            "All are written down; one is due for review",
            "All are written down, current and acted on",
        ),
        source="Regulatory Reform (Fire Safety) Order 2005; "
        "Management of Health and Safety at Work Regulations 1999",
    ),
    ReviewItem(
        "premises.first_aid",
        "premises",
        "A first aider is always there, accidents are recorded, and food is safe",
        (
            "health_and_safety.first_aiders",
            "health_and_safety.first_aid",
            "health_and_safety.always_first_aider",
            "health_and_safety.accidents",
            "health_and_safety.serves_food",
            "health_and_safety.food_registration",
            "health_and_safety.food_hygiene",
        ),
        (
            "There is no first aider",
            "There is one, but not always",
            "One is always there; a record or certificate is missing",
            "One is always there, and accidents and food are in order",
        ),
        source="Voluntary national standards (2025), theme 2",
    ),
    ReviewItem(
        "data.protection",
        "data",
        "Pupils’ data is kept and sent safely, and the fee is paid",
        (
            "data_protection.pays_fee",
            "data_protection.ico_number",
            "data_protection.no_fee_reason",
            "data_protection.contact_name",
            "data_protection.contact_email",
            "data_protection.breach",
            "data_protection.secure_email",
        ),
        (
            "Nobody looks after it",
            "Somebody does; data is sent unprotected or the fee is not paid",
            "Data is safe; what to do when it is lost is not written down",
            "Data is safe, the fee is paid, and lost data is reported",
        ),
        source="UK General Data Protection Regulation, articles 32 and 33",
    ),
)
