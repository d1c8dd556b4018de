"""`flask portal import-…`."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.features.imports.kinds import ImportKind
from portal.features.imports.samples import sample_file
from portal.models import AuditEvent, Pupil, School, Term
from tests.build import Build
from tests.features.imports.files import PLACEMENT, PUPIL, csv_file, gias_file


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "file.csv"


def run(app: Flask, command: str, *arguments: object) -> Result:
    return app.test_cli_runner().invoke(args=["portal", command, *map(str, arguments)])


def test_a_county_is_loaded_with_four_commands(
    app: Flask, build: Build, session: Session, file: Path
) -> None:
    build.provider()
    for command, content in (
        ("import-schools", gias_file([{}])),
        ("import-term-dates", sample_file(ImportKind.TERM_DATES)),
        ("import-pupils", csv_file({**PUPIL, "home_school_urn": "123456"})),
        ("import-placements", csv_file({**PLACEMENT, "commissioner": "123456"})),
    ):
        file.write_bytes(content)
        result = run(app, command, file)
        assert result.exit_code == 0, result.output
        assert result.output.endswith("Loaded.\n")

    again = run(app, "import-placements", file)
    assert "0 added, 0 changed, 1 unchanged" in again.output


def test_a_dry_run_loads_nothing(app: Flask, session: Session, file: Path) -> None:
    file.write_bytes(csv_file(PUPIL))

    result = run(app, "import-pupils", file, "--dry-run")

    assert result.exit_code == 0
    assert "1 added, 0 changed, 0 unchanged" in result.output
    assert "This was a dry run: nothing was loaded." in result.output
    assert session.scalar(select(func.count()).select_from(Pupil)) == 0


def test_a_bad_file_ends_with_a_report_and_exit_code_1(
    app: Flask, session: Session, file: Path
) -> None:
    file.write_bytes(csv_file(PUPIL, {**PUPIL, "upn": "", "reference": "A", "born_on": "1/1/0001"}))

    result = run(app, "import-pupils", file)

    assert result.exit_code == 1
    assert "Nothing was loaded. Problems: 1" in result.output
    assert "Row 3, born_on “1/1/0001”: The year must be from 1950 to 2100" in result.output
    assert session.scalar(select(func.count()).select_from(Pupil)) == 0


def test_a_long_report_is_cut_and_says_so(app: Flask, session: Session, file: Path) -> None:
    file.write_bytes(csv_file(*({**PUPIL, "upn": "x"} for _ in range(250))))

    result = run(app, "import-pupils", file)

    assert "Problems: 250" in result.output
    assert "  and 50 more" in result.output


def test_schools_of_chosen_councils(app: Flask, session: Session, file: Path) -> None:
    file.write_bytes(gias_file([{"URN": "100001"}, {"URN": "100002", "LA (code)": "825"}]))

    result = run(app, "import-schools", file, "--la", "931", "--la", "933")

    assert "1 left out, of another council" in result.output
    assert session.scalars(select(School.urn)).all() == [100001]


def test_a_council_code_has_three_figures(app: Flask, session: Session, file: Path) -> None:
    file.write_bytes(gias_file([{}]))

    assert run(app, "import-schools", file, "--la", "Oxon").exit_code == 2


def test_a_file_that_is_not_there(app: Flask, session: Session, file: Path) -> None:
    assert run(app, "import-term-dates", file).exit_code == 2
    assert session.scalar(select(func.count()).select_from(Term)) == 0


def test_the_audit_has_counts_and_no_names(app: Flask, session: Session, file: Path) -> None:
    file.write_bytes(csv_file(PUPIL))

    run(app, "import-pupils", file)

    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "import.run")).one()
    assert event.record_id == "pupils"
    assert event.details == {
        "rows": 1,
        "added": 1,
        "changed": 0,
        "unchanged": 0,
        "removed": 0,
        "left_out": 0,
    }
