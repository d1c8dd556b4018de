"""Pupils from a council's own file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.features.imports.kinds import ImportKind
from portal.features.imports.report import Outcome, Report
from portal.models import Provider, Pupil, Sen, Sex
from tests.build import Build
from tests.features.imports.files import PUPIL, csv_file, first_problem
from tests.features.imports.files import load as load_file

UPN = "B801200005001"
OTHER_UPN = "R931400124001"
TEMPORARY_UPN = "Q93140012401A"


def load(session: Session, *pupils: Mapping[str, str], is_dry_run: bool = False) -> Report:
    rows = [{**PUPIL, **pupil} for pupil in pupils]
    return load_file(session, ImportKind.PUPILS, csv_file(*rows), is_dry_run=is_dry_run)


def the_pupil(session: Session) -> Pupil:
    session.expire_all()
    return session.scalars(select(Pupil)).one()


def count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Pupil)) or 0


def test_a_pupil_is_kept_as_typed(build: Build, session: Session) -> None:
    school = build.school(urn=123456)

    load(session, {"home_school_urn": "123456", "reference": "AP-1", "looked_after": "Yes"})

    pupil = the_pupil(session)
    assert (pupil.upn, pupil.reference, pupil.name) == (UPN, "AP-1", "Amelia Wren")
    assert (pupil.born_on, pupil.sex, pupil.sen) == (date(2012, 5, 4), Sex.FEMALE, Sen.SUPPORT)
    assert pupil.is_looked_after
    assert pupil.home_school_id == school.id


def test_empty_cells_of_a_new_pupil_mean_the_plainest_thing(session: Session) -> None:
    load(session, {"sex": "", "sen": "", "looked_after": ""})

    pupil = the_pupil(session)
    assert (pupil.sex, pupil.sen, pupil.is_looked_after) == (Sex.UNKNOWN, Sen.NONE, False)
    assert pupil.home_school_id is None


def test_empty_cells_leave_a_known_pupil_as_they_are(session: Session) -> None:
    load(session, {"looked_after": "yes", "sen": "E"})

    report = load(session, {"sex": "", "sen": "", "looked_after": ""})

    assert report.counts[Outcome.UNCHANGED] == 1
    assert the_pupil(session).is_looked_after


def test_an_empty_home_school_takes_the_pupil_off_the_roll(build: Build, session: Session) -> None:
    build.school(urn=123456)
    load(session, {"home_school_urn": "123456"})

    load(session, {"home_school_urn": ""})

    assert the_pupil(session).home_school_id is None


def test_a_pupil_is_found_by_upn_and_changed(session: Session) -> None:
    load(session, {})
    before = the_pupil(session).id

    report = load(session, {"last_name": "Wren-Hall"})

    assert report.summary == "0 added, 1 changed, 0 unchanged"
    assert (the_pupil(session).id, the_pupil(session).last_name) == (before, "Wren-Hall")


def test_a_pupil_without_upn_is_found_by_reference(session: Session) -> None:
    load(session, {"upn": "", "reference": "AP-1"})

    load(session, {"upn": "", "reference": "AP-1", "first_name": "Millie"})

    assert the_pupil(session).first_name == "Millie"


@pytest.mark.parametrize("before", ["", TEMPORARY_UPN])
def test_a_permanent_upn_takes_over(session: Session, before: str) -> None:
    load(session, {"upn": before, "reference": "AP-1"})

    load(session, {"upn": UPN, "reference": "AP-1"})

    assert the_pupil(session).upn == UPN


def test_a_temporary_upn_is_accepted_with_a_warning(session: Session) -> None:
    report = load(session, {"upn": TEMPORARY_UPN})

    assert report.is_clean
    assert "temporary UPN" in report.warnings[0].expected


def test_the_same_file_twice_changes_and_warns_nothing(session: Session) -> None:
    load(session, {"upn": TEMPORARY_UPN}, {"upn": "", "reference": "AP-2"})

    report = load(session, {"upn": TEMPORARY_UPN}, {"upn": "", "reference": "AP-2"})

    assert report.summary == "0 added, 0 changed, 2 unchanged"
    assert report.warning_count == 0


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("upn", "A801200005001", "with these numbers it would start with B, not A"),
        ("upn", "12345", "A UPN is a letter and 12 numbers"),
        ("upn", "", "Give a UPN, or a reference of your own"),
        ("reference", "x" * 41, "Use 40 characters or fewer"),
        ("first_name", "", "Give the first name"),
        ("first_name", "x" * 300, "Use 100 characters or fewer"),
        ("last_name", "x" * 300, "Use 100 characters or fewer"),
        ("born_on", "", "Give the date of birth"),
        ("born_on", "01/01/0001", "The year must be from 1950 to 2100"),
        ("born_on", "25/11/2026", "This day is still to come"),
        ("born_on", "24/11/2000", "A pupil is 25 or younger"),
        ("born_on", "31/02/2012", "There is no such day"),
        ("sex", "X", "Use F, M or U"),
        ("sen", "S", "Use N (none), K (SEN support) or E (EHC plan)"),
        ("looked_after", "maybe", "Use yes or no"),
        ("home_school_urn", "1234", "A URN is 6 numbers"),
        ("home_school_urn", "999999", "import the schools first"),
    ],
)
def test_a_bad_cell_is_named_and_nothing_is_loaded(
    session: Session, column: str, value: str, words: str
) -> None:
    good = {"upn": OTHER_UPN}

    report = load(session, good, {column: value})

    row, named, expected = first_problem(report)
    assert (row, named) == (3, column if value or column != "upn" else "reference")
    assert words in expected
    assert count(session) == 0


def test_every_bad_cell_of_a_row_is_named(session: Session) -> None:
    report = load(session, {"first_name": "", "sen": "S", "born_on": "soon"})

    assert {problem.column for problem in report.problems} == {"first_name", "sen", "born_on"}


def test_one_upn_in_two_rows_is_a_problem_of_the_second(session: Session) -> None:
    report = load(session, {}, {"first_name": "Leo"})

    assert first_problem(report) == (3, "upn", "This pupil stands in row 2 already")
    assert report.problem_count == 1


def test_one_pupil_by_upn_and_by_reference_is_found_out(session: Session) -> None:
    load(session, {"reference": "AP-1"})

    report = load(session, {"reference": ""}, {"upn": "", "reference": "AP-1"})

    assert first_problem(report) == (3, "reference", "This pupil stands in row 2 already")


def test_a_reference_of_another_pupil_is_refused(session: Session) -> None:
    load(session, {"reference": "AP-1"}, {"upn": OTHER_UPN, "reference": "AP-2"})

    report = load(session, {"reference": "AP-2"})

    words = "This reference belongs to a pupil with another UPN"
    assert first_problem(report) == (2, "reference", words)


def test_a_new_upn_with_a_known_reference_is_refused(session: Session) -> None:
    load(session, {"reference": "AP-1"})

    report = load(session, {"upn": OTHER_UPN, "reference": "AP-1"})

    assert first_problem(report) == (2, "upn", f"The pupil with this reference has the UPN {UPN}")


def test_another_name_and_birth_date_for_one_upn_is_worth_a_look(session: Session) -> None:
    load(session, {})

    report = load(session, {"last_name": "Park", "born_on": "01/02/2011"})

    assert report.is_clean
    assert "is it the same pupil?" in report.warnings[0].expected


def test_a_closed_home_school_is_worth_a_look(build: Build, session: Session) -> None:
    build.school(urn=123456).status_code = "2"
    session.commit()

    report = load(session, {"home_school_urn": "123456"})

    assert report.is_clean
    assert report.warnings[0].words == (
        "Row 2, home_school_urn “123456”: Oakfield School is closed"
    )


def test_a_new_name_reaches_the_phones_of_the_pupils_providers(
    build: Build, session: Session
) -> None:
    near, far = build.provider(), build.provider("Far Farm")
    build.placement(near, build.service(), build.pupil(upn=UPN))
    before = {near.id: near.roster_number, far.id: far.roster_number}

    load(session, {"first_name": "Millie"})

    session.expire_all()
    after = {each.id: each.roster_number for each in session.scalars(select(Provider))}
    assert after == {near.id: before[near.id] + 1, far.id: before[far.id]}


def test_a_dry_run_writes_nothing(session: Session) -> None:
    report = load(session, {}, is_dry_run=True)

    assert report.counts[Outcome.ADDED] == 1
    assert report.preview[0].cells == (UPN, "Amelia Wren", "04/05/2012", "K", "No roll")
    assert count(session) == 0


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.lists(st.text(max_size=20), min_size=9, max_size=9))
def test_random_cells_never_crash(session: Session, cells: list[str]) -> None:
    row = dict(zip(PUPIL, cells, strict=True))

    report = load_file(session, ImportKind.PUPILS, csv_file(row), is_dry_run=True)

    assert report.problem_count or report.counts[Outcome.ADDED]
