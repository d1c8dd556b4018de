"""When each kind of file was loaded last."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.features.imports.kinds import ImportKind
from portal.models import AuditEvent

RECORD_KIND = "import"


def last_loaded(session: Session) -> dict[ImportKind, datetime]:
    """By kind; a kind that was never loaded is not there."""
    rows = session.execute(
        select(AuditEvent.record_id, func.max(AuditEvent.at))
        .where(AuditEvent.record_kind == RECORD_KIND)
        .group_by(AuditEvent.record_id)
    )
    return {ImportKind(kind): at for kind, at in rows}
