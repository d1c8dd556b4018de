"""The single central record: which checks a person needs, and which are missing."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.evidence.single_central_record import (
    RecordedCheck,
    RecordedPerson,
    StaffCheckKind,
    gaps,
    has_first_aider,
    needed_checks,
)

TODAY = date(2026, 11, 24)
CHECKED = date(2026, 9, 7)
TUTOR = RecordedPerson(date(2026, 9, 8), teaches=True)
people = st.builds(
    RecordedPerson,
    started_on=st.dates(date(2015, 1, 1), TODAY),
    is_regulated_activity=st.booleans(),
    is_manager=st.booleans(),
    teaches=st.booleans(),
    lived_abroad=st.booleans(),
    works_with_under_eights=st.booleans(),
    is_from_agency=st.booleans(),
)


def all_checks(person: RecordedPerson) -> list[RecordedCheck]:
    return [RecordedCheck(kind, CHECKED) for kind in needed_checks(person)]


def with_check(kind: StaffCheckKind, checked_on: date) -> list[RecordedCheck]:
    others = [check for check in all_checks(TUTOR) if check.kind is not kind]
    return [*others, RecordedCheck(kind, checked_on)]


@pytest.mark.parametrize(
    ("person", "kind", "is_needed"),
    [
        (TUTOR, StaffCheckKind.IDENTITY, True),
        (TUTOR, StaffCheckKind.ENHANCED_DBS, True),
        (TUTOR, StaffCheckKind.TEACHING_PROHIBITION, True),
        (TUTOR, StaffCheckKind.QUALIFICATIONS, True),
        (replace(TUTOR, teaches=False), StaffCheckKind.QUALIFICATIONS, False),
        (TUTOR, StaffCheckKind.BARRED_LIST, True),
        (replace(TUTOR, is_regulated_activity=False), StaffCheckKind.BARRED_LIST, False),
        (TUTOR, StaffCheckKind.MANAGEMENT_PROHIBITION, False),
        (replace(TUTOR, is_manager=True), StaffCheckKind.MANAGEMENT_PROHIBITION, True),
        (TUTOR, StaffCheckKind.OVERSEAS, False),
        (replace(TUTOR, lived_abroad=True), StaffCheckKind.OVERSEAS, True),
        (TUTOR, StaffCheckKind.CHILDCARE_DISQUALIFICATION, False),
        (
            replace(TUTOR, works_with_under_eights=True),
            StaffCheckKind.CHILDCARE_DISQUALIFICATION,
            True,
        ),
        (TUTOR, StaffCheckKind.ONLINE_SEARCH, True),
        (replace(TUTOR, started_on=date(2022, 8, 31)), StaffCheckKind.ONLINE_SEARCH, False),
        (TUTOR, StaffCheckKind.AGENCY_LETTER, False),
        (replace(TUTOR, is_from_agency=True), StaffCheckKind.AGENCY_LETTER, True),
        (replace(TUTOR, is_from_agency=True), StaffCheckKind.ENHANCED_DBS, False),
        (replace(TUTOR, is_from_agency=True), StaffCheckKind.PART_ONE_READ, True),
        (TUTOR, StaffCheckKind.FIRST_AID, False),
    ],
)
def test_which_checks_a_person_needs(
    person: RecordedPerson, kind: StaffCheckKind, is_needed: bool
) -> None:
    assert (kind in needed_checks(person)) is is_needed


@given(person=people)
def test_without_a_check_every_needed_one_is_a_gap_and_with_all_there_is_none(
    person: RecordedPerson,
) -> None:
    assert [gap.kind for gap in gaps(person, [], TODAY)] == list(needed_checks(person))
    assert gaps(person, all_checks(person), TODAY) == []


@pytest.mark.parametrize(
    ("kind", "checked_on", "words"),
    [
        (
            StaffCheckKind.ENHANCED_DBS,
            date(2023, 11, 23),
            "Enhanced DBS check: was due again on 23 November 2026",
        ),
        (
            StaffCheckKind.PART_ONE_READ,
            date(2026, 8, 31),
            "Part one of Keeping children safe in education read: not in the edition of 2026",
        ),
        (StaffCheckKind.IDENTITY, date(2026, 11, 25), "Identity seen: missing"),
    ],
)
def test_a_check_that_is_too_old_or_still_to_come_is_a_gap(
    kind: StaffCheckKind, checked_on: date, words: str
) -> None:
    assert [gap.words for gap in gaps(TUTOR, with_check(kind, checked_on), TODAY)] == [words]


def test_a_dbs_check_holds_on_its_last_day() -> None:
    assert gaps(TUTOR, with_check(StaffCheckKind.ENHANCED_DBS, date(2023, 11, 24)), TODAY) == []


def test_a_council_may_set_no_limit_for_dbs_checks() -> None:
    checks = with_check(StaffCheckKind.ENHANCED_DBS, date(2016, 1, 1))
    assert gaps(TUTOR, checks, TODAY, dbs_months=None) == []
    assert len(gaps(TUTOR, checks, TODAY)) == 1


def test_the_newest_of_several_checks_counts() -> None:
    old = RecordedCheck(StaffCheckKind.ENHANCED_DBS, date(2016, 1, 1))
    assert gaps(TUTOR, [*all_checks(TUTOR), old], TODAY) == []


@pytest.mark.parametrize(("ended_on", "has_gaps"), [(date(2026, 11, 23), False), (TODAY, True)])
def test_somebody_who_has_left_has_no_gaps(ended_on: date, has_gaps: bool) -> None:
    assert bool(gaps(replace(TUTOR, ended_on=ended_on), [], TODAY)) is has_gaps


@pytest.mark.parametrize(
    ("trained_on", "expected"),
    [(date(2023, 11, 24), True), (date(2023, 11, 23), False), (date(2026, 12, 1), False)],
)
def test_first_aid_training_holds_for_three_years(trained_on: date, expected: bool) -> None:
    assert has_first_aider([RecordedCheck(StaffCheckKind.FIRST_AID, trained_on)], TODAY) is expected


def test_only_the_dbs_check_keeps_a_number() -> None:
    assert [kind for kind in StaffCheckKind if kind.has_number] == [StaffCheckKind.ENHANCED_DBS]
    assert len({kind.words for kind in StaffCheckKind}) == len(StaffCheckKind)
