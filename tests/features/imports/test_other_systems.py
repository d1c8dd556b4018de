"""Files as schools' own systems write them: their headings, words and numbers."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.imports.kinds import ImportKind
from portal.models import Placement, PlacementReason, Pupil, Sen, Sex
from tests.build import Build
from tests.features.imports.files import PLACEMENT, PUPIL, csv_file, first_problem, load

EXPORT = {
    "Surname": "Wren",
    "Forename": "Amelia",
    "DOB": "04-May-2012",
    "Gender": "2",
    "SEN provision": "EHCP",
    "In care": "1",
    "UPN": "B801200005001",
    "LEA": "931",
    "Estab": "4001",
}


def the_pupil(session: Session) -> Pupil:
    return session.scalars(select(Pupil)).one()


def test_the_headings_of_a_schools_system_are_recognised(build: Build, session: Session) -> None:
    school = build.school(urn=123456)
    school.la_code, school.establishment_number = "931", "4001"
    session.commit()

    report = load(session, ImportKind.PUPILS, csv_file(EXPORT))

    assert report.may_commit
    assert "“Surname” as last_name" in report.warnings[0].expected
    pupil = the_pupil(session)
    assert (pupil.first_name, pupil.last_name) == ("Amelia", "Wren")
    assert (pupil.born_on, pupil.sex, pupil.sen) == (date(2012, 5, 4), Sex.FEMALE, Sen.EHC_PLAN)
    assert pupil.is_looked_after
    assert pupil.home_school_id == school.id


@pytest.mark.parametrize("written", ["931/4001", "9314001", "Oakfield  school", "123456"])
def test_a_home_school_is_found_by_number_or_name(
    build: Build, session: Session, written: str
) -> None:
    school = build.school(urn=123456)
    school.name, school.la_code, school.establishment_number = "Oakfield School", "931", "4001"
    session.commit()

    load(session, ImportKind.PUPILS, csv_file({**PUPIL, "home_school_urn": written}))

    assert the_pupil(session).home_school_id == school.id


def test_a_name_that_two_schools_have_needs_the_urn(build: Build, session: Session) -> None:
    for urn in (123456, 123457):
        build.school(urn=urn).name = "St Mary's"
    session.commit()

    report = load(session, ImportKind.PUPILS, csv_file({**PUPIL, "home_school_urn": "St Mary's"}))

    assert "2 schools have this exact name: give the URN" in first_problem(report)[2]


@pytest.mark.parametrize("nothing", ["N/A", "n/a", "–", "-", "not applicable", "Not Applicable"])
def test_an_optional_cell_may_say_in_words_that_it_is_empty(session: Session, nothing: str) -> None:
    row = {**PUPIL, "reference": nothing, "sen": nothing, "home_school_urn": nothing}

    report = load(session, ImportKind.PUPILS, csv_file(row))

    assert report.may_commit
    pupil = the_pupil(session)
    assert (pupil.reference, pupil.sen, pupil.home_school_id) == (None, Sen.NONE, None)


def test_words_that_councils_use_are_taken(build: Build, session: Session) -> None:
    build.service().name = "Access to Learning"
    build.provider()
    build.pupil(upn=PUPIL["upn"])
    session.commit()
    row = {
        **PLACEMENT,
        "provider": "Hill  Farm  Learning",
        "commissioner": "Access to Learning",
        "reason": "PEX",
    }

    report = load(session, ImportKind.PLACEMENTS, csv_file(row))

    assert report.may_commit
    placement = session.scalars(select(Placement)).one()
    assert placement.reason is PlacementReason.PERMANENT_EXCLUSION


def test_the_nearest_provider_is_named(build: Build, session: Session) -> None:
    build.service()
    build.provider()
    build.pupil(upn=PUPIL["upn"])

    row = {**PLACEMENT, "provider": "Hil Farm Learning"}
    report = load(session, ImportKind.PLACEMENTS, csv_file(row))

    assert "The nearest is “Hill Farm Learning”" in first_problem(report)[2]


def test_a_file_without_a_column_of_ends_takes_no_end_away(build: Build, session: Session) -> None:
    build.service()
    build.provider()
    build.pupil(upn=PUPIL["upn"])
    load(session, ImportKind.PLACEMENTS, csv_file({**PLACEMENT, "ends_on": "23/07/2027"}))

    without = {name: value for name, value in PLACEMENT.items() if name != "ends_on"}
    report = load(session, ImportKind.PLACEMENTS, csv_file(without))

    assert report.summary == "0 added, 0 changed, 1 unchanged"


def test_a_pupil_who_leaves_a_roll_is_worth_a_look(build: Build, session: Session) -> None:
    build.school(urn=123456)
    load(session, ImportKind.PUPILS, csv_file({**PUPIL, "home_school_urn": "123456"}))

    report = load(session, ImportKind.PUPILS, csv_file(PUPIL))

    assert "leaves the roll" in report.warnings[0].expected
