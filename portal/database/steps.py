"""Writes a long import in short steps, so that phones and people are served meanwhile."""

from __future__ import annotations

import time

from sqlalchemy.orm import Session

from portal.database.db import begin_writing

_PAUSE = 0.03
"""Long enough for whoever waits for the writer's turn on SQLite to notice that it is free."""


def end_step(session: Session) -> None:
    """Keep what the step wrote, let others write, and begin the next."""
    session.commit()
    time.sleep(_PAUSE)
    begin_writing(session)
