"""What the worker does for files: checks those that are held, and clears out what was never used."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, exists, select
from sqlalchemy.orm import Session

from portal.access.permissions import Permission
from portal.adapters.files.storage import FileMissingError
from portal.adapters.files.virus_check import VirusCheckerDownError
from portal.models import Evidence, FileState, StoredFile, Upload
from portal.services.evidence.intake import Intake
from portal.services.evidence.uploads import UNFINISHED_KEPT, part_of
from portal.services.mail.outbox import Email, people_who_hold, write

UNUSED_KEPT = timedelta(days=30)
"""How long a file that came, and of which no document was made, is kept."""

_MOST_AT_ONCE = 20
log = logging.getLogger(__name__)


def verdicts_on_awaiting(session: Session, intake: Intake) -> dict[str, bool]:
    """Whether each held file is clean, as far as the checker answers. Slow, and writes nothing.

    Where the council has taken its virus checker away, held files are let go.
    """
    awaiting = session.scalars(
        select(StoredFile.sha256)
        .where(StoredFile.state == FileState.AWAITS_CHECK)
        .order_by(StoredFile.stored_at)
        .limit(_MOST_AT_ONCE)
    ).all()
    session.rollback()
    verdicts: dict[str, bool] = {}
    try:
        for sha256 in awaiting:
            verdicts[sha256] = intake.checker is None or _is_clean(intake, sha256)
    except VirusCheckerDownError as error:
        log.warning("%s: files stay held", error)
    return verdicts


def _is_clean(intake: Intake, sha256: str) -> bool:
    """A file that the store has lost counts as bad: nobody will ever get it."""
    assert intake.checker is not None
    try:
        pieces = intake.storage.open(sha256)
    except FileMissingError:
        return False
    try:
        return intake.checker.is_clean(pieces)
    finally:
        pieces.close()


def note_verdicts(
    session: Session, intake: Intake, verdicts: Mapping[str, bool], at: datetime
) -> None:
    """Give clean files out from now on; delete the others and tell whoever sent them.

    The caller has begun to write.
    """
    for sha256, is_clean in verdicts.items():
        stored = session.get_one(StoredFile, sha256, with_for_update=True)
        if stored.state is not FileState.AWAITS_CHECK:
            continue
        stored.state = FileState.READY if is_clean else FileState.REFUSED
        if not is_clean:
            write(session, _emails(session, sha256), at)
            intake.storage.delete(sha256)
    session.flush()


def _emails(session: Session, sha256: str) -> Iterator[Email]:
    provider_ids = set(
        session.scalars(select(Upload.provider_id).where(Upload.stored_sha256 == sha256))
    )
    people = people_who_hold(session, provider_ids, Permission.EVIDENCE_EDIT)
    for provider_id in provider_ids:
        for user_id, email in people.get(provider_id, []):
            yield Email(
                once_key=f"virus:{sha256[:32]}:{user_id}",
                to=email,
                subject="A file that you sent was refused",
                body="The virus checker found a virus in a file that you sent to the alternative"
                " provision portal. We have deleted the file.\n\nCheck your computer before you"
                " send another. Sign in and look under “Evidence” to see which file it was.",
            )


def forget_uploads(session: Session, intake: Intake, at: datetime) -> int:
    """Delete uploads that never ended, the words about refused ones, and files that nobody used.

    The caller has begun to write. How many uploads went.
    """
    never_ended = Upload.stored_sha256.is_(None) & (Upload.created_at < at - UNFINISHED_KEPT)
    unused = (
        Upload.stored_sha256.is_not(None)
        & (Upload.created_at < at - UNUSED_KEPT)
        & ~exists().where(
            Evidence.provider_id == Upload.provider_id, Evidence.sha256 == Upload.stored_sha256
        )
    )
    gone = _delete_uploads(session, intake, never_ended) + _delete_uploads(session, intake, unused)
    _delete_unused_files(session, intake, at)
    return gone


def _delete_uploads(session: Session, intake: Intake, which: ColumnElement[bool]) -> int:
    ids = session.scalars(select(Upload.id).where(which)).all()
    for upload_id in ids:
        part_of(intake.folder, upload_id).unlink(missing_ok=True)
    session.execute(delete(Upload).where(Upload.id.in_(ids)))
    return len(ids)


def _delete_unused_files(session: Session, intake: Intake, at: datetime) -> None:
    """Within the writer's turn, so that nobody begins to use a file that is about to go."""
    unused = session.scalars(
        select(StoredFile)
        .where(
            StoredFile.stored_at < at - UNUSED_KEPT,
            ~exists().where(Evidence.sha256 == StoredFile.sha256),
            ~exists().where(Upload.stored_sha256 == StoredFile.sha256),
        )
        .with_for_update()
    ).all()
    for stored in unused:
        session.delete(stored)
        session.flush()
        intake.storage.delete(stored.sha256)
