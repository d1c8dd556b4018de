"""Section 7: the policies. Each is uploaded with the day it was agreed and the day of its review."""

from __future__ import annotations

from typing import Final

from portal.domain.checklists.questions import (
    Area,
    CheckItem,
    Question,
    Section,
    Theme,
    evidence,
    line,
    yes_no,
)
from portal.domain.evidence.kinds import EvidenceKind as Kind


def _policy(kind: Kind, hint: str = "", only_if: str = "") -> Question:
    return evidence("policies", kind, hint, only_if=(only_if, "yes") if only_if else None)


SECTION: Final = Section(
    "policies",
    "Policies",
    "Upload each policy with the date on which it was agreed. One document may serve for several, "
    "if it says so. Each must be about your own place: do not send a model that is not filled in.",
    (
        line(
            "policies.approved_by",
            "Who agrees your policies",
            "For example: the trustees, each September",
        ),
        _policy(Kind.CHILD_PROTECTION, "Names the lead and the deputy, and is reviewed each year"),
        _policy(Kind.BEHAVIOUR, "How you help pupils to behave, and what happens if they do not"),
        yes_no(
            "policies.may_hold_pupils",
            "Might your staff ever have to hold a pupil to keep somebody safe?",
        ),
        _policy(
            Kind.PHYSICAL_INTERVENTION,
            "When staff may hold a pupil, their training, and how each time is recorded",
            only_if="policies.may_hold_pupils",
        ),
        _policy(Kind.ANTI_BULLYING),
        _policy(Kind.ONLINE_SAFETY, "Also filters, photographs and pupils’ phones"),
        _policy(Kind.CODE_OF_CONDUCT, "What staff may and may not do"),
        _policy(Kind.WHISTLEBLOWING, "How staff can report something wrong without harm"),
        _policy(Kind.ALLEGATIONS, "What happens when somebody worries about an adult"),
        _policy(Kind.COMPLAINTS, "How pupils, parents and commissioners can complain"),
        _policy(Kind.ATTENDANCE, "Registers, absence, and a pupil who goes missing"),
        _policy(Kind.ADMISSIONS, "How you decide who can come, open to all and fair"),
        _policy(Kind.EQUALITY),
        _policy(Kind.SPECIAL_NEEDS),
        _policy(Kind.RELATIONSHIPS_EDUCATION, "Or what you do when the subject comes up"),
        _policy(Kind.PREVENT, "It may be part of the child protection policy"),
        _policy(Kind.DBS_POLICY, "Who is checked, how often, and what follows from a check"),
        _policy(Kind.DATA_PROTECTION),
        _policy(Kind.PRIVACY_NOTICE, "What you tell pupils, parents and staff about their data"),
        _policy(Kind.RETENTION),
        _policy(Kind.HEALTH_AND_SAFETY, "Signed by the person in charge"),
        _policy(Kind.FIRE_POLICY, "With the plan of how you get everybody out"),
        _policy(Kind.FIRST_AID_POLICY),
        _policy(Kind.MEDICINES, "Also how you help pupils with a medical condition"),
        yes_no("policies.works_alone", "Is a member of staff ever alone with a pupil?"),
        _policy(
            Kind.LONE_WORKING,
            "How both are kept safe, and who knows where they are",
            only_if="policies.works_alone",
        ),
        yes_no(
            "policies.goes_out",
            "Do you take pupils off your site, or carry them in a vehicle?",
        ),
        _policy(
            Kind.VISITS,
            "How you plan, and what is checked about drivers and vehicles",
            only_if="policies.goes_out",
        ),
        yes_no("policies.lets_premises", "Do you let other groups use your premises?"),
        _policy(Kind.LETTINGS, "What you ask of groups with children", "policies.lets_premises"),
    ),
)

ITEMS: Final = (
    CheckItem(
        "policies.own_and_current",
        "policies",
        Area.POLICIES,
        Theme.SAFEGUARDING,
        ("policies.approved_by",),
        "Every policy is dated, agreed by somebody, about this place, and has a day of review",
        "Voluntary national standards (2025), theme 1",
    ),
    CheckItem(
        "policies.child_protection",
        "policies",
        Area.POLICIES,
        Theme.SAFEGUARDING,
        ("policies.child_protection", "policies.prevent", "policies.online_safety"),
        "The child protection policy follows the current edition of the guidance and the council’s "
        "procedures; Prevent and online safety are covered",
        "Keeping children safe in education, Part two",
    ),
    CheckItem(
        "policies.conduct",
        "policies",
        Area.POLICIES,
        Theme.SAFEGUARDING,
        (
            "policies.code_of_conduct",
            "policies.whistleblowing",
            "policies.allegations",
            "policies.dbs_policy",
        ),
        "Staff know how to behave, and worries about adults reach the right person",
        "Keeping children safe in education, Part four",
    ),
    CheckItem(
        "policies.behaviour",
        "policies",
        Area.POLICIES,
        Theme.ADMISSIONS_AND_SUPPORT,
        (
            "policies.behaviour",
            "policies.may_hold_pupils",
            "policies.physical_intervention",
            "policies.anti_bullying",
        ),
        "Behaviour is supported; holding a pupil is rare, trained for and recorded",
        "Voluntary national standards (2025), theme 3",
    ),
    CheckItem(
        "policies.attendance",
        "policies",
        Area.POLICIES,
        Theme.ADMISSIONS_AND_SUPPORT,
        ("policies.attendance",),
        "Attendance is taken each session, and a missing child is looked for at once",
        "Voluntary national standards (2025), theme 3",
    ),
    CheckItem(
        "policies.admissions",
        "policies",
        Area.POLICIES,
        Theme.ADMISSIONS_AND_SUPPORT,
        (
            "policies.admissions",
            "policies.equality",
            "policies.special_needs",
            "policies.complaints",
            "policies.relationships_education",
        ),
        "Admissions are open and fair, and pupils and parents can complain",
        "Equality Act 2010; voluntary national standards (2025), theme 3",
    ),
    CheckItem(
        "policies.health_and_safety",
        "policies",
        Area.POLICIES,
        Theme.HEALTH_AND_SAFETY,
        (
            "policies.health_and_safety",
            "policies.fire_policy",
            "policies.first_aid_policy",
            "policies.medicines",
            "policies.works_alone",
            "policies.lone_working",
            "policies.goes_out",
            "policies.visits",
            "policies.lets_premises",
            "policies.lettings",
        ),
        "Health and safety, fire, first aid, medicines, lone working, visits and lettings are "
        "covered as far as they apply",
        "Voluntary national standards (2025), theme 2",
    ),
    CheckItem(
        "policies.data",
        "policies",
        Area.POLICIES,
        Theme.REGISTRATION,
        ("policies.data_protection", "policies.privacy_notice", "policies.retention"),
        "Pupils’ data is kept safe, explained, and kept no longer than needed",
        "UK General Data Protection Regulation, articles 5 and 13",
    ),
)
