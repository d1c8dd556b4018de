"""Whether one may do something is asked without writing: by every function named may_…"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

import portal
from portal.access.actor import actor_of
from portal.access.permissions import Permission
from portal.database.db import db
from portal.features import catalogue
from portal.models import ListingStatus, Role
from portal.services.people import throttle
from portal.web import navigation
from tests.build import Build
from tests.conftest import NOW

ROOT = Path(portal.__file__).parent
WRITES = {
    *("add", "add_all", "begin_nested", "begin_writing", "commit", "count_attempt"),
    *("count_or_refuse", "audit", "delete", "flush", "forget_attempts", "insert"),
    *("insert_or_ignore", "merge", "note_change", "open_door", "update", "write"),
}


def asking_functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    for path in sorted(ROOT.rglob("*.py")):
        if "node_modules" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and node.name.startswith(("may_", "_may_")):
                yield f"{path.relative_to(ROOT)}: {node.name}", node


ASKING = dict(asking_functions())


def called(function: ast.FunctionDef) -> set[str]:
    """The names of what is called in the function."""
    found = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            match node.func:
                case ast.Name(id=name) | ast.Attribute(attr=name):
                    found.add(name)
    return found


@pytest.mark.parametrize("name", ASKING)
def test_a_function_that_asks_calls_nothing_that_writes(name: str) -> None:
    assert called(ASKING[name]) & WRITES == set()


@pytest.mark.parametrize("name", ASKING)
def test_a_function_that_asks_sets_nothing_on_a_record(name: str) -> None:
    assigned = [
        target
        for node in ast.walk(ASKING[name])
        if isinstance(node, ast.Assign | ast.AugAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Attribute | ast.Subscript)
    ]
    assert assigned == []


def test_there_are_functions_that_ask() -> None:
    assert len(ASKING) > 20


def test_those_that_read_the_database_leave_it_as_it_is(
    app: Flask, build: Build, session: Session, connection: sa.Connection
) -> None:
    provider = build.provider(listing=ListingStatus.LISTED)
    lead = actor_of(build.member(provider, Role.PROVIDER_LEAD))
    link = navigation.NavLink("catalogue.search", "Catalogue", Permission.CATALOGUE_READ, 1)
    said: list[str] = []
    sa.event.listen(connection, "before_cursor_execute", lambda *given: said.append(given[2]))

    with app.test_request_context():
        assert catalogue._may_edit_offer(lead)
        assert navigation._may_open(lead, link)
        assert not throttle.is_over_limit(db.session, {"key": 1}, NOW)
        assert not (db.session.new or db.session.dirty or db.session.deleted)

    assert any(each.startswith("SELECT") for each in said)
    assert not [each for each in said if each.startswith(("INSERT", "UPDATE", "DELETE"))]
