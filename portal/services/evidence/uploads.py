"""Files on their way to us, piece by piece, so that a weak signal never starts one again."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO
from uuid import UUID, uuid4

from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session, joinedload

from portal.adapters.files.storage import StorageError, sha256_of
from portal.database.db import insert_or_ignore
from portal.domain.errors import ConflictError, InvalidError
from portal.domain.files.kinds import FileError, FileProblem
from portal.models import FileState, StoredFile, Upload
from portal.services.evidence.intake import Intake, KeptFile

MOST_PIECE = 1024 * 1024
MOST_UNFINISHED = 40
"""As many files as one provider may have under way at once."""

UNFINISHED_KEPT = timedelta(days=7)
CHANGED_ON_ITS_WAY = "The file changed on its way to us. Send it again"

_UPLOAD: Table = Upload.__table__  # type: ignore[assignment]
_STORED_FILE: Table = StoredFile.__table__  # type: ignore[assignment]


class UploadState(StrEnum):
    RECEIVING = "receiving"
    READY = "ready"
    AWAITS_CHECK = "held"
    REFUSED = "refused"


@dataclass(frozen=True)
class Announced:
    """What a sender says of a file before it sends it."""

    sha256: str
    size: int
    file_name: str


@dataclass(frozen=True)
class Owner:
    provider_id: int
    by_id: int


@dataclass(frozen=True)
class Arrival:
    """What came of one piece: how much is here now, and for the last one what became of the file."""

    offset: int
    received: int
    kept: KeptFile | None = None
    problem: str = ""


@dataclass(frozen=True)
class WholeFile:
    """A file that a form brought. `sent_sha256` is of what was sent, before it was cleaned."""

    sent_sha256: str
    kept: KeptFile


def state_of(upload: Upload) -> UploadState:
    stored = upload.stored_file
    if stored is None:
        return UploadState.REFUSED if upload.problem else UploadState.RECEIVING
    return UploadState(stored.state.value)


def begin(
    session: Session, folder: Path, owner: Owner, announced: Announced, at: datetime
) -> Upload:
    """The upload of this file, begun now or before; the caller has begun to write.

    A file that is here already is done at once. One that was refused may come again under another
    name. Raises InvalidError where too many are under way.
    """
    upload = _find(session, owner.provider_id, announced.sha256)
    if upload is None:
        _check_number(session, owner.provider_id)
        row = {"id": uuid4(), "received": 0, "problem": "", "stored_sha256": None, "created_at": at}
        insert_or_ignore(session, _UPLOAD, [row | asdict(owner) | asdict(announced)])
        upload = _find(session, owner.provider_id, announced.sha256)
        assert upload is not None  # just inserted, by us or by another request
    if upload.problem and upload.file_name != announced.file_name:
        upload.problem, upload.file_name = "", announced.file_name
    if state_of(upload) is UploadState.RECEIVING:
        upload.size, upload.by_id = announced.size, owner.by_id
        upload.received = min(upload.received, _length_of(part_of(folder, upload.id)))
    session.flush()
    return upload


def _find(session: Session, provider_id: int, sha256: str) -> Upload | None:
    return session.scalar(
        select(Upload)
        .options(joinedload(Upload.stored_file))
        .where(Upload.provider_id == provider_id, Upload.sha256 == sha256)
    )


def _check_number(session: Session, provider_id: int) -> None:
    under_way = session.scalar(
        select(func.count())
        .select_from(Upload)
        .where(
            Upload.provider_id == provider_id,
            Upload.stored_sha256.is_(None),
            Upload.problem == "",
        )
    )
    if (under_way or 0) >= MOST_UNFINISHED:
        raise InvalidError.of("file", "Too many files are under way. Let some of them finish first")


def take_piece(intake: Intake, upload: Upload, offset: int, piece: bytes) -> Arrival:
    """Write a piece to the disk, and after the last one keep the file. Changes no row.

    Raises ConflictError where the piece does not follow on what is here, and InvalidError where it
    reaches past the end.
    """
    part = part_of(intake.folder, upload.id)
    if offset != upload.received or _length_of(part) < offset:
        raise ConflictError("The piece does not follow on what is here")
    received = offset + len(piece)
    if not piece or received > upload.size:
        raise InvalidError.of("file", "The piece is empty, or reaches past the end of the file")
    _write(part, offset, piece)
    if received < upload.size:
        return Arrival(offset, received)
    with part.open("rb") as file:
        return _keep(intake, file, upload, offset)


def _keep(intake: Intake, file: BinaryIO, upload: Upload, offset: int) -> Arrival:
    if sha256_of(file) != upload.sha256:
        return Arrival(offset, 0)
    try:
        kept = intake.take(file, upload.file_name)
    except FileError as error:
        return Arrival(offset, 0, problem=error.errors[0].message)
    return Arrival(offset, upload.size, kept)


def note_arrival(
    session: Session, intake: Intake, upload_id: UUID, arrival: Arrival, at: datetime
) -> Upload:
    """Write down what came of a piece; the caller has begun to write.

    Where another request was faster, its word stands.
    """
    upload = session.scalars(select(Upload).where(Upload.id == upload_id).with_for_update()).one()
    if upload.received != arrival.offset or upload.stored_sha256 is not None:
        return upload
    upload.received, upload.problem = arrival.received, arrival.problem
    if arrival.kept is not None:
        note_kept(session, intake, arrival.kept, at)
        upload.stored_sha256 = arrival.kept.sha256
        upload.file_name = arrival.kept.name
    session.flush()
    if arrival.kept is not None or arrival.received == 0:
        part_of(intake.folder, upload.id).unlink(missing_ok=True)
    return upload


def note_kept(session: Session, intake: Intake, kept: KeptFile, at: datetime) -> None:
    """Write down that the store holds a file.

    Raises FileError for one in which a virus was found later, and StorageError where the store has
    just let go of it.
    """
    row = {
        "sha256": kept.sha256,
        "content_type": kept.kind.content_type,
        "size": kept.size,
        "state": FileState.AWAITS_CHECK if kept.awaits_check else FileState.READY,
        "stored_at": at,
    }
    insert_or_ignore(session, _STORED_FILE, [row])
    if session.get_one(StoredFile, kept.sha256).state is FileState.REFUSED:
        raise FileError(FileProblem.VIRUS)
    if not intake.storage.exists(kept.sha256):
        raise StorageError("The file was deleted at the same moment")


def note_whole(
    session: Session, intake: Intake, owner: Owner, whole: WholeFile, at: datetime
) -> Upload:
    """The upload of a file that came in one piece, by a form; the caller has begun to write."""
    kept = whole.kept
    announced = Announced(whole.sent_sha256, kept.size, kept.name)
    upload = begin(session, intake.folder, owner, announced, at)
    if upload.stored_sha256 is None:
        note_kept(session, intake, kept, at)
        upload.stored_sha256, upload.problem = kept.sha256, ""
        upload.received = upload.size
    session.flush()
    session.refresh(upload)
    return upload


def part_of(folder: Path, upload_id: UUID) -> Path:
    return folder / f"{upload_id.hex}.part"


def _length_of(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _write(path: Path, offset: int, piece: bytes) -> None:
    """On the disk itself before we say that it is here."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    opened = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        os.pwrite(opened, piece, offset)
        os.fsync(opened)
    finally:
        os.close(opened)
