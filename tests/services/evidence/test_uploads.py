"""Two requests about one file at the same moment."""

from __future__ import annotations

import hashlib
import io

import pytest
from sqlalchemy.orm import Session

from portal.adapters.files.storage import StorageError
from portal.domain.files.kinds import FileError, FileProblem
from portal.models import FileState, StoredFile, Upload
from portal.services.evidence.intake import Intake
from portal.services.evidence.uploads import (
    Announced,
    Owner,
    UploadState,
    begin,
    note_arrival,
    note_kept,
    state_of,
    take_piece,
)
from tests.adapters.files.samples import PDF
from tests.conftest import NOW
from tests.worlds import Farm


def begun(session: Session, intake: Intake, farm: Farm) -> Upload:
    owner = Owner(farm.provider.id, farm.lead.user_id)
    announced = Announced(hashlib.sha256(PDF).hexdigest(), len(PDF), "policy.pdf")
    return begin(session, intake.folder, owner, announced, NOW)


def test_of_two_requests_with_the_same_piece_the_first_stands(
    session: Session, intake: Intake, farm: Farm
) -> None:
    upload = begun(session, intake, farm)
    half = len(PDF) // 2
    faster = take_piece(intake, upload, 0, PDF)
    slower = take_piece(intake, upload, 0, PDF[:half])

    note_arrival(session, intake, upload.id, faster, NOW)
    after = note_arrival(session, intake, upload.id, slower, NOW)

    assert after.received == len(PDF)
    assert after.file_name == "policy.pdf"
    session.refresh(after)
    assert state_of(after) is UploadState.READY


def test_a_file_in_which_a_virus_was_found_does_not_come_back(
    session: Session, intake: Intake, farm: Farm
) -> None:
    kept = intake.take(io.BytesIO(PDF), "policy.pdf")
    note_kept(session, intake, kept, NOW)
    session.get_one(StoredFile, kept.sha256).state = FileState.REFUSED

    with pytest.raises(FileError) as caught:
        note_kept(session, intake, kept, NOW)
    assert caught.value.problem is FileProblem.VIRUS


def test_a_file_that_was_cleared_out_at_the_same_moment_is_asked_for_again(
    session: Session, intake: Intake, farm: Farm
) -> None:
    kept = intake.take(io.BytesIO(PDF), "policy.pdf")
    intake.storage.delete(kept.sha256)

    with pytest.raises(StorageError, match="deleted at the same moment"):
        note_kept(session, intake, kept, NOW)
