"""Recognises statements that make everybody wait while PostgreSQL works through a table with rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Wait:
    """A statement that holds a lock for as long as the table is large, and what to do instead."""

    statement: str
    instead: str


@dataclass(frozen=True)
class _Rule:
    pattern: re.Pattern[str]
    instead: str


_NAME = r'(?:"[^"]+"|[\w.]+)'
_ALTER = rf"ALTER TABLE (?:ONLY )?(?:IF EXISTS )?(?P<table>{_NAME}) "
_VOLATILE = r"random|gen_random_uuid|uuidv7|uuidv4|clock_timestamp|timeofday|nextval"
# A value that differs from row to row, so that each row is written again.
_WORKED_OUT = rf"(?:\bDEFAULT [^,]*\b(?:{_VOLATILE})\(|\b(?:BIG|SMALL)?SERIAL\b|\bGENERATED\b)"


def _rule(pattern: str, instead: str) -> _Rule:
    return _Rule(re.compile(pattern, re.IGNORECASE), instead)


_RULES = (
    _rule(
        rf"CREATE (?:UNIQUE )?INDEX (?!CONCURRENTLY)(?:IF NOT EXISTS )?{_NAME} ON (?:ONLY )?(?P<table>{_NAME})",
        "CREATE INDEX CONCURRENTLY, in an autocommit_block()",
    ),
    _rule(
        rf"{_ALTER}ADD (?:COLUMN )?(?!CONSTRAINT)(?!.*\bDEFAULT\b).*\bNOT NULL",
        "add it with a fixed server default, or let it be null",
    ),
    _rule(
        rf"{_ALTER}ADD (?:COLUMN )?(?!CONSTRAINT).*{_WORKED_OUT}",
        "add it empty, fill it in portions, then set the default",
    ),
    _rule(
        rf"{_ALTER}ALTER (?:COLUMN )?{_NAME} (?:SET DATA )?TYPE\b",
        "add a column of the new type and fill it in portions",
    ),
    _rule(
        rf"{_ALTER}ALTER (?:COLUMN )?{_NAME} SET NOT NULL",
        "add CHECK (… IS NOT NULL) NOT VALID, and validate it in a migration of its own",
    ),
    _rule(
        rf"{_ALTER}ADD (?:CONSTRAINT {_NAME} )?(?:FOREIGN KEY|CHECK)(?!.*NOT VALID)",
        "add it NOT VALID, and validate it in a migration of its own",
    ),
    _rule(
        rf"{_ALTER}ADD (?:CONSTRAINT {_NAME} )?(?:UNIQUE|PRIMARY KEY|EXCLUDE)(?!.*USING INDEX)",
        "make the index CONCURRENTLY first, and add the constraint USING INDEX",
    ),
    _rule(rf"UPDATE (?:ONLY )?(?P<table>{_NAME}) .*SET\b", "write in portions, from a command"),
    _rule(rf"DELETE FROM (?:ONLY )?(?P<table>{_NAME})", "delete in portions, from a command"),
    _rule(rf"(?:LOCK|CLUSTER|REINDEX)(?: TABLE)? (?P<table>{_NAME})", "leave it out"),
    _rule(rf"VACUUM \(?FULL\)? (?P<table>{_NAME})", "leave it out"),
)
_MADE = re.compile(rf"CREATE TABLE (?:IF NOT EXISTS )?(?P<table>{_NAME})", re.IGNORECASE)


def long_waits(statements: Iterable[str]) -> Iterator[Wait]:
    """Those of one migration. A table that the same migration made has no rows yet."""
    made: set[str] = set()
    for statement in (" ".join(each.split()) for each in statements):
        if new := _MADE.match(statement):
            made.add(new["table"])
        for rule in _RULES:
            found = rule.pattern.match(statement)
            if found and found["table"] not in made:
                yield Wait(statement, rule.instead)
