"""Which documents a provider shows, what each must say, and how long each holds.

The list: our reading of what councils ask for, under the four themes of the Department for
Education's "Non-school alternative provision: voluntary national standards" (August 2025). How long
each holds is the council's own limit unless its `source` names a law or national guidance.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class EvidenceGroup(StrEnum):
    """What a document belongs to."""

    INSURANCE = "insurance"
    POLICY = "policy"
    TRAINING = "training"
    PREMISES = "premises"
    DATA = "data"
    EDUCATION = "education"
    STAFF = "staff"
    ORGANISATION = "organisation"
    OTHER = "other"

    @property
    def words(self) -> str:
        return _GROUP_WORDS[self]


_GROUP_WORDS: Final = {
    EvidenceGroup.INSURANCE: "Insurance",
    EvidenceGroup.POLICY: "Policies",
    EvidenceGroup.TRAINING: "Training certificates",
    EvidenceGroup.PREMISES: "Premises and safety",
    EvidenceGroup.DATA: "Data protection",
    EvidenceGroup.STAFF: "Staff",
    EvidenceGroup.EDUCATION: "Quality of education",
    EvidenceGroup.ORGANISATION: "Your organisation",
    EvidenceGroup.OTHER: "Other documents",
}
GROUP_ORDER: Final = tuple(_GROUP_WORDS)
"""The order in which a page shows the groups."""


class EvidenceKind(StrEnum):
    """One kind of document."""

    EMPLOYERS_LIABILITY = "employers_liability"
    PUBLIC_LIABILITY = "public_liability"
    PROFESSIONAL_INDEMNITY = "professional_indemnity"
    CYBER = "cyber"
    MOTOR = "motor"

    CHILD_PROTECTION = "child_protection"
    BEHAVIOUR = "behaviour"
    PHYSICAL_INTERVENTION = "physical_intervention"
    ANTI_BULLYING = "anti_bullying"
    ONLINE_SAFETY = "online_safety"
    CODE_OF_CONDUCT = "code_of_conduct"
    WHISTLEBLOWING = "whistleblowing"
    ALLEGATIONS = "allegations"
    COMPLAINTS = "complaints"
    ATTENDANCE = "attendance"
    ADMISSIONS = "admissions"
    EQUALITY = "equality"
    SPECIAL_NEEDS = "special_needs"
    DATA_PROTECTION = "data_protection"
    PRIVACY_NOTICE = "privacy_notice"
    RETENTION = "retention"
    HEALTH_AND_SAFETY = "health_and_safety"
    FIRE_POLICY = "fire_policy"
    FIRST_AID_POLICY = "first_aid_policy"
    MEDICINES = "medicines"
    LONE_WORKING = "lone_working"
    VISITS = "visits"
    LETTINGS = "lettings"
    RELATIONSHIPS_EDUCATION = "relationships_education"
    PREVENT = "prevent"
    DBS_POLICY = "dbs_policy"

    LEAD_TRAINING = "lead_training"
    DEPUTY_TRAINING = "deputy_training"
    SAFER_RECRUITMENT = "safer_recruitment"
    FIRST_AID = "first_aid"
    FOOD_HYGIENE = "food_hygiene"

    FIRE_RISK_ASSESSMENT = "fire_risk_assessment"
    GAS_SAFETY = "gas_safety"
    ELECTRICAL_SAFETY = "electrical_safety"
    FOOD_REGISTRATION = "food_registration"
    RISK_ASSESSMENTS = "risk_assessments"

    DATA_PROTECTION_FEE = "data_protection_fee"

    PART_ONE_DECLARATION = "part_one_declaration"
    RECORD_SAMPLE = "record_sample"

    ACCOUNTS = "accounts"
    CURRICULUM = "curriculum"
    SAMPLE_REPORT = "sample_report"
    OTHER = "other"

    @property
    def words(self) -> str:
        return evidence_rule(self).words


@dataclass(frozen=True)
class EvidenceRule:
    """How one kind of document is kept true.

    `life_months` is how long it holds from its date of issue where the document names no end of its
    own; None where it does not run out. `is_longest_life` says that a later end is cut to that.
    `ends_each_september` is for what goes with an edition of Keeping children safe in education.
    """

    kind: EvidenceKind
    words: str
    group: EvidenceGroup
    life_months: int | None = 12
    is_longest_life: bool = False
    ends_each_september: bool = False
    needs_expiry: bool = False
    asks_cover: bool = False
    asks_abuse_exclusion: bool = False
    source: str = "The council's own limit"

    @property
    def needs_issue_date(self) -> bool:
        return self.kind is not EvidenceKind.OTHER

    @property
    def is_renewed(self) -> bool:
        """Whether it runs out at all."""
        return self.life_months is not None or self.ends_each_september


_EACH_YEAR_BY_GUIDANCE: Final = "Keeping children safe in education: reviewed at least each year"


def _insurance(
    kind: EvidenceKind, words: str, asks_cover: bool = True, asks_abuse_exclusion: bool = False
) -> EvidenceRule:
    return EvidenceRule(
        kind,
        words,
        EvidenceGroup.INSURANCE,
        needs_expiry=True,
        asks_cover=asks_cover,
        asks_abuse_exclusion=asks_abuse_exclusion,
    )


def _policy(kind: EvidenceKind, words: str) -> EvidenceRule:
    return EvidenceRule(kind, words, EvidenceGroup.POLICY)


_K: Final = EvidenceKind
_G: Final = EvidenceGroup

_INSURANCE_RULES: Final = (
    _insurance(_K.EMPLOYERS_LIABILITY, "Employers’ liability insurance"),
    _insurance(_K.PUBLIC_LIABILITY, "Public liability insurance", asks_abuse_exclusion=True),
    _insurance(
        _K.PROFESSIONAL_INDEMNITY, "Professional indemnity insurance", asks_abuse_exclusion=True
    ),
    _insurance(_K.CYBER, "Cyber insurance"),
    _insurance(_K.MOTOR, "Motor insurance for business use", asks_cover=False),
)

_POLICY_RULES: Final = (
    EvidenceRule(
        _K.CHILD_PROTECTION,
        "Child protection and safeguarding policy",
        _G.POLICY,
        is_longest_life=True,
        source=_EACH_YEAR_BY_GUIDANCE,
    ),
    _policy(_K.BEHAVIOUR, "Behaviour policy"),
    _policy(_K.PHYSICAL_INTERVENTION, "Physical intervention policy"),
    _policy(_K.ANTI_BULLYING, "Anti-bullying policy"),
    _policy(_K.ONLINE_SAFETY, "Online safety and mobile phones policy"),
    _policy(_K.CODE_OF_CONDUCT, "Code of conduct for staff"),
    _policy(_K.WHISTLEBLOWING, "Whistleblowing policy"),
    _policy(_K.ALLEGATIONS, "Policy on allegations and low-level concerns about staff"),
    _policy(_K.COMPLAINTS, "Complaints policy"),
    _policy(_K.ATTENDANCE, "Attendance and missing child policy"),
    _policy(_K.ADMISSIONS, "Admissions policy"),
    _policy(_K.EQUALITY, "Equality policy"),
    _policy(_K.SPECIAL_NEEDS, "Special educational needs and disability policy"),
    _policy(_K.DATA_PROTECTION, "Data protection policy"),
    _policy(_K.PRIVACY_NOTICE, "Privacy notice"),
    _policy(_K.RETENTION, "Policy on how long records are kept"),
    _policy(_K.HEALTH_AND_SAFETY, "Health and safety policy"),
    _policy(_K.FIRE_POLICY, "Fire safety policy and evacuation plan"),
    _policy(_K.FIRST_AID_POLICY, "First aid policy"),
    _policy(_K.MEDICINES, "Medicines policy"),
    _policy(_K.LONE_WORKING, "Lone working policy"),
    _policy(_K.VISITS, "Visits and transport policy"),
    _policy(_K.LETTINGS, "Policy on letting the premises"),
    _policy(_K.RELATIONSHIPS_EDUCATION, "Relationships and sex education policy"),
    _policy(_K.PREVENT, "Prevent policy (keeping pupils from extremism)"),
    EvidenceRule(_K.DBS_POLICY, "Policy on DBS checks of staff", _G.POLICY, life_months=36),
)

_TRAINING_RULES: Final = (
    EvidenceRule(
        _K.LEAD_TRAINING,
        "Certificate of the designated safeguarding lead",
        _G.TRAINING,
        life_months=24,
        is_longest_life=True,
        source="Keeping children safe in education: training every two years",
    ),
    EvidenceRule(
        _K.DEPUTY_TRAINING,
        "Certificate of the deputy safeguarding lead",
        _G.TRAINING,
        life_months=24,
        is_longest_life=True,
        source="Keeping children safe in education: deputies trained to the same level",
    ),
    EvidenceRule(
        _K.SAFER_RECRUITMENT,
        "Safer recruitment certificate",
        _G.TRAINING,
        life_months=None,
        source="Voluntary national standards (2025): one member of the interviewing panel",
    ),
    EvidenceRule(
        _K.FIRST_AID,
        "First aid certificate",
        _G.TRAINING,
        life_months=36,
        is_longest_life=True,
        source="Health and Safety Executive: certificates last three years",
    ),
    EvidenceRule(_K.FOOD_HYGIENE, "Food hygiene certificate", _G.TRAINING, life_months=36),
)

_OTHER_RULES: Final = (
    EvidenceRule(_K.FIRE_RISK_ASSESSMENT, "Fire risk assessment", _G.PREMISES),
    EvidenceRule(
        _K.GAS_SAFETY, "Gas safety certificate", _G.PREMISES, source="Checked each year by custom"
    ),
    EvidenceRule(
        _K.ELECTRICAL_SAFETY,
        "Electrical installation report",
        _G.PREMISES,
        life_months=60,
        source="Checked every five years by custom",
    ),
    EvidenceRule(
        _K.FOOD_REGISTRATION,
        "Registration as a food business",
        _G.PREMISES,
        life_months=None,
        source="Regulation (EC) 852/2004, article 6: registered once, with the district council",
    ),
    EvidenceRule(_K.RISK_ASSESSMENTS, "Risk assessments of site and activities", _G.PREMISES),
    EvidenceRule(
        _K.DATA_PROTECTION_FEE,
        "Certificate of the data protection fee",
        _G.DATA,
        source="Data Protection (Charges and Information) Regulations 2018: paid each year",
    ),
    EvidenceRule(
        _K.PART_ONE_DECLARATION,
        "Declaration that all staff have read Part one of Keeping children safe in education",
        _G.STAFF,
        life_months=None,
        ends_each_september=True,
        source="Keeping children safe in education: a new edition each September",
    ),
    EvidenceRule(
        _K.RECORD_SAMPLE,
        "Sample page of the single central record, without names",
        _G.STAFF,
        life_months=None,
    ),
    EvidenceRule(
        _K.ACCOUNTS,
        "Latest yearly accounts, or a letter from your bank",
        _G.ORGANISATION,
        life_months=None,
    ),
    EvidenceRule(_K.CURRICULUM, "Curriculum", _G.EDUCATION, life_months=None),
    EvidenceRule(
        _K.SAMPLE_REPORT, "Sample progress report, without names", _G.EDUCATION, life_months=None
    ),
    EvidenceRule(_K.OTHER, "Another document", _G.OTHER, life_months=None),
)

EVIDENCE_RULES: Final = {
    rule.kind: rule for rule in _INSURANCE_RULES + _POLICY_RULES + _TRAINING_RULES + _OTHER_RULES
}

INSURANCES: Final = tuple(rule.kind for rule in _INSURANCE_RULES)
POLICIES: Final = tuple(rule.kind for rule in _POLICY_RULES)
RENEWED: Final = tuple(kind for kind, rule in EVIDENCE_RULES.items() if rule.is_renewed)
"""What is reminded of before it runs out."""


def evidence_rule(kind: EvidenceKind) -> EvidenceRule:
    return EVIDENCE_RULES[kind]
