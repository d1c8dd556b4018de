"""What those who do not decide say of an absence: a code that a council service proposes, or what a
parent knows. Never altered; shown beside the absence to whoever decides.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.access.actor import Actor
from portal.domain.calendar.sessions import SessionKey
from portal.domain.errors import InvalidError
from portal.models import AbsenceProposal, Placement


@dataclass(frozen=True)
class NewProposal:
    """`code` is "" where only words are given."""

    placement: Placement
    key: SessionKey
    code: str
    words: str


def propose(session: Session, new: NewProposal, by: Actor, at: datetime) -> AbsenceProposal:
    """Add it. Raises InvalidError without words: whoever decides must know why."""
    if not new.words:
        raise InvalidError.of("words", "Say what you know about this absence")
    proposal = AbsenceProposal(
        placement_id=new.placement.id,
        day=new.key.day,
        half=new.key.half,
        code=new.code,
        words=new.words,
        by_id=by.user_id,
        organisation_id=by.organisation_id,
        position=by.position,
        at=at,
    )
    session.add(proposal)
    session.flush()
    return proposal


def proposals_for(
    session: Session, wanted: Collection[tuple[UUID, SessionKey]]
) -> dict[tuple[UUID, SessionKey], list[AbsenceProposal]]:
    """What has been said of these absences, oldest first."""
    if not wanted:
        return {}
    rows = session.scalars(
        select(AbsenceProposal)
        .options(joinedload(AbsenceProposal.by), joinedload(AbsenceProposal.organisation))
        .where(
            AbsenceProposal.placement_id.in_({placement_id for placement_id, _ in wanted}),
            AbsenceProposal.day.in_({key.day for _, key in wanted}),
        )
        .order_by(AbsenceProposal.id)
    )
    found: dict[tuple[UUID, SessionKey], list[AbsenceProposal]] = {}
    for row in rows:
        found.setdefault((row.placement_id, SessionKey(row.day, row.half)), []).append(row)
    return found
