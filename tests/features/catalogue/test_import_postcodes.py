"""`flask portal import-postcodes`."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.models import PostcodePoint
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
    assert (code, output) == (0, "Loaded 2 postcodes. Sites with a place on the map: 1.\n")
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
