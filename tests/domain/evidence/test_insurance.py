"""What insurance a provider must hold, and what is short of it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.evidence.insurance import (
    MINIMUMS,
    InsurancePolicy,
    RiskBand,
    Work,
    minimums_with,
    pounds,
    shortfalls,
)
from portal.domain.evidence.kinds import EvidenceKind

MILLION = 100_000_000
EMPLOYERS = InsurancePolicy(EvidenceKind.EMPLOYERS_LIABILITY, 5 * MILLION)
PUBLIC = InsurancePolicy(EvidenceKind.PUBLIC_LIABILITY, 10 * MILLION, excludes_abuse=False)
INDEMNITY = InsurancePolicy(EvidenceKind.PROFESSIONAL_INDEMNITY, MILLION, excludes_abuse=False)
CYBER = InsurancePolicy(EvidenceKind.CYBER, 5 * MILLION)
MOTOR = InsurancePolicy(EvidenceKind.MOTOR)
FARM = Work(RiskBand.STANDARD)
EVERYTHING = Work(RiskBand.STANDARD, True, True, True, True)


def words(*policies: InsurancePolicy, work: Work = FARM) -> list[str]:
    return [shortfall.words for shortfall in shortfalls(policies, work)]


def test_enough_of_everything_is_not_short() -> None:
    assert words(EMPLOYERS, PUBLIC, INDEMNITY, CYBER, MOTOR, work=EVERYTHING) == []


def test_each_missing_insurance_is_named_once() -> None:
    assert words(work=EVERYTHING) == [
        "Employers’ liability insurance: none in force; the least is £5 million",
        "Public liability insurance: none in force; the least is £10 million",
        "Professional indemnity insurance: none in force; the least is £1 million",
        "Cyber insurance: none in force; the least is £5 million",
        "Motor insurance for business use: none in force",
    ]


def test_what_does_not_apply_is_not_asked_for() -> None:
    alone = Work(RiskBand.NEGLIGIBLE, has_staff=False)
    assert words(PUBLIC, work=alone) == []


@pytest.mark.parametrize(
    ("band", "million", "is_short"),
    [
        (RiskBand.NEGLIGIBLE, 2, False),
        (RiskBand.NEGLIGIBLE, 1, True),
        (RiskBand.LOW, 5, False),
        (RiskBand.LOW, 4, True),
        (RiskBand.STANDARD, 10, False),
        (RiskBand.STANDARD, 9, True),
    ],
)
def test_public_liability_depends_on_the_risk(band: RiskBand, million: int, is_short: bool) -> None:
    policy = replace(PUBLIC, cover_pence=million * MILLION)
    assert bool(words(EMPLOYERS, policy, work=Work(band))) is is_short


def test_one_penny_short_is_short() -> None:
    policy = replace(PUBLIC, cover_pence=10 * MILLION - 1)
    assert words(EMPLOYERS, policy) == [
        "Public liability insurance: the cover is £9,999,999.99; the least is £10 million"
    ]


@pytest.mark.parametrize(
    ("excludes_abuse", "expected"),
    [
        (False, []),
        (True, ["Public liability insurance: it does not cover claims of abuse"]),
        (
            None,
            ["Public liability insurance: it is not stated whether claims of abuse are covered"],
        ),
    ],
)
def test_the_question_on_abuse_must_be_answered_with_no(
    excludes_abuse: bool | None, expected: list[str]
) -> None:
    assert words(EMPLOYERS, replace(PUBLIC, excludes_abuse=excludes_abuse)) == expected


def test_a_policy_without_a_level_is_short() -> None:
    assert words(replace(EMPLOYERS, cover_pence=None), PUBLIC) == [
        "Employers’ liability insurance: the level of cover is not stated"
    ]


def test_the_highest_of_several_policies_counts() -> None:
    assert words(EMPLOYERS, PUBLIC, replace(PUBLIC, cover_pence=MILLION)) == []


def test_a_council_may_set_its_own_level() -> None:
    levels = minimums_with({EvidenceKind.PUBLIC_LIABILITY: {RiskBand.LOW: 8 * MILLION}})
    policy = replace(PUBLIC, cover_pence=7 * MILLION)
    assert shortfalls([EMPLOYERS, policy], Work(RiskBand.LOW)) == []
    assert len(shortfalls([EMPLOYERS, policy], Work(RiskBand.LOW), levels)) == 1
    unchanged = levels[EvidenceKind.PUBLIC_LIABILITY][RiskBand.STANDARD]
    assert unchanged == MINIMUMS[EvidenceKind.PUBLIC_LIABILITY][RiskBand.STANDARD]


def test_a_council_may_add_a_level_for_motor_insurance() -> None:
    levels = minimums_with({EvidenceKind.MOTOR: {RiskBand.STANDARD: MILLION}})
    work = Work(RiskBand.STANDARD, has_staff=False, carries_pupils=True)
    assert [short.kind for short in shortfalls([PUBLIC, MOTOR], work, levels)] == [
        EvidenceKind.MOTOR
    ]


@given(pence=st.integers(0, 20 * MILLION), band=st.sampled_from(RiskBand))
def test_no_setting_goes_below_the_legal_minimum(pence: int, band: RiskBand) -> None:
    levels = minimums_with({EvidenceKind.EMPLOYERS_LIABILITY: {band: pence}})
    assert levels[EvidenceKind.EMPLOYERS_LIABILITY][band] == max(pence, 5 * MILLION)


@pytest.mark.parametrize(
    ("pence", "text"),
    [
        (5 * MILLION, "£5 million"),
        (250_000_000, "£2.5 million"),
        (123_456_700, "£1,234,567"),
        (25_000_000, "£250,000"),
        (125_050, "£1,250.50"),
        (0, "£0"),
    ],
)
def test_money_reads_as_people_say_it(pence: int, text: str) -> None:
    assert pounds(pence) == text
