"""Nobody waits for a migration: none after the first three holds a lock while PostgreSQL reads a table."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask_migrate import upgrade
from sqlalchemy import event

from tests.migrations.database import MIGRATIONS, revisions
from tests.migrations.locks import long_waits

# Statements that may make people wait, by revision: how each begins, and why it is allowed.
ALLOWED: dict[str, dict[str, str]] = {}


def test_no_migration_makes_everybody_wait(empty_postgresql: sa.Engine) -> None:
    said: list[str] = []

    def listen(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        said.append(statement)

    event.listen(empty_postgresql, "before_cursor_execute", listen)
    waits: dict[str, list[str]] = {}
    for revision in revisions():
        said.clear()
        upgrade(directory=str(MIGRATIONS), revision=revision)
        waits[revision] = [
            f"{wait.statement} (instead: {wait.instead})"
            for wait in long_waits(each for each in said if "alembic_version" not in each)
            if not any(wait.statement.startswith(start) for start in ALLOWED.get(revision, {}))
        ]

    assert {revision: found for revision, found in waits.items() if found} == {}


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE INDEX ix_mark_day ON mark (day)",
        'CREATE UNIQUE INDEX "ix" ON "user" (email)',
        "ALTER TABLE mark ADD COLUMN day DATE NOT NULL",
        "ALTER TABLE mark ADD COLUMN id UUID DEFAULT gen_random_uuid() NOT NULL",
        "ALTER TABLE mark ADD COLUMN id BIGSERIAL",
        "ALTER TABLE mark ADD COLUMN v tsvector GENERATED ALWAYS AS (to_tsvector(w)) STORED",
        "ALTER TABLE mark ALTER COLUMN heard TYPE TEXT",
        "ALTER TABLE mark ALTER heard SET DATA TYPE TEXT USING heard::text",
        "ALTER TABLE mark ALTER COLUMN heard SET NOT NULL",
        'ALTER TABLE mark ADD CONSTRAINT fk FOREIGN KEY(by_id) REFERENCES "user" (id)',
        "ALTER TABLE mark ADD CHECK (version > 0)",
        "ALTER TABLE mark ADD CONSTRAINT uq UNIQUE (op_id)",
        "UPDATE mark SET heard = ''",
        "DELETE FROM mark WHERE heard = ''",
        "LOCK TABLE mark IN EXCLUSIVE MODE",
        "VACUUM FULL mark",
    ],
)
def test_a_statement_that_makes_everybody_wait_is_recognised(statement: str) -> None:
    assert [wait.statement for wait in long_waits([statement])] == [statement]


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE visit (id INTEGER NOT NULL, PRIMARY KEY (id))",
        "CREATE INDEX CONCURRENTLY ix_mark_day ON mark (day)",
        "ALTER TABLE mark ADD COLUMN sha256 VARCHAR(64)",
        "ALTER TABLE mark ADD COLUMN is_late BOOLEAN DEFAULT false NOT NULL",
        "ALTER TABLE mark DROP CONSTRAINT fk_mark_by_id",
        "ALTER TABLE mark ADD CONSTRAINT fk FOREIGN KEY(by_id) REFERENCES u (id) NOT VALID",
        "ALTER TABLE mark ADD CONSTRAINT uq UNIQUE USING INDEX ix",
        "ALTER TABLE mark VALIDATE CONSTRAINT fk",
        "ALTER TABLE mark ALTER COLUMN heard DROP NOT NULL",
        "INSERT INTO server_fact (name, value) VALUES ('epoch', 'x')",
    ],
)
def test_what_is_done_in_a_moment_is_let_through(statement: str) -> None:
    assert list(long_waits([statement])) == []


def test_a_table_that_the_migration_has_just_made_has_no_rows_to_read() -> None:
    made = ["CREATE TABLE visit (\n\tid INTEGER\n)", "CREATE INDEX ix_visit_id ON visit (id)"]

    assert list(long_waits(made)) == []
    assert len(list(long_waits(made[1:]))) == 1
