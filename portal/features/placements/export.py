"""The rows for the school office: one for each pupil and session that was expected, marked or not."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session, aliased, joinedload

from portal.access import scopes
from portal.access.actor import Actor
from portal.clock import in_london
from portal.domain.attendance.amending import Entry, EntryKind, kinds_of
from portal.domain.attendance.seen import Seen
from portal.domain.attendance.statistics import minutes_late
from portal.domain.calendar.sessions import SessionKey
from portal.features.placements.no_mark_rows import rows_without_mark
from portal.features.placements.office_file import OfficeRow
from portal.features.placements.queries import suggestion_for
from portal.features.placements.sites import Sites
from portal.models import (
    CurrentMark,
    Decision,
    Mark,
    Placement,
    Provider,
    Pupil,
)
from portal.services.attendance.mark_logs import entry_of
from portal.services.attendance.mark_store import first_finished
from portal.services.attendance.n_clocks import NClocks
from portal.services.attendance.provider_days import hours_of
from portal.services.attendance.standing_codes import StandingCodes
from portal.services.door import open_door

LONGEST_DAYS = 31


def hand_over(
    session: Session, actor: Actor, first: date, last: date, at: datetime
) -> list[OfficeRow]:
    """The rows for the office, remembered as handed over.

    Behind the door of each provider, so that no mark changes between the two. The caller commits.
    """
    # In order, so that two downloads never wait for each other.
    for provider_id in sorted(_providers(session, actor, first, last)):
        open_door(session, provider_id)
    rows = office_rows(session, actor, first, last, at)
    _note_export(session, actor, first, last, at)
    return rows


def _providers(session: Session, actor: Actor, first: date, last: date) -> set[int]:
    """Those whose registers hold the actor's pupils on these days, or may come to hold them."""
    marked = scopes.current_marks(actor).where(CurrentMark.day.between(first, last))
    placed = select(Placement.provider_id).where(
        scopes.may_see_placement(actor),
        Placement.starts_on <= last,
        or_(Placement.ends_on.is_(None), Placement.ends_on >= first),
    )
    return {
        *session.scalars(marked.with_only_columns(CurrentMark.provider_id).distinct()),
        *session.scalars(placed.distinct()),
    }


def office_rows(
    session: Session, actor: Actor, first: date, last: date, at: datetime
) -> list[OfficeRow]:
    """A row for each session of the actor's pupils that has a mark or a decision, or has opened.

    `first` to `last` both included, at most 31 days. The clock of an absence runs up to `at`.
    """
    today = in_london(at).date()
    marks = session.scalars(
        scopes.current_marks(actor)
        .join(Pupil, Pupil.id == Placement.pupil_id)
        .options(
            joinedload(CurrentMark.placement).joinedload(Placement.pupil),
            joinedload(CurrentMark.placement).joinedload(Placement.provider),
            joinedload(CurrentMark.placement).joinedload(Placement.commissioner),
            joinedload(CurrentMark.by),
        )
        .where(CurrentMark.day.between(first, min(last, today)), CurrentMark.seen != Seen.UNMARKED)
        .order_by(CurrentMark.day, CurrentMark.half, Pupil.last_name, Pupil.first_name)
    ).all()
    placement_ids = {mark.placement_id for mark in marks}
    standing = StandingCodes(session, placement_ids)
    deciders = _deciders(session, placement_ids, first, last)
    amended = _amended(session, actor, first, last)
    sites = Sites(session, placement_ids)
    clocks = NClocks(session, [mark.placement.pupil for mark in marks], today)
    rows = [
        _row(
            mark,
            _suggested(mark, clocks),
            standing,
            deciders,
            amended,
            sites.of(mark.placement_id, mark.provider_id, SessionKey(mark.day, mark.half)),
        )
        for mark in marks
    ]
    rows += rows_without_mark(session, actor, first, last, at)
    return sorted(rows, key=lambda row: (row.date, row.session, row.surname, row.forename))


def _row(
    mark: CurrentMark,
    suggested: str,
    standing: StandingCodes,
    deciders: dict[tuple[UUID, SessionKey], str],
    amended: set[tuple[int, UUID]],
    site: str,
) -> OfficeRow:
    pupil, provider = mark.placement.pupil, mark.placement.provider
    key = SessionKey(mark.day, mark.half)
    in_force = standing.on(mark.placement_id, mark.day) if mark.seen.was_seen else None
    return OfficeRow(
        upn=pupil.upn or "",
        surname=pupil.last_name,
        forename=pupil.first_name,
        dob=pupil.born_on.isoformat(),
        date=mark.day.isoformat(),
        session=mark.half.upper(),
        observed="two marks differ" if mark.is_conflict else mark.seen.replace("_", " "),
        suggested_code=suggested,
        decided_code=mark.code or (in_force.code if in_force and not mark.is_conflict else ""),
        arrived=f"{mark.arrived:%H:%M}" if mark.arrived else "",
        left=f"{mark.left:%H:%M}" if mark.left else "",
        minutes_late=_late(mark, provider),
        reason=" · ".join(filter(None, (mark.heard, mark.action))),
        provider=provider.name,
        provider_site=site,
        recorded_at=in_london(mark.captured_at).strftime("%Y-%m-%d %H:%M"),
        recorded_by=mark.by.name,
        decided_by=deciders.get((mark.placement_id, key), ""),
        amended="Y" if (mark.register_id, mark.placement_id) in amended else "N",
    )


def _suggested(mark: CurrentMark, clocks: NClocks) -> str:
    if mark.is_conflict:
        return ""
    if mark.seen.was_seen:
        return suggestion_for(mark.placement).letter or ""
    return clocks.suggest(mark).letter or ""


def _late(mark: CurrentMark, provider: Provider) -> str:
    if mark.seen is not Seen.LATE or mark.arrived is None:
        return ""
    hours = hours_of(provider)
    return str(minutes_late(hours.opens(mark.half), mark.arrived, hours.closes(mark.half)))


def _deciders(
    session: Session, placement_ids: set[UUID], first: date, last: date
) -> dict[tuple[UUID, SessionKey], str]:
    """Who gave the decision that counts, by pupil's session."""
    rows = session.scalars(
        select(Decision)
        .options(joinedload(Decision.decided_by))
        .where(Decision.placement_id.in_(placement_ids), Decision.day.between(first, last))
        .order_by(Decision.id)
    )
    return {
        (row.placement_id, SessionKey(row.day, row.half)): row.decided_by.name if row.code else ""
        for row in rows
    }


def _amended(session: Session, actor: Actor, first: date, last: date) -> set[tuple[int, UUID]]:
    """The pupil's sessions of which an entry was amended (domain/attendance/amending.py)."""
    later = aliased(Mark)
    changed = (
        scopes.current_marks(actor)
        .join(
            later,
            (later.register_id == CurrentMark.register_id)
            & (later.placement_id == CurrentMark.placement_id)
            & (later.version == 2),
        )
        .where(CurrentMark.day.between(first, last))
    )
    ended: dict[tuple[int, UUID], tuple[datetime | None, ...]] = {
        (row.register_id, row.placement_id): (row.first_finished_at, row.exported_at)
        for row in session.execute(
            changed.with_only_columns(
                CurrentMark.register_id,
                CurrentMark.placement_id,
                CurrentMark.exported_at,
                first_finished(CurrentMark.register_id).label("first_finished_at"),
            )
        )
    }
    logs: dict[tuple[int, UUID], list[Entry]] = {}
    registers = {register for register, _ in ended}
    wanted = select(Mark).where(Mark.register_id.in_(registers)).order_by(Mark.version)
    for mark in session.scalars(wanted):
        logs.setdefault((mark.register_id, mark.placement_id), []).append(entry_of(mark))
    return {
        key
        for key, moments in ended.items()
        if any(
            kind is EntryKind.AMENDMENT and not entry.awaits_reason
            for entry, kind in zip(logs[key], kinds_of(logs[key], moments).values(), strict=True)
        )
    }


def _note_export(session: Session, actor: Actor, first: date, last: date, at: datetime) -> None:
    """Remember since when the office has it: a later change of it needs a reason."""
    ids = select(Placement.id).where(scopes.may_see_placement(actor))
    session.execute(
        update(CurrentMark)
        .where(CurrentMark.day.between(first, last), CurrentMark.placement_id.in_(ids))
        .values(exported_at=func.coalesce(CurrentMark.exported_at, at))
        .execution_options(synchronize_session=False)
    )
