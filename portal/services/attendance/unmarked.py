"""Sessions in which a pupil was expected and of which the provider has told nothing.

The register has not come, was cancelled, or leaves the pupil without a mark. The commissioner may
decide a code all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import assert_never
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload

from portal.clock import in_london
from portal.domain.attendance.awaiting import is_final
from portal.domain.attendance.seen import Seen
from portal.domain.calendar.sessions import SessionKey
from portal.models import CurrentMark, Decision, Placement, Pupil, Register, RegisterState
from portal.services.attendance.decisions import last_decisions_of
from portal.services.attendance.n_clocks import NClocks
from portal.services.attendance.not_received import DueSession, sessions_due


@dataclass(frozen=True)
class UnmarkedSession:
    """One pupil's session without a mark; `state` is the register's, None where none has come.

    `mark_version` is above 0 where a mark was cleared.
    """

    placement: Placement
    key: SessionKey
    state: RegisterState | None
    days_left: int
    mark_version: int
    last: Decision | None

    @property
    def is_decided(self) -> bool:
        """Whether a code stands that is final; N is not."""
        return self.last is not None and is_final(self.last.code)

    @property
    def is_overdue(self) -> bool:
        """Whether the days for finding the reason are over."""
        return self.days_left < 0

    @property
    def why(self) -> str:
        match self.state:
            case RegisterState.FINISHED:
                return "The register came without a mark for this pupil"
            case RegisterState.CANCELLED:
                return "The provider cancelled the session"
            case RegisterState.OPEN:
                return "The register is not finished"
            case None:
                return "No register has come"
            case _:
                assert_never(self.state)


def unmarked_sessions(
    session: Session, condition: ColumnElement[bool], first: date, now: datetime
) -> list[UnmarkedSession]:
    """Every such session from `first` on, half an hour after it opened; newest first.

    `condition` is on Placement, such as scopes.may_see_placement(actor).
    """
    due = list(sessions_due(session, condition, first, now))
    placements = _placements(session, due)
    versions = _versions(session, placements, first)
    places = [
        (placement_id, each.key)
        for each in due
        for placement_id in each.placement_ids
        if versions.get((placement_id, each.key), 0) is not None
    ]
    states = _states(session, due, first)
    decisions = last_decisions_of(session, places)
    pupils = [placement.pupil for placement in placements.values()]
    clocks = NClocks(session, pupils, in_london(now).date())
    return [
        UnmarkedSession(
            placement=(placement := placements[place[0]]),
            key=place[1],
            state=states.get((placement.provider_id, place[1])),
            days_left=clocks.days_left(placement.pupil, place[1].day),
            mark_version=versions.get(place) or 0,
            last=decisions.get(place),
        )
        for place in places
    ]


def _placements(session: Session, due: Sequence[DueSession]) -> dict[UUID, Placement]:
    ids = {placement_id for each in due for placement_id in each.placement_ids}
    rows = session.scalars(
        select(Placement)
        .options(
            joinedload(Placement.pupil).joinedload(Pupil.home_school),
            joinedload(Placement.provider),
            joinedload(Placement.commissioner),
        )
        .where(Placement.id.in_(ids))
    )
    return {placement.id: placement for placement in rows}


def _versions(
    session: Session, placements: Iterable[UUID], first: date
) -> dict[tuple[UUID, SessionKey], int | None]:
    """The version of each mark that was cleared; None where a mark stands."""
    rows = session.execute(
        select(
            CurrentMark.placement_id,
            CurrentMark.day,
            CurrentMark.half,
            CurrentMark.version,
            CurrentMark.seen,
            CurrentMark.is_conflict,
        ).where(CurrentMark.placement_id.in_(placements), CurrentMark.day >= first)
    )
    return {
        (row.placement_id, SessionKey(row.day, row.half)): (
            row.version if row.seen is Seen.UNMARKED and not row.is_conflict else None
        )
        for row in rows
    }


def _states(
    session: Session, due: Sequence[DueSession], first: date
) -> dict[tuple[int, SessionKey], RegisterState]:
    rows = session.scalars(
        select(Register).where(
            Register.provider_id.in_({each.provider_id for each in due}), Register.day >= first
        )
    )
    return {(row.provider_id, row.key): row.state for row in rows}
