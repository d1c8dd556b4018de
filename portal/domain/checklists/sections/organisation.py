"""Section 1: who the organisation is, and whether it stands on firm ground."""

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

SECTION: Final = Section(
    "organisation",
    "Your organisation",
    "Who you are, who runs you, and who can speak for your work.",
    (
        line(
            "organisation.legal_name",
            "Legal name",
            "As on your registration, bank account or tax return. For example Example Farm Ltd",
        ),
        line(
            "organisation.trading_name",
            "Name that people know you by",
            "If it is not the legal name. For example The Example Farm",
            is_required=False,
        ),
        yes_no(
            "organisation.is_company", "Are you a company?", "Also a community interest company"
        ),
        Question(
            "organisation.company_number",
            QuestionKind.IDENTIFIER,
            "Company number",
            "8 characters, from Companies House. For example 01234567",
            only_if=("organisation.is_company", "yes"),
            identifier="company_number",
        ),
        yes_no("organisation.is_charity", "Are you a charity?", "You can be both"),
        Question(
            "organisation.charity_number",
            QuestionKind.IDENTIFIER,
            "Charity number",
            "6 or 7 numbers, from the Charity Commission. For example 1234567",
            only_if=("organisation.is_charity", "yes"),
            identifier="charity_number",
        ),
        Question(
            "organisation.ukprn",
            QuestionKind.IDENTIFIER,
            "UK provider reference number (UKPRN)",
            "8 numbers that start with 1. Leave empty if you have none",
            is_required=False,
            identifier="ukprn",
        ),
        yes_no(
            "organisation.is_registered_school",
            "Are you registered as a school?",
            "Registered with the Department for Education, and inspected as a school",
        ),
        Question(
            "organisation.urn",
            QuestionKind.IDENTIFIER,
            "Unique reference number of the school (URN)",
            "6 numbers. For example 123456",
            only_if=("organisation.is_registered_school", "yes"),
            identifier="urn",
        ),
        line("organisation.address", "Address for letters", "Street and town"),
        Question(
            "organisation.postcode",
            QuestionKind.POSTCODE,
            "Postcode for letters",
            "For example OX1 1ND",
        ),
        line("organisation.contact_name", "Name of the person to contact"),
        Question(
            "organisation.contact_email",
            QuestionKind.EMAIL,
            "Email address of the person to contact",
            "For example name@example.org",
        ),
        Question(
            "organisation.contact_telephone",
            QuestionKind.TELEPHONE,
            "Telephone number of the person to contact",
            "For example 01865 496 0000",
        ),
        Question(
            "organisation.owners",
            QuestionKind.TABLE,
            "Owners, directors and trustees",
            "Everybody who owns or runs the organisation, with you among them",
            columns=(
                line("name", "Name"),
                line("position", "Position", "For example director, trustee or owner"),
            ),
            fewest=1,
            most_rows=30,
            row_name="Person",
        ),
        number(
            "organisation.years",
            "Years of work with young people",
            "Whole years. Enter 0 if you are new",
            most=200,
        ),
        paragraph(
            "organisation.experience",
            "Your experience with pupils who find school hard",
            "For example: since 2019 we have taught 40 pupils, most of them in Years 9 to 11",
        ),
        evidence(
            "organisation",
            EvidenceKind.ACCOUNTS,
            "A new organisation may send a letter from its bank",
        ),
        yes_no(
            "organisation.allows_credit_check",
            "May the council ask a credit agency about you?",
            "It shows whether you are likely to stay in business. It does not harm your credit",
        ),
        yes_no(
            "organisation.has_trouble",
            "Has there been insolvency, a court case or a contract ended early in the last three "
            "years?",
            "For the organisation, or for anybody who owns or runs it",
        ),
        paragraph(
            "organisation.trouble",
            "What happened, and what changed because of it",
            only_if=("organisation.has_trouble", "yes"),
        ),
        Question(
            "organisation.referees",
            QuestionKind.TABLE,
            "Two people who know your work",
            "A school or council that has placed pupils with you, if there is one. Not family",
            columns=(
                line("name", "Name"),
                line("organisation", "Organisation"),
                Question("email", QuestionKind.EMAIL, "Email address"),
                Question("telephone", QuestionKind.TELEPHONE, "Telephone number", "", False),
            ),
            fewest=2,
            most_rows=5,
            row_name="Person",
        ),
        line(
            "organisation.other_councils",
            "Other councils that list you",
            "For example Buckinghamshire and Swindon. Leave empty if there are none",
            is_required=False,
        ),
    ),
)

ITEMS: Final = (
    CheckItem(
        "organisation.identity",
        "organisation",
        Area.ORGANISATION,
        Theme.REGISTRATION,
        (
            "organisation.legal_name",
            "organisation.trading_name",
            "organisation.is_company",
            "organisation.company_number",
            "organisation.is_charity",
            "organisation.charity_number",
            "organisation.ukprn",
            "organisation.address",
            "organisation.postcode",
            "organisation.contact_name",
            "organisation.contact_email",
            "organisation.contact_telephone",
        ),
        "The organisation is on the public registers under this name, number and address",
    ),
    CheckItem(
        "organisation.school_registration",
        "organisation",
        Area.ORGANISATION,
        Theme.REGISTRATION,
        ("organisation.is_registered_school", "organisation.urn"),
        "If it says it is a school, the national register of schools shows it as open",
        "Education Act 1996, section 463",
    ),
    CheckItem(
        "organisation.owners",
        "organisation",
        Area.ORGANISATION,
        Theme.SAFEGUARDING,
        ("organisation.owners",),
        "Everybody who owns or runs it is named, and none is barred from managing a school",
        "Education and Skills Act 2008, section 128",
    ),
    CheckItem(
        "organisation.finance",
        "organisation",
        Area.ORGANISATION,
        Theme.REGISTRATION,
        (
            "organisation.accounts",
            "organisation.allows_credit_check",
            "organisation.has_trouble",
            "organisation.trouble",
        ),
        "It is likely to stay in business, and past trouble has been dealt with",
    ),
    CheckItem(
        "organisation.experience",
        "organisation",
        Area.OFFER,
        Theme.QUALITY,
        (
            "organisation.years",
            "organisation.experience",
            "organisation.referees",
            "organisation.other_councils",
        ),
        "Both people who know its work answered, and speak well of it",
    ),
)
