"""Takes in the file of a form; what becomes of documents is in `records/evidence`."""

from __future__ import annotations

from typing import BinaryIO
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.adapters.files.storage import sha256_of
from portal.models import Upload
from portal.services.evidence.intake import Intake
from portal.services.evidence.uploads import WholeFile


def judge_file(intake: Intake, file: BinaryIO, name: str) -> WholeFile:
    """Judge and keep the file. Slow, so nothing is written to the database. Raises FileError."""
    kept = intake.take(file, name)
    return WholeFile(sha256_of(file), kept)


def own_upload(session: Session, upload_id: UUID | None, provider_id: int) -> Upload | None:
    """A file that this provider sent before."""
    return session.scalar(
        select(Upload)
        .options(joinedload(Upload.stored_file))
        .where(Upload.id == upload_id, Upload.provider_id == provider_id)
    )
