"""Section 4: the provider's own numbers, to see whether it may need to register as a school."""

from __future__ import annotations

from typing import Final

from portal.domain.checklists.questions import (
    Area,
    CheckItem,
    Section,
    Theme,
    number,
    paragraph,
    yes_no,
)

_NOT_A_SCHOOL: Final = ("organisation.is_registered_school", "no")

SECTION: Final = Section(
    "registration",
    "Do you need to register as a school?",
    "Count pupils aged 5 to 16 from all schools, councils and parents together, in your busiest "
    "week. The portal then tells you whether you may need to register, and why.",
    (
        number(
            "registration.full_time",
            "Pupils who are with you for more than 18 hours a week",
            "Count breaks and lunch. Enter 0 if there are none",
            only_if=_NOT_A_SCHOOL,
        ),
        number(
            "registration.full_time_looked_after",
            "How many of those are looked after by a council?",
            "Children in care, also in the care of another council",
            only_if=_NOT_A_SCHOOL,
        ),
        number(
            "registration.full_time_with_plan",
            "How many of those have an education, health and care (EHC) plan?",
            only_if=_NOT_A_SCHOOL,
        ),
        number(
            "registration.full_time_with_special_needs",
            "How many of those have special educational needs of any kind?",
            "Those with an EHC plan among them. A new Act will count them; it is not in force yet",
            only_if=_NOT_A_SCHOOL,
        ),
        number(
            "registration.all_education",
            "Pupils with 18 hours or fewer who have all or nearly all their education with you",
            "They do not go to school, college or another place to learn",
            only_if=_NOT_A_SCHOOL,
        ),
        number(
            "registration.all_education_looked_after",
            "How many of these are looked after by a council?",
            only_if=_NOT_A_SCHOOL,
        ),
        number(
            "registration.all_education_with_plan",
            "How many of these have an EHC plan?",
            only_if=_NOT_A_SCHOOL,
        ),
        number(
            "registration.most_hours",
            "Hours a week of the pupil who is with you longest",
            "Whole hours, rounded up",
            most=80,
            only_if=_NOT_A_SCHOOL,
        ),
        yes_no(
            "registration.counts_for_all",
            "Did you count pupils from everybody who sends pupils to you?",
            "Also parents who teach at home",
            only_if=_NOT_A_SCHOOL,
        ),
        paragraph(
            "registration.how_checked",
            "How you keep below the limits as pupils come and go",
            "For example: we add up each pupil’s hours before we agree to a new one",
            only_if=_NOT_A_SCHOOL,
        ),
    ),
)

ITEMS: Final = (
    CheckItem(
        "registration.need",
        "registration",
        Area.ORGANISATION,
        Theme.REGISTRATION,
        (
            "registration.full_time",
            "registration.full_time_looked_after",
            "registration.full_time_with_plan",
            "registration.full_time_with_special_needs",
            "registration.all_education",
            "registration.all_education_looked_after",
            "registration.all_education_with_plan",
            "registration.most_hours",
        ),
        "The numbers agree with what the council knows, and the place need not register",
        "Education Act 1996, section 463",
    ),
    CheckItem(
        "registration.kept",
        "registration",
        Area.ORGANISATION,
        Theme.REGISTRATION,
        ("registration.counts_for_all", "registration.how_checked"),
        "It counts for all who send pupils, and checks before it takes another",
    ),
)
