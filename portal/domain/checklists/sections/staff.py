"""Section 6: staff, how they are chosen, checked, trained and supervised, and the central record."""

from __future__ import annotations

from typing import Final

from portal.domain.checklists.questions import (
    Area,
    CheckItem,
    Section,
    Theme,
    evidence,
    line,
    number,
    paragraph,
    yes_no,
)
from portal.domain.evidence.kinds import EvidenceKind

_RECRUITMENT: Final = "Keeping children safe in education, Part three"
_STANDARD: Final = "Voluntary national standards (2025), standard 1.1"

SECTION: Final = Section(
    "staff",
    "Staff and the single central record",
    "The single central record is one list of everybody who works with pupils or runs the place, "
    "with each check. Never send a copy of a DBS certificate: a certificate tells more about a "
    "person than anybody here may keep. Its number and date are enough.",
    (
        number("staff.count", "How many people work with pupils?", "Volunteers too", most=1000),
        line(
            "staff.roles",
            "What they do",
            "For example: two tutors, one instructor, one volunteer driver",
        ),
        paragraph(
            "staff.recruitment",
            "How you choose new staff safely",
            "For example: application form, two references before the interview, questions on "
            "safeguarding, and no work alone until all checks are back",
        ),
        evidence(
            "staff",
            EvidenceKind.SAFER_RECRUITMENT,
            "Of at least one person who interviews new staff",
        ),
        yes_no(
            "staff.has_record",
            "Do you keep a single central record?",
            "One list with the checks of everybody, also of volunteers and agency staff",
        ),
        evidence(
            "staff",
            EvidenceKind.RECORD_SAMPLE,
            "Cover or remove names and dates of birth before you send it",
        ),
        yes_no(
            "staff.all_dbs_checked",
            "Does everybody who works with pupils have an enhanced DBS check?",
            "With the check of the children’s barred list where the work calls for it",
        ),
        yes_no(
            "staff.owners_dbs_checked",
            "Do all owners and directors have an enhanced DBS check?",
            "Also those who never meet pupils",
        ),
        line(
            "staff.dbs_renewal",
            "How often you check again",
            "For example: every three years, or through the update service each term",
        ),
        yes_no(
            "staff.all_identity_checked",
            "Have you seen everybody’s identity, address and right to work?",
        ),
        yes_no("staff.has_two_references", "Do you hold two references for everybody?"),
        yes_no(
            "staff.teachers_checked",
            "Have you checked that nobody who teaches is forbidden to teach?",
            "On the Department for Education’s list",
        ),
        yes_no(
            "staff.managers_checked",
            "Have you checked that nobody who manages is forbidden to manage a school?",
            "This is the “section 128” check",
        ),
        yes_no(
            "staff.overseas_checked",
            "Have you made checks abroad for everybody who has lived there?",
            "Answer yes if nobody has",
        ),
        yes_no(
            "staff.online_search",
            "Do you look up shortlisted applicants online?",
        ),
        yes_no(
            "staff.cares_for_under_eights",
            "Do you look after children under 8 outside school hours?",
        ),
        yes_no(
            "staff.disqualification_checked",
            "Have those staff signed a childcare disqualification declaration?",
            only_if=("staff.cares_for_under_eights", "yes"),
        ),
        yes_no("staff.uses_agency", "Do you use staff from an agency?"),
        yes_no(
            "staff.has_agency_letters",
            "Do you hold the agency’s letter for each of them?",
            "It says that the agency has made the checks",
            only_if=("staff.uses_agency", "yes"),
        ),
        paragraph(
            "staff.risk_assessment",
            "What you do when a DBS check shows something, or a person starts before it is back",
            "For example: the owner decides in writing, and the person is never alone with pupils",
        ),
        yes_no(
            "staff.part_one_read",
            "Have all staff read Part one of the current Keeping children safe in education?",
            "A new edition comes out each September",
        ),
        evidence(
            "staff",
            EvidenceKind.PART_ONE_DECLARATION,
            "A list that everybody has signed and dated",
        ),
        paragraph(
            "staff.safeguarding_training",
            "What safeguarding training staff have, and when",
            "Also Prevent, which keeps pupils from extremism. For example: everybody when they "
            "start, then each September; Prevent online every two years",
        ),
        paragraph(
            "staff.induction",
            "What a new person learns in the first days",
            "For example: meets the safeguarding lead, reads the policies, works beside a colleague",
        ),
        paragraph(
            "staff.other_training",
            "What other training staff have for the needs that you meet",
            "For example autism, de-escalation, or the use of tools and animals",
        ),
        paragraph(
            "staff.supervision",
            "How staff are supervised and supported",
            "For example: a talk with the manager every month, with notes, and a yearly review",
        ),
        yes_no(
            "staff.will_confirm",
            "Will you confirm in writing that checks are done, and again when staff change?",
        ),
    ),
)

ITEMS: Final = (
    CheckItem(
        "staff.enough",
        "staff",
        Area.STAFFING,
        Theme.QUALITY,
        ("staff.count", "staff.roles"),
        "There are enough staff for what is offered",
    ),
    CheckItem(
        "staff.recruitment",
        "staff",
        Area.STAFFING,
        Theme.SAFEGUARDING,
        ("staff.recruitment", "staff.safer_recruitment", "staff.online_search"),
        "Staff are chosen safely, and an interviewer holds a safer recruitment certificate",
        _RECRUITMENT,
    ),
    CheckItem(
        "staff.record",
        "staff",
        Area.STAFFING,
        Theme.SAFEGUARDING,
        ("staff.has_record", "staff.record_sample"),
        "There is a single central record with every check, who saw it and when",
        _STANDARD,
    ),
    CheckItem(
        "staff.dbs",
        "staff",
        Area.STAFFING,
        Theme.SAFEGUARDING,
        (
            "staff.all_dbs_checked",
            "staff.owners_dbs_checked",
            "staff.dbs_renewal",
            "staff.risk_assessment",
        ),
        "Everybody has an enhanced DBS check, and those who fail it are not employed",
        _STANDARD,
    ),
    CheckItem(
        "staff.other_checks",
        "staff",
        Area.STAFFING,
        Theme.SAFEGUARDING,
        (
            "staff.all_identity_checked",
            "staff.has_two_references",
            "staff.teachers_checked",
            "staff.managers_checked",
            "staff.overseas_checked",
            "staff.cares_for_under_eights",
            "staff.disqualification_checked",
            "staff.uses_agency",
            "staff.has_agency_letters",
        ),
        "All other checks that a school makes on its own staff have been made",
        _RECRUITMENT,
    ),
    CheckItem(
        "staff.training",
        "staff",
        Area.TRAINING_AND_SUPERVISION,
        Theme.SAFEGUARDING,
        (
            "staff.part_one_read",
            "staff.part_one_declaration",
            "staff.safeguarding_training",
            "staff.induction",
        ),
        "All staff are trained in safeguarding and have read Part one of the current edition",
        "Keeping children safe in education, Part one",
    ),
    CheckItem(
        "staff.supervision",
        "staff",
        Area.TRAINING_AND_SUPERVISION,
        Theme.QUALITY,
        ("staff.other_training", "staff.supervision"),
        "Staff are trained for the needs that they meet, and are supervised",
    ),
    CheckItem(
        "staff.confirmation",
        "staff",
        Area.STAFFING,
        Theme.SAFEGUARDING,
        ("staff.will_confirm",),
        "It confirms the checks in writing to each commissioner, and again when staff change",
        "Keeping children safe in education, on alternative provision",
    ),
)
