"""Section 2: every place where pupils are taught, so that a school always knows where its pupil is."""

from __future__ import annotations

from typing import Final

from portal.domain.calendar.day_words import WEEKDAYS
from portal.domain.checklists.questions import (
    Area,
    CheckItem,
    Question,
    QuestionKind,
    Section,
    Theme,
    clock,
    line,
    number,
    paragraph,
    yes_no,
)

_TENURE: Final = (
    ("owned", "We own it"),
    ("rented", "We rent it"),
    ("shared", "We share or hire it"),
    ("home", "It is somebody’s home"),
    ("public", "It is a public place, such as a library or a park"),
)

WEEKDAY_CHOICES: Final = tuple((str(place), name) for place, name in enumerate(WEEKDAYS))

SECTION: Final = Section(
    "sites",
    "Your sites",
    "Every place where pupils spend time, with those of anybody who works for you.",
    (
        Question(
            "sites.addresses",
            QuestionKind.TABLE,
            "Sites",
            "Add each place, also one that you use only now and then",
            columns=(
                line("name", "Name of the site", "For example Main barn"),
                line("address", "Address", "Street and town"),
                Question("postcode", QuestionKind.POSTCODE, "Postcode", "For example OX1 1ND"),
                Question("tenure", QuestionKind.CHOICE, "Whose is it?", choices=_TENURE),
                number("capacity", "Most pupils at one time", most=500),
                yes_no(
                    "is_accessible",
                    "Can somebody in a wheelchair use it?",
                    "The way in, a toilet, and the rooms where pupils are taught",
                ),
                yes_no("is_satellite", "Is it away from your main site?"),
                yes_no("is_subcontracted", "Does somebody else teach there for you?"),
                line(
                    "subcontractor",
                    "Who teaches there for you",
                    only_if=("is_subcontracted", "yes"),
                ),
            ),
            fewest=1,
            most_rows=30,
            row_name="Site",
            source="Keeping children safe in education: the school knows each address",
        ),
        Question(
            "sites.open_hours",
            QuestionKind.TABLE,
            "When pupils are with you",
            "One row for each day. Add a second row where you close for part of a day",
            columns=(
                Question("weekday", QuestionKind.CHOICE, "Day", choices=WEEKDAY_CHOICES),
                clock("starts", "From"),
                clock("ends", "To"),
            ),
            fewest=1,
            most_rows=21,
            row_name="Line",
        ),
        yes_no(
            "sites.is_shared_with_public",
            "Can other people be on a site while pupils are there?",
            "For example customers, visitors, other tenants or people who live there",
        ),
        paragraph(
            "sites.how_kept_apart",
            "How you keep pupils safe from them",
            "For example: our yard is fenced, and visitors are met at the gate",
            only_if=("sites.is_shared_with_public", "yes"),
        ),
        paragraph(
            "sites.access",
            "How you know who comes in and who leaves",
            "For example: a locked gate, a visitor book, and staff at the door",
        ),
        yes_no(
            "sites.may_leave_alone",
            "May a pupil leave a site without a member of staff?",
            "For example to go home, or to the shop at lunch",
        ),
        paragraph(
            "sites.leaving_rules",
            "Who agrees to that, and what you do if a pupil is not back in time",
            only_if=("sites.may_leave_alone", "yes"),
        ),
    ),
)

ITEMS: Final = (
    CheckItem(
        "sites.known",
        "sites",
        Area.SAFEGUARDING,
        Theme.SAFEGUARDING,
        ("sites.addresses", "sites.open_hours"),
        "Every site is named with its address, also satellite and subcontracted sites, and its use "
        "fits the number of pupils",
        "Keeping children safe in education, on alternative provision",
    ),
    CheckItem(
        "sites.secure",
        "sites",
        Area.HEALTH_AND_SAFETY,
        Theme.SAFEGUARDING,
        ("sites.is_shared_with_public", "sites.how_kept_apart", "sites.access"),
        "Sites are secure, and staff control who comes in",
        "Voluntary national standards (2025), theme 1",
    ),
    CheckItem(
        "sites.leaving",
        "sites",
        Area.SAFEGUARDING,
        Theme.SAFEGUARDING,
        ("sites.may_leave_alone", "sites.leaving_rules"),
        "No pupil leaves alone without the agreement of the commissioner and the parents",
    ),
)
