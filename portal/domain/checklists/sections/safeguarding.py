"""Section 5: the safeguarding lead and the deputy, cover, and whom they tell."""

from __future__ import annotations

from typing import Final

from portal.domain.checklists.questions import (
    Area,
    CheckItem,
    Question,
    QuestionKind,
    Section,
    Theme,
    clock,
    day,
    evidence,
    line,
    paragraph,
    yes_no,
)
from portal.domain.checklists.sections.sites import WEEKDAY_CHOICES
from portal.domain.evidence.kinds import EvidenceKind

_GUIDANCE: Final = "Keeping children safe in education, on the designated safeguarding lead"

SECTION: Final = Section(
    "safeguarding",
    "Safeguarding lead and deputy",
    "The person in charge of keeping pupils safe, and the person who stands in. Both need training "
    "that is at most two years old.",
    (
        line("safeguarding.lead_name", "Name of the safeguarding lead"),
        Question("safeguarding.lead_email", QuestionKind.EMAIL, "Email address of the lead"),
        Question(
            "safeguarding.lead_telephone",
            QuestionKind.TELEPHONE,
            "Telephone number of the lead",
            "One that is answered while pupils are with you",
        ),
        day("safeguarding.lead_trained_on", "When the lead was last trained"),
        day(
            "safeguarding.lead_updated_on",
            "When the lead last had a yearly update",
            "Leave empty if the training is less than a year old",
            is_required=False,
        ),
        evidence("safeguarding", EvidenceKind.LEAD_TRAINING),
        Question(
            "safeguarding.deputies",
            QuestionKind.TABLE,
            "Deputies",
            "At least one. A very small provider may agree with another provider to share one",
            columns=(
                line("name", "Name"),
                Question("telephone", QuestionKind.TELEPHONE, "Telephone number"),
                day("trained_on", "When last trained"),
                day("updated_on", "When last updated", is_required=False),
            ),
            fewest=1,
            most_rows=10,
            row_name="Deputy",
        ),
        evidence("safeguarding", EvidenceKind.DEPUTY_TRAINING),
        Question(
            "safeguarding.cover",
            QuestionKind.TABLE,
            "Who can be reached, and when",
            "Together these rows must cover all the hours when pupils are with you",
            columns=(
                Question("weekday", QuestionKind.CHOICE, "Day", choices=WEEKDAY_CHOICES),
                clock("starts", "From"),
                clock("ends", "To"),
                Question(
                    "who",
                    QuestionKind.CHOICE,
                    "Who",
                    choices=(("lead", "The lead"), ("deputy", "A deputy")),
                ),
            ),
            fewest=1,
            most_rows=42,
            row_name="Line",
        ),
        paragraph(
            "safeguarding.out_of_hours",
            "What staff do outside these hours, on trips and in holidays",
            "For example: the lead’s mobile is answered on every trip",
        ),
        paragraph(
            "safeguarding.worry_about_child",
            "What staff do when they worry about a pupil",
            "Say how you reach the council’s first contact for children (MASH), and when you tell "
            "the home school. For example: we ring both the same day, and write it down",
        ),
        paragraph(
            "safeguarding.worry_about_adult",
            "What staff do when they worry about an adult who works with pupils",
            "Say how you reach the council’s officer for allegations (LADO). For example: the "
            "owner rings within one working day; if it is about the owner, any of us rings",
        ),
        paragraph(
            "safeguarding.records",
            "How you keep and pass on safeguarding records",
            "For example: on a locked system that only the lead and deputy can open",
        ),
        yes_no(
            "safeguarding.knows_procedures",
            "Have the lead and the deputy read the council’s safeguarding procedures?",
        ),
        yes_no(
            "safeguarding.tells_changes",
            "Will you tell the home school when something changes that may put a pupil at risk?",
            "For example when a member of staff leaves or joins, or you move to another site",
        ),
        yes_no(
            "safeguarding.two_contacts",
            "Do you hold two emergency contacts for each pupil wherever you can?",
        ),
        paragraph(
            "safeguarding.absent_child",
            "What you do when a pupil does not come or goes missing",
            "For example: we mark the register in the first half hour, ring home and the school, "
            "and ring the police if a pupil is at risk",
        ),
    ),
)

ITEMS: Final = (
    CheckItem(
        "safeguarding.people",
        "safeguarding",
        Area.SAFEGUARDING,
        Theme.SAFEGUARDING,
        (
            "safeguarding.lead_name",
            "safeguarding.lead_email",
            "safeguarding.lead_telephone",
            "safeguarding.deputies",
        ),
        "There is a named safeguarding lead and a named deputy",
        _GUIDANCE,
    ),
    CheckItem(
        "safeguarding.training",
        "safeguarding",
        Area.TRAINING_AND_SUPERVISION,
        Theme.SAFEGUARDING,
        (
            "safeguarding.lead_trained_on",
            "safeguarding.lead_updated_on",
            "safeguarding.lead_training",
            "safeguarding.deputy_training",
        ),
        "Both were trained for the role in the last two years and updated in the last year",
        _GUIDANCE,
    ),
    CheckItem(
        "safeguarding.cover",
        "safeguarding",
        Area.SAFEGUARDING,
        Theme.SAFEGUARDING,
        ("safeguarding.cover", "safeguarding.out_of_hours"),
        "One of them can be reached in all open hours, on trips and in holidays",
        _GUIDANCE,
    ),
    CheckItem(
        "safeguarding.referrals",
        "safeguarding",
        Area.SAFEGUARDING,
        Theme.SAFEGUARDING,
        (
            "safeguarding.worry_about_child",
            "safeguarding.worry_about_adult",
            "safeguarding.knows_procedures",
        ),
        "Staff know the council’s procedures, and whom to tell about a child and about an adult",
        "Oxfordshire’s guidance on alternative provision, Safeguarding",
    ),
    CheckItem(
        "safeguarding.sharing",
        "safeguarding",
        Area.SAFEGUARDING,
        Theme.SAFEGUARDING,
        ("safeguarding.records", "safeguarding.tells_changes", "safeguarding.two_contacts"),
        "Records are safe, and the home school hears of every change that matters",
        "Keeping children safe in education, on alternative provision",
    ),
    CheckItem(
        "safeguarding.absence",
        "safeguarding",
        Area.SAFEGUARDING,
        Theme.ADMISSIONS_AND_SUPPORT,
        ("safeguarding.absent_child",),
        "Attendance is taken every session, and an absence is followed up at once",
        "Voluntary national standards (2025), theme 3",
    ),
)
