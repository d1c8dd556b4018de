"""The worker checks files that were held, clears out, and reminds of what runs out."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.adapters.files.storage import sha256_of
from portal.adapters.files.virus_check import ClamdChecker
from portal.domain.evidence.kinds import EvidenceKind as K
from portal.models import (
    FileState,
    StoredFile,
    Upload,
)
from portal.services.evidence.housekeeping import (
    forget_uploads,
    note_verdicts,
    verdicts_on_awaiting,
)
from portal.services.evidence.intake import Intake
from portal.services.evidence.uploads import (
    Announced,
    Owner,
    WholeFile,
    begin,
    note_whole,
    part_of,
    take_piece,
)
from tests.adapters.files.clamd import Clamd, running_clamd
from tests.adapters.files.samples import INFECTED_PDF, PDF
from tests.conftest import NOW
from tests.services.evidence.letters import letters
from tests.worlds import TODAY, Farm, Keeper

DAY = timedelta(days=1)


@pytest.fixture
def clamd() -> Iterator[Clamd]:
    with running_clamd() as running:
        yield running


@pytest.fixture
def guarded(intake: Intake, clamd: Clamd) -> Intake:
    """An intake whose virus checker does not answer yet."""
    clamd.answer = b"busy"
    return Intake(intake.storage, ClamdChecker(clamd.address), intake.folder)


def keep_awaiting(session: Session, intake: Intake, farm: Farm, content: bytes) -> StoredFile:
    file = io.BytesIO(content)
    kept = intake.take(file, "policy.pdf")
    owner = Owner(farm.provider.id, farm.lead.user_id)
    upload = note_whole(session, intake, owner, WholeFile(sha256_of(file), kept), NOW)
    session.commit()
    assert upload.stored_file is not None
    return upload.stored_file


def look_again(session: Session, intake: Intake) -> None:
    note_verdicts(session, intake, verdicts_on_awaiting(session, intake), NOW)
    session.commit()


def test_a_held_file_stays_held_while_the_checker_is_away(
    session: Session, guarded: Intake, farm: Farm
) -> None:
    stored = keep_awaiting(session, guarded, farm, PDF)

    look_again(session, guarded)

    assert stored.state is FileState.AWAITS_CHECK
    assert letters(session) == []


def test_a_clean_file_is_given_out_once_the_checker_answers(
    session: Session, guarded: Intake, farm: Farm, clamd: Clamd
) -> None:
    stored = keep_awaiting(session, guarded, farm, PDF)
    clamd.answer = None

    look_again(session, guarded)

    assert stored.state is FileState.READY


def test_an_infected_file_is_deleted_and_its_sender_told_once(
    session: Session, guarded: Intake, farm: Farm, clamd: Clamd
) -> None:
    stored = keep_awaiting(session, guarded, farm, INFECTED_PDF)
    clamd.answer = None

    look_again(session, guarded)
    look_again(session, guarded)

    assert stored.state is FileState.REFUSED
    assert not guarded.storage.exists(stored.sha256)
    [letter] = letters(session)
    assert letter.to == farm.lead.user.email
    assert "virus" in letter.body


def test_a_held_file_that_the_store_has_lost_is_refused(
    session: Session, guarded: Intake, farm: Farm, clamd: Clamd
) -> None:
    stored = keep_awaiting(session, guarded, farm, PDF)
    clamd.answer = None
    guarded.storage.delete(stored.sha256)

    look_again(session, guarded)

    assert stored.state is FileState.REFUSED
    assert len(letters(session)) == 1


def test_a_verdict_that_comes_after_another_changes_nothing(
    session: Session, guarded: Intake, farm: Farm, clamd: Clamd
) -> None:
    stored = keep_awaiting(session, guarded, farm, PDF)
    clamd.answer = None
    look_again(session, guarded)

    note_verdicts(session, guarded, {stored.sha256: False}, NOW)

    assert stored.state is FileState.READY
    assert guarded.storage.exists(stored.sha256)
    assert letters(session) == []


def test_held_files_are_let_go_when_the_council_has_no_checker_any_more(
    session: Session, intake: Intake, guarded: Intake, farm: Farm
) -> None:
    stored = keep_awaiting(session, guarded, farm, PDF)

    look_again(session, intake)

    assert stored.state is FileState.READY


def test_an_upload_that_never_ended_goes_after_a_week(
    session: Session, intake: Intake, farm: Farm
) -> None:
    owner = Owner(farm.provider.id, farm.lead.user_id)
    upload = begin(session, intake.folder, owner, Announced("a" * 64, 5000, "a.pdf"), NOW)
    take_piece(intake, upload, 0, b"%PDF-")
    part = part_of(intake.folder, upload.id)
    session.commit()

    assert forget_uploads(session, intake, NOW + 7 * DAY) == 0
    assert part.exists()
    assert forget_uploads(session, intake, NOW + 8 * DAY) == 1
    assert not part.exists()


def test_a_file_of_which_no_document_was_made_goes_after_a_month(
    session: Session, intake: Intake, farm: Farm
) -> None:
    stored = keep_awaiting(session, intake, farm, PDF)
    sha256 = stored.sha256

    assert forget_uploads(session, intake, NOW + 30 * DAY) == 0
    assert intake.storage.exists(sha256)
    assert forget_uploads(session, intake, NOW + 31 * DAY) == 1
    assert not intake.storage.exists(sha256)
    assert session.scalars(select(StoredFile)).all() == []


def test_a_file_that_a_document_names_is_never_cleared_out(
    session: Session, intake: Intake, farm: Farm, keep: Keeper
) -> None:
    document = keep.add(farm.lead)

    forget_uploads(session, intake, NOW + 3650 * DAY)

    assert intake.storage.exists(document.sha256)
    assert len(session.scalars(select(Upload)).all()) == 1


def test_the_worker_does_all_of_this_in_its_round(
    app: Flask, session: Session, guarded: Intake, farm: Farm, keep: Keeper, clamd: Clamd
) -> None:
    stored = keep_awaiting(session, guarded, farm, PDF)
    keep.add(farm.lead, K.PUBLIC_LIABILITY, date(2026, 1, 1), expires_on=TODAY + 20 * DAY)
    clamd.answer = None
    app.extensions["portal_intake"] = guarded

    result = app.test_cli_runner().invoke(args=["portal", "worker", "--once"])

    assert result.exit_code == 0, result.output
    assert "Files checked that were held: 1" in result.output
    session.expire_all()
    assert stored.state is FileState.READY
    assert [each for each in letters(session) if each.once_key.startswith("renewal:")]
