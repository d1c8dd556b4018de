"""`flask portal import-postcodes`."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.cli import catalogue
from portal.models import PostcodePoint
from portal.services.catalogue import code_point
from tests.features.catalogue.conftest import MakeOffer

ROWS = '"OX1 1AA",10,451000,206000,"E92000001"\n"OX128AA",10,440000,188000,"E92000001"\n"OX2 2BB",90,0,0,"E92000001"\n'


def run(app: Flask, tmp_path: Path, text: str, *options: str) -> tuple[int, str]:
    file = tmp_path / "ox.csv"
    file.write_text(text)
    outcome = app.test_cli_runner().invoke(args=["portal", "import-postcodes", str(file), *options])
    return outcome.exit_code, outcome.output


def test_postcodes_are_loaded_and_sites_placed(
    app: Flask, tmp_path: Path, session: Session, make_offer: MakeOffer
) -> None:
    offer = make_offer()

    code, output = run(app, tmp_path, ROWS)

    [site] = offer.provider.sites
    session.refresh(site)
    assert code == 0
    assert output.endswith("Loaded 2 postcodes. Sites with a place on the map: 1.\n")
    assert (site.easting, site.northing) == (451000, 206000)


def test_a_dry_run_changes_nothing(app: Flask, tmp_path: Path, session: Session) -> None:
    code, output = run(app, tmp_path, ROWS, "--dry-run")

    assert (code, "nothing was changed" in output) == (0, True)
    assert session.scalar(select(func.count()).select_from(PostcodePoint)) == 0


@pytest.mark.parametrize("row", ["OX1 1AA,10\n", "Postcode,Quality,East,North\n", ",10,1,2\n"])
def test_a_wrong_row_is_named_and_nothing_is_kept(
    app: Flask, tmp_path: Path, session: Session, row: str
) -> None:
    code, output = run(app, tmp_path, ROWS + row)

    assert (code, "Row 4" in output) == (1, True)
    assert session.scalar(select(func.count()).select_from(PostcodePoint)) == 0


def test_the_zip_file_of_ordnance_survey_is_read_as_it_comes(
    app: Flask, tmp_path: Path, session: Session
) -> None:
    file = tmp_path / "codepo_gb.zip"
    with ZipFile(file, "w") as archive:
        archive.writestr("Doc/Code-Point_Open_Column_Headers.csv", "PC,PQ,EA,NO\nPostcode,a,b,c\n")
        archive.writestr("Data/CSV/ox.csv", ROWS)
        archive.writestr("Data/CSV/sn.csv", '"SN6 8AA",10,425000,190000\n')

    outcome = app.test_cli_runner().invoke(args=["portal", "import-postcodes", str(file)])

    assert outcome.exit_code == 0, outcome.output
    assert session.scalar(select(func.count()).select_from(PostcodePoint)) == 3


def test_a_wrong_row_in_a_zip_file_is_named_with_its_file(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "codepo_gb.zip"
    with ZipFile(file, "w") as archive:
        archive.writestr("Data/CSV/ox.csv", ROWS + "OX1 1AA,10\n")

    outcome = app.test_cli_runner().invoke(args=["portal", "import-postcodes", str(file)])

    assert "Row 4 of ox.csv" in outcome.output


def refused(app: Flask, file: Path) -> str:
    """What an administrator reads of a file that is not taken."""
    outcome = app.test_cli_runner().invoke(args=["portal", "import-postcodes", str(file)])
    assert outcome.exit_code == 1
    return outcome.output


def test_a_damaged_zip_file_is_to_be_fetched_again(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "codepo_gb.zip"
    with ZipFile(file, "w") as archive:
        archive.writestr("Data/CSV/ox.csv", ROWS)
    file.write_bytes(file.read_bytes()[:-30])

    assert "codepo_gb.zip is a damaged zip file: download it again" in refused(app, file)


@pytest.mark.parametrize("name", ["Doc/licence.txt", "Doc/Code-Point_Open_Column_Headers.csv"])
def test_a_zip_file_of_something_else_is_not_taken(app: Flask, tmp_path: Path, name: str) -> None:
    file = tmp_path / "other.zip"
    with ZipFile(file, "w") as archive:
        archive.writestr(name, ROWS)

    assert "is it Code-Point Open?" in refused(app, file)


def test_a_zip_file_that_would_grow_too_large_is_not_opened(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(code_point, "_MOST_UNPACKED", len(ROWS) - 1)
    file = tmp_path / "codepo_gb.zip"
    with ZipFile(file, "w") as archive:
        archive.writestr("Data/CSV/ox.csv", ROWS)

    assert "would grow too large" in refused(app, file)


def test_a_file_in_another_encoding_is_named(app: Flask, tmp_path: Path, session: Session) -> None:
    file = tmp_path / "ox.csv"
    file.write_bytes(ROWS.encode() + b'"OX3 3CC",10,1,2,"\xff"\n')

    assert "ox.csv is not a CSV file in UTF-8" in refused(app, file)
    assert session.scalar(select(func.count()).select_from(PostcodePoint)) == 0


def test_checking_and_loading_leave_the_writers_turn_to_others(
    app: Flask, tmp_path: Path, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each step ends with a commit, and a dry run begins no writing at all."""
    ends: list[int] = []
    rows = "".join(f'"OX{n // 1000} {n % 1000}AA",10,{n + 1},206000\n' for n in range(2_500))

    def end(given: Session) -> None:
        given.commit()
        ends.append(1)

    monkeypatch.setattr(catalogue, "end_step", end)

    run(app, tmp_path, rows)
    assert len(ends) == 3

    def refuse(given: Session) -> None:
        raise AssertionError

    monkeypatch.setattr(catalogue, "begin_writing", refuse)
    assert run(app, tmp_path, rows, "--dry-run")[0] == 0
