"""Whether a database is of this release: its revision, and the tables and columns that it has."""

from __future__ import annotations

from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData, inspect, text

from portal.database.trouble import TROUBLES, trouble_of

_REVISIONS = "alembic_version"
UPGRADE = "python3 -m portal flask db upgrade"


class WrongReleaseError(Exception):
    """The database is not of this release. `args[0]` says in words what to do."""


def known_revisions(migrations: Path) -> list[str]:
    """The revisions that this release knows, the newest first."""
    config = Config()
    config.set_main_option("script_location", str(migrations))
    return [each.revision for each in ScriptDirectory.from_config(config).walk_revisions()]


def require_known_release(engine: Engine, migrations: Path) -> None:
    """Raises WrongReleaseError for a database that cannot be upgraded to this release either."""
    if _REVISIONS not in inspect(engine).get_table_names():
        raise WrongReleaseError("it is no database of the portal")
    with engine.connect() as connection:
        found = connection.scalars(text("SELECT version_num FROM alembic_version")).all()
    if not found or any(each not in known_revisions(migrations) for each in found):
        raise WrongReleaseError("it is of a newer release: restore it with that release")


def require_this_release(engine: Engine, metadata: MetaData, migrations: Path) -> None:
    """Raises WrongReleaseError, with what to do, for a database that the portal cannot serve from."""
    try:
        _check_revision(engine, known_revisions(migrations))
        missing = _missing(engine, metadata)
    except TROUBLES as error:
        if trouble_of(error) is None:
            raise WrongReleaseError(
                "The database cannot be read: it is damaged, or no database of the portal. Put a"
                " backup back with: python3 -m portal flask portal restore FILE"
            ) from None
        raise WrongReleaseError(
            "The database does not answer. Check that it runs and that PORTAL_DATABASE_URL is right"
        ) from None
    if missing:
        shown = ", ".join(missing[:5]) + (f" and {len(missing) - 5} more" if missing[5:] else "")
        raise WrongReleaseError(
            f"The database says that it is of this release, and is not: it lacks {shown}."
            " It was made by an unfinished release that cannot be upgraded. Start with an empty"
            " database, or put a backup back with: python3 -m portal flask portal restore FILE"
        )


def _check_revision(engine: Engine, known: list[str]) -> None:
    tables = inspect(engine).get_table_names()
    if _REVISIONS not in tables:
        is_empty = not tables
        raise WrongReleaseError(
            f"The database is empty. Make its tables with: {UPGRADE}"
            if is_empty
            else "The database holds tables that the portal did not make. Name another one in"
            " PORTAL_DATABASE_URL"
        )
    with engine.connect() as connection:
        found = connection.scalars(text("SELECT version_num FROM alembic_version")).all()
    if list(found) == known[:1]:
        return
    if found and all(each in known for each in found):
        raise WrongReleaseError(
            f"The database is of an older release ({found[0]}). Make a backup, then bring it up to"
            f" date with: {UPGRADE}"
        )
    if not found:
        raise WrongReleaseError(f"The database is empty. Make its tables with: {UPGRADE}")
    raise WrongReleaseError(
        f"The database is of a newer release ({found[0]}). Start that release, or put a backup"
        " of this one back with: python3 -m portal flask portal restore FILE"
    )


def _missing(engine: Engine, metadata: MetaData) -> list[str]:
    """Tables and columns that the portal needs and the database lacks."""
    found = {
        name: {column["name"] for column in columns}
        for (_, name), columns in inspect(engine).get_multi_columns().items()
    }
    return [
        table.name if table.name not in found else f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if column.name not in found.get(table.name, ())
    ]
