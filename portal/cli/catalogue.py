"""`flask portal import-postcodes FILE`: where postcodes lie, from Code-Point Open."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from portal.access import audit_log
from portal.access.audit_log import AuditAction
from portal.clock import now
from portal.database.db import begin_writing, db
from portal.database.steps import end_step
from portal.models import Site
from portal.services.catalogue.code_point import WrongFileError, read_points
from portal.services.catalogue.postcodes import GridPoint, place_sites, save_points

_AT_ONCE = 1_000


@click.command("import-postcodes")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Check the file and load nothing.")
@with_appcontext
def import_postcodes(file: Path, dry_run: bool) -> None:
    """Load postcodes, so that the catalogue can say how far away a provider is.

    The zip file of Code-Point Open as Ordnance Survey ships it, or one of its CSV files. The whole
    file is checked first; then it is written in short steps, and can be loaded again at any time.
    """
    try:
        loaded = _count(file)
        if dry_run:
            click.echo(f"{loaded:,} postcodes can be loaded; nothing was changed.")
            return
        _write(file, loaded)
    except WrongFileError as error:
        raise click.ClickException(str(error)) from None


def _count(file: Path) -> int:
    """How many postcodes there are. Takes no lock: nothing is written."""
    size = file.stat().st_size
    with click.progressbar(length=size, label="Checking", file=sys.stderr) as bar:
        number = sum(1 for _ in read_points(file))
        bar.update(size)
    return number


def _write(file: Path, count: int) -> None:
    session = db.session
    begin_writing(session)
    with click.progressbar(length=count, label="Loading", file=sys.stderr) as bar:
        for batch in _batches(read_points(file)):
            save_points(session, batch)
            end_step(session)
            bar.update(len(batch))
    placed = place_sites(session, session.scalars(select(Site)).all())
    entry = audit_log.Entry(AuditAction.POSTCODES_IMPORTED, details={"rows": count})
    audit_log.add(session, None, entry, now())
    session.commit()
    click.echo(f"Loaded {count:,} postcodes. Sites with a place on the map: {placed:,}.")


def _batches(points: Iterator[GridPoint]) -> Iterator[list[GridPoint]]:
    while batch := list(islice(points, _AT_ONCE)):
        yield batch
