"""`flask portal import-…`: load schools, term dates, providers, pupils or placements."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import click

from portal.access import audit_log
from portal.access.audit_log import AuditAction
from portal.adapters.csv_files.encodings import CHOICES
from portal.adapters.csv_files.reader import Progress
from portal.clock import now, today
from portal.database.db import begin_writing, db
from portal.database.steps import end_step
from portal.features.imports.kinds import ImportKind
from portal.features.imports.queries import RECORD_KIND
from portal.features.imports.reading.importer import Removal
from portal.features.imports.report import Report
from portal.features.imports.service import run_import

_file = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
_dry_run = click.option("--dry-run", is_flag=True, help="Check the file and load nothing.")


_encoding = click.option(
    "--encoding",
    type=click.Choice(list(CHOICES)),
    default=None,
    help="How the file was saved, where a warning shows wrong letters.",
)


@click.command("import-schools")
@_file
@_dry_run
@click.option(
    "--la",
    "councils",
    multiple=True,
    metavar="CODE",
    help="Only the schools of this council, such as 931. May be given several times.",
)
def import_schools(file: Path, dry_run: bool, councils: tuple[str, ...]) -> None:
    """Load schools from the CSV file of Get Information about Schools (edubasealldata…csv)."""
    for code in councils:
        if not (code.isascii() and code.isdecimal() and len(code) == 3):
            raise click.BadParameter(f"{code} is not a code of three figures", param_hint="--la")
    _run(ImportKind.SCHOOLS, file, dry_run, frozenset(councils))


@click.command("import-term-dates")
@_file
@_dry_run
@click.option(
    "--missing",
    type=click.Choice([Removal.KEEP.value, Removal.REMOVE.value]),
    help="What becomes of the terms and INSET days of these school years that the file leaves out.",
)
def import_term_dates(file: Path, dry_run: bool, missing: str | None) -> None:
    """Load terms, INSET days, closed and open days of the council and of schools."""
    _run(ImportKind.TERM_DATES, file, dry_run, removal=Removal(missing or Removal.ASK))


@click.command("import-providers")
@_file
@_dry_run
@_encoding
def import_providers(file: Path, dry_run: bool, encoding: str | None) -> None:
    """Load providers with their sites, found by your own code."""
    _run(ImportKind.PROVIDERS, file, dry_run, encoding=encoding)


@click.command("import-pupils")
@_file
@_dry_run
@_encoding
def import_pupils(file: Path, dry_run: bool, encoding: str | None) -> None:
    """Load pupils, found by UPN or by your own reference."""
    _run(ImportKind.PUPILS, file, dry_run, encoding=encoding)


@click.command("import-placements")
@_file
@_dry_run
@_encoding
def import_placements(file: Path, dry_run: bool, encoding: str | None) -> None:
    """Load placements with their weekly patterns, found by your own reference."""
    _run(ImportKind.PLACEMENTS, file, dry_run, encoding=encoding)


COMMANDS = (
    import_schools,
    import_term_dates,
    import_providers,
    import_pupils,
    import_placements,
)


def _run(
    kind: ImportKind,
    path: Path,
    is_dry_run: bool,
    councils: frozenset[str] = frozenset(),
    removal: Removal = Removal.ASK,
    encoding: str | None = None,
) -> None:
    report = _read(kind, path, True, councils, removal, encoding)
    db.session.rollback()
    if report.may_commit and not is_dry_run:
        begin_writing(db.session)
        report = _read(kind, path, False, councils, removal, encoding)
    if report.may_commit and not is_dry_run:
        entry = audit_log.Entry(
            AuditAction.IMPORT_RUN, RECORD_KIND, kind.value, "", report.for_audit
        )
        audit_log.add(db.session, None, entry, now())
        for each in report.corrections:
            entry = audit_log.Entry(
                AuditAction.PUPIL_UPN_CORRECTED,
                "pupil",
                str(each.pupil_id),
                "",
                {"from": each.old, "to": each.new},
            )
            audit_log.add(db.session, None, entry, now())
        db.session.commit()
    else:
        db.session.rollback()
    for line in _lines(report, is_dry_run):
        click.echo(line)
    if not report.may_commit:
        sys.exit(1)


def _read(
    kind: ImportKind,
    path: Path,
    is_dry_run: bool,
    councils: frozenset[str],
    removal: Removal,
    encoding: str | None,
) -> Report:
    """Check the file, which takes no lock, or write it."""
    label = f"{'Checking' if is_dry_run else 'Loading'} {path.name}"
    with path.open("rb") as file, _progress(path, label) as progress:
        return run_import(
            db.session,
            kind,
            file,
            at=now(),
            today=today(),
            is_dry_run=is_dry_run,
            councils=councils,
            removal=removal,
            encoding=encoding or "",
            progress=progress,
            end_step=None if is_dry_run else partial(end_step, db.session),
        )


@contextmanager
def _progress(path: Path, label: str) -> Iterator[Progress]:
    """A bar over the bytes of the file."""
    with click.progressbar(length=path.stat().st_size, label=label, file=sys.stderr) as bar:
        yield lambda read: bar.update(read - bar.pos)


def _lines(report: Report, is_dry_run: bool) -> Iterator[str]:
    """The report as lines of text."""
    yield f"{report.kind.words}: {report.rows:,} rows read"
    if not report.is_clean:
        yield f"Nothing was loaded. Problems: {report.problem_count:,}"
        yield from (f"  {problem.words}" for problem in report.problems)
        yield from _rest(report.problem_count - len(report.problems))
    else:
        yield report.summary
        yield from (f"{number:,} left out, {why}" for why, number in report.left_out.items())
    if report.warnings:
        yield f"To check: {report.warning_count:,}"
        yield from (f"  {warning.words}" for warning in report.warnings)
        yield from _rest(report.warning_count - len(report.warnings))
    if report.removed:
        yield "The file leaves these out:"
        yield from (f"  {', '.join(line.cells)}" for line in report.removed)
    if report.asks:
        yield "Nothing was loaded. Say what becomes of them: --missing keep, or --missing remove."
    elif report.is_clean:
        yield "This was a dry run: nothing was loaded." if is_dry_run else "Loaded."


def _rest(number: int) -> Iterator[str]:
    if number > 0:
        yield f"  and {number:,} more"
