"""`flask portal import-postcodes FILE`: where postcodes lie, from a CSV file of Code-Point Open."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from portal.access import audit_log
from portal.access.audit_log import AuditAction
from portal.clock import now
from portal.database.db import begin_writing, db
from portal.models import Site
from portal.services.catalogue.postcodes import (
    GridPoint,
    compact_postcode,
    place_sites,
    save_points,
)

_AT_ONCE = 5_000
_COLUMNS = 4


@click.command("import-postcodes")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Check the file and load nothing.")
@with_appcontext
def import_postcodes(file: Path, dry_run: bool) -> None:
    """Load postcodes, so that the catalogue can say how far away a provider is.

    Columns without a heading, as Ordnance Survey gives them: postcode, quality, easting, northing.
    """
    begin_writing(db.session)
    loaded = 0
    waiting: list[GridPoint] = []
    for point in read_points(file):
        waiting.append(point)
        loaded += 1
        if len(waiting) == _AT_ONCE:
            save_points(db.session, waiting)
            waiting.clear()
    save_points(db.session, waiting)
    placed = place_sites(db.session, db.session.scalars(select(Site)).all())
    if dry_run:
        db.session.rollback()
        click.echo(f"{loaded:,} postcodes can be loaded; nothing was changed.")
        return
    audit_log.add(
        db.session,
        None,
        audit_log.Entry(AuditAction.POSTCODES_IMPORTED, details={"rows": loaded}),
        now(),
    )
    db.session.commit()
    click.echo(f"Loaded {loaded:,} postcodes. Sites with a place on the map: {placed:,}.")


def read_points(file: Path) -> Iterator[GridPoint]:
    """The postcodes of a file, row by row; those without a place are left out.

    Raises ClickException for a row that is not as Ordnance Survey writes it.
    """
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            for number, row in enumerate(csv.reader(lines), 1):
                point = _point(row, number)
                if point.easting and point.northing:
                    yield point
    except (UnicodeDecodeError, csv.Error):
        raise click.ClickException(f"{file} is not a CSV file in UTF-8") from None


def _point(row: list[str], number: int) -> GridPoint:
    wrong = click.ClickException(
        f"Row {number} is not like: OX1 1AA,10,451000,206000 (postcode, quality, easting, northing)"
    )
    if len(row) < _COLUMNS or not compact_postcode(row[0]):
        raise wrong
    try:
        return GridPoint(compact_postcode(row[0]), int(row[2]), int(row[3]))
    except ValueError:
        raise wrong from None
