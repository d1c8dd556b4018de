"""What is wrong with a row of placements, and what is worth a look."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from portal.models import (
    ListingStatus,
    Provider,
    Role,
)
from tests.build import Build
from tests.features.imports.files import first_problem
from tests.features.imports.placements import count, load, the_placement


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("reference", "", "Give your own number for this placement"),
        ("reference", "x" * 41, "Use 40 characters or fewer"),
        ("pupil", "AP-404", "import the pupils first"),
        ("pupil", "", "Give the pupil's UPN or reference"),
        ("provider", "Hill Farm", "No provider has exactly this code or name"),
        ("commissioner", "999999", "import the schools first"),
        ("commissioner", "sen", "Use the URN or exact name of a school, access_to_learning"),
        ("starts_on", "01/01/0001", "The year must be from 1950 to 2100"),
        ("ends_on", "01/11/2026", "The last day is before the first day"),
        ("reason", "naughty", "Use one of: permanent_exclusion"),
        ("reason", "", "Give the reason"),
        ("sessions", "mon", "Say am, pm or all day after Monday"),
        ("sessions", "", "Give the weekly pattern"),
        ("site", "The moon", "Hill Farm Learning has no site of this name"),
        ("from_on", "01/11/2026", "This day is outside the placement"),
    ],
)
def test_a_bad_cell_is_named_and_nothing_is_loaded(
    provider: Provider, session: Session, column: str, value: str, words: str
) -> None:
    report = load(session, {"reference": "PL-0"}, {column: value})

    row, named, expected = first_problem(report)
    assert (row, named) == (3, column)
    assert words in expected
    assert count(session) == 0


def test_a_reference_in_two_rows_is_a_problem_of_the_second(
    provider: Provider, session: Session
) -> None:
    report = load(session, {}, {"sessions": "fri pm"})

    assert first_problem(report) == (3, "reference", "Row 2 has this reference already")


@pytest.mark.parametrize(
    ("column", "value"), [("pupil", "AP-7"), ("provider", "Far Farm"), ("commissioner", "123456")]
)
def test_a_placement_keeps_whom_it_is_about(
    build: Build, provider: Provider, session: Session, column: str, value: str
) -> None:
    build.provider("Far Farm")
    build.school(urn=123456)
    build.pupil("Leo", "Park").reference = "AP-7"
    session.commit()
    load(session, {})

    report = load(session, {column: value})

    row, named, expected = first_problem(report)
    assert (row, named) == (2, column)
    assert f"A placement keeps its {column}" in expected


def test_two_providers_of_one_name_are_told_apart_by_code(
    build: Build, provider: Provider, session: Session
) -> None:
    build.provider("Hill Farm Learning")

    assert first_problem(load(session, {}))[1] == "provider"
    assert load(session, {"provider": provider.code}).is_clean


def test_a_provider_that_is_not_listed_is_worth_a_look(
    provider: Provider, session: Session
) -> None:
    provider.listing = ListingStatus.SUSPENDED
    session.commit()

    report = load(session, {})

    assert report.is_clean
    assert report.warnings[0].column == "provider"


def test_a_first_day_outside_compulsory_school_age_is_worth_a_look(
    build: Build, provider: Provider, session: Session
) -> None:
    build.pupil("Leo", "Park", born_on=date(2009, 5, 4)).reference = "AP-7"
    session.commit()

    report = load(session, {"pupil": "AP-7"})

    assert "not of compulsory school age" in report.warnings[0].expected


def test_a_school_that_is_not_the_home_school_is_worth_a_look(
    build: Build, provider: Provider, session: Session
) -> None:
    build.school(urn=123456)

    report = load(session, {"commissioner": "123456"})

    assert report.warnings[0].expected == "Oakfield School is not the home school of Amelia Wren"


@pytest.mark.parametrize(
    ("column", "change"),
    [("starts_on", {"starts_on": "25/11/2026"}), ("ends_on", {"ends_on": "23/11/2026"})],
)
def test_dates_that_leave_out_a_mark_are_worth_a_look(
    build: Build, provider: Provider, session: Session, column: str, change: dict[str, str]
) -> None:
    load(session, {})
    build.mark(the_placement(session), build.member(provider, Role.PROVIDER_STAFF))

    report = load(session, change)

    assert report.is_clean
    assert report.warnings[0].column == column
    assert "A register of 24/11/2026 has the pupil marked" in report.warnings[0].expected
