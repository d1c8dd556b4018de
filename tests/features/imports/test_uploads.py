"""Files that wait to be looked at."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.features.imports.kinds import ImportKind
from portal.features.imports.uploads import LIFE, Upload, Uploads
from tests.conftest import NOW
from tests.features.imports.files import AT

ANN, BEN = 1, 2


@pytest.fixture
def uploads(tmp_path: Path) -> Uploads:
    return Uploads(tmp_path / "imports")


def keep(uploads: Uploads, content: bytes = b"upn\n") -> Upload:
    file = io.BytesIO(content)
    return uploads.keep(file, ANN, ImportKind.SCHOOLS, "a.csv", frozenset({"931"}), AT)


def test_a_file_is_found_again_by_its_owner(uploads: Uploads) -> None:
    upload = keep(uploads)

    assert uploads.find(upload.token, ANN, AT) == upload
    assert uploads.path(upload.token).read_bytes() == b"upn\n"


def test_nobody_else_finds_it(uploads: Uploads) -> None:
    upload = keep(uploads)

    assert uploads.find(upload.token, BEN, AT) is None


@pytest.mark.parametrize("token", ["", "..", "../portal", "x" * 32, "x" * 33])
def test_a_made_up_address_finds_nothing(uploads: Uploads, token: str) -> None:
    keep(uploads)

    assert uploads.find(token, ANN, AT) is None


def test_only_its_owner_on_this_machine_may_read_it(uploads: Uploads) -> None:
    path = uploads.path(keep(uploads).token)

    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_after_an_hour_it_is_gone(uploads: Uploads) -> None:
    upload = keep(uploads)

    assert uploads.find(upload.token, ANN, AT + timedelta(minutes=59)) == upload
    assert uploads.find(upload.token, ANN, AT + timedelta(minutes=61)) is None
    assert list(uploads.path("x").parent.iterdir()) == []


def test_a_file_that_is_given_up_leaves_nothing(uploads: Uploads) -> None:
    uploads.discard(keep(uploads))

    assert list(uploads.path("x").parent.iterdir()) == []


def test_sweeping_an_empty_place_does_no_harm(uploads: Uploads) -> None:
    assert uploads.sweep(AT) == 0


def test_the_worker_deletes_it_when_nobody_comes_back(
    app: Flask, session: Session, settings: Settings
) -> None:
    uploads = Uploads.of(settings.instance)
    file = io.BytesIO(b"upn\n")
    upload = uploads.keep(file, ANN, ImportKind.PUPILS, "a.csv", frozenset(), NOW - 2 * LIFE)

    app.test_cli_runner().invoke(args=["portal", "worker", "--once"])

    assert not uploads.path(upload.token).exists()
