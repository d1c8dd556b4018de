"""No pupil stands twice in one register, and all that is wrong with a row is said at once."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.features.imports.kinds import ImportKind
from portal.features.imports.report import Report
from portal.models import Placement, Provider
from tests.build import Build
from tests.features.imports.files import PLACEMENT, PUPIL, csv_file, first_problem
from tests.features.imports.files import load as load_file


@pytest.fixture
def provider(build: Build) -> Provider:
    build.service()
    build.pupil(upn=PUPIL["upn"])
    return build.provider()


def load(session: Session, *rows: Mapping[str, str]) -> Report:
    content = csv_file(*({**PLACEMENT, **row} for row in rows))
    return load_file(session, ImportKind.PLACEMENTS, content)


def count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Placement)) or 0


def test_the_same_sessions_under_another_reference_are_refused(
    provider: Provider, session: Session
) -> None:
    load(session, {})

    report = load(session, {"reference": "PL-2", "sessions": "wed all day, fri am"})

    assert first_problem(report)[:2] == (2, "reference")
    assert "is there already, Wednesday morning, as PL-1" in first_problem(report)[2]
    assert count(session) == 1


def test_two_rows_of_one_file_are_compared(provider: Provider, session: Session) -> None:
    report = load(session, {}, {"reference": "PL-2"})

    assert first_problem(report)[0] == 3
    assert count(session) == 0


def test_another_provider_at_the_same_time_is_a_warning(
    provider: Provider, build: Build, session: Session
) -> None:
    build.provider("Far Farm")
    load(session, {})

    report = load(session, {"reference": "PL-2", "provider": "Far Farm", "sessions": "wed am"})

    assert report.may_commit
    assert "is at Hill Farm Learning at the same time, Wednesday morning, as PL-1" in (
        report.warnings[0].expected
    )


def test_a_row_may_end_what_another_row_of_the_file_follows(
    provider: Provider, session: Session
) -> None:
    load(session, {})

    report = load(
        session,
        {"reference": "PL-2", "starts_on": "07/12/2026"},
        {"ends_on": "04/12/2026"},
    )

    assert report.may_commit, report.problems
    assert count(session) == 2


def test_other_days_of_the_week_do_not_meet(provider: Provider, session: Session) -> None:
    report = load(session, {}, {"reference": "PL-2", "sessions": "tue am, wed pm"})

    assert report.may_commit
    assert report.warning_count == 0


def test_all_that_is_wrong_with_a_row_is_said_at_once(provider: Provider, session: Session) -> None:
    report = load(
        session, {"pupil": "X-9", "provider": "Nowhere", "commissioner": "?", "reason": "fun"}
    )

    assert {problem.column for problem in report.problems} == {
        "pupil",
        "provider",
        "commissioner",
        "reason",
    }


def test_a_child_of_the_same_name_and_birthday_is_a_warning(session: Session) -> None:
    load_file(session, ImportKind.PUPILS, csv_file(PUPIL))

    again = {**PUPIL, "upn": "", "reference": "AP-2", "first_name": "AMELIA"}
    report = load_file(session, ImportKind.PUPILS, csv_file(again), is_dry_run=True)

    assert "of this name and birthday as B801200005001" in report.warnings[0].expected
