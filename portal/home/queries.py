"""What each start page says: first what needs doing now, then what is going on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.access import policies, scopes
from portal.access.actor import Actor
from portal.clock import in_london
from portal.domain.attendance.seen import Seen
from portal.features.registers.queries import (
    ListedRegister,
    RegisterView,
    list_registers,
    view_register,
)
from portal.models import (
    CurrentMark,
    Device,
    ListingStatus,
    Message,
    Placement,
    Provider,
    School,
    Term,
)
from portal.services.attendance.marks_to_come import MarksToCome, marks_to_come
from portal.services.attendance.not_received import (
    ProviderSilence,
    by_provider,
    missing_marks,
)
from portal.services.attendance.penalty import pupils_over_threshold
from portal.services.attendance.provider_days import ProviderDays
from portal.services.council.epoch import went_back_at

FEWEST_SHOWN = 5
"""With fewer pupils of a provider than this, a summary shows no number: each could be known by it."""
SUMMARY_WEEKS = 6


@dataclass(frozen=True)
class ProviderStart:
    """For provider staff: the register that is due, and what is missing or differs.

    `is_outside` says that the provider takes no registers: it applies, or may apply, to join.
    """

    provider: Provider
    is_outside: bool
    days: ProviderDays | None
    due: RegisterView | None
    unfinished: Sequence[ListedRegister]
    phones: int


def provider_start(session: Session, actor: Actor, now: datetime) -> ProviderStart:
    provider = session.get_one(Provider, actor.organisation_id)
    if _is_outside(session, provider):
        return ProviderStart(provider, True, None, None, (), 0)
    days = ProviderDays(session, provider, now)
    listed = list_registers(session, days)
    missing = missing_marks(session, Placement.provider_id == provider.id, now)
    unfinished = [
        line
        for line in listed
        if line.differing
        or (line.key.day < days.today and line.state == "open")
        or line.key in {each.key for each in missing}
    ]
    phones = session.scalar(
        select(func.count())
        .select_from(Device)
        .where(Device.provider_id == provider.id, Device.revoked_at.is_(None))
    )
    due = view_register(session, days, days.due)
    return ProviderStart(provider, False, days, due, unfinished, phones or 0)


def _is_outside(session: Session, provider: Provider) -> bool:
    """Under review; or not listed, and nobody has placed a pupil there."""
    if provider.listing is not ListingStatus.NOT_LISTED:
        return provider.listing is ListingStatus.UNDER_REVIEW
    placed = select(Placement.id).where(Placement.provider_id == provider.id)
    return not session.scalar(select(placed.exists()))


@dataclass(frozen=True)
class CommissionerStart:
    """For those who decide or watch: what waits, what has not come, and today in numbers."""

    waiting: int
    missing: Sequence[ProviderSilence]
    here: int
    late: int
    not_here: int
    placements: int
    over_threshold: int


def commissioner_start(
    session: Session, actor: Actor, now: datetime, today: date
) -> CommissionerStart:
    shown = scopes.current_marks(actor)
    rows = session.execute(
        shown.where(CurrentMark.day == today)
        .with_only_columns(CurrentMark.seen, func.count().label("number"))
        .group_by(CurrentMark.seen)
    )
    seen = {row.seen: row.number for row in rows}
    waiting = shown.where(CurrentMark.awaits_decision).with_only_columns(func.count())
    live = scopes.placements(actor).where(
        Placement.starts_on <= today,
        (Placement.ends_on.is_(None)) | (Placement.ends_on >= today),
    )
    return CommissionerStart(
        waiting=session.scalar(waiting) or 0,
        missing=by_provider(session, missing_marks(session, scopes.may_see_placement(actor), now)),
        here=seen.get(Seen.HERE, 0),
        late=seen.get(Seen.LATE, 0),
        not_here=seen.get(Seen.NOT_HERE, 0),
        placements=session.scalar(live.with_only_columns(func.count())) or 0,
        over_threshold=_count_over_threshold(session, actor, today),
    )


def _count_over_threshold(session: Session, actor: Actor, today: date) -> int:
    """How many pupils have reached the penalty notice threshold; 0 for whom that is no matter."""
    if not policies.may_see_penalty_threshold(actor):
        return 0
    return len(pupils_over_threshold(session, scopes.may_see_placement(actor), today))


@dataclass(frozen=True)
class AdministratorStart:
    """For the administrator: what is loaded, and what could not be sent."""

    schools: int
    placements: int
    last_term_day: date | None
    failed_messages: int
    waiting_messages: int
    went_back_at: datetime | None
    """When the server noticed that its records had gone back."""
    marks_to_come: list[MarksToCome]


def administrator_start(session: Session, at: datetime) -> AdministratorStart:
    def count(query: object) -> int:
        return session.scalar(query) or 0  # type: ignore[call-overload]

    return AdministratorStart(
        schools=count(select(func.count()).select_from(School)),
        placements=count(select(func.count()).select_from(Placement)),
        last_term_day=session.scalar(select(func.max(Term.ends_on))),
        failed_messages=count(
            select(func.count()).select_from(Message).where(Message.failed_at.is_not(None))
        ),
        waiting_messages=count(
            select(func.count())
            .select_from(Message)
            .where(Message.sent_at.is_(None), Message.failed_at.is_(None))
        ),
        went_back_at=went_back_at(session, at),
        marks_to_come=marks_to_come(session, in_london(at).date()),
    )


@dataclass(frozen=True)
class SummaryLine:
    """The sessions of one provider in the last weeks, in numbers; None where too few to show."""

    provider: str
    pupils: int | None
    sessions: int | None
    seen: int | None
    not_seen: int | None


def summary_lines(session: Session, actor: Actor, until: date) -> list[SummaryLine]:
    """Counts by provider over the last weeks, or none where too few pupils are with it."""
    rows = session.execute(
        select(
            Provider.name,
            func.count(func.distinct(Placement.pupil_id)).label("pupils"),
            func.count().label("sessions"),
            func.count().filter(CurrentMark.seen.in_([Seen.HERE, Seen.LATE])).label("seen"),
            func.count().filter(CurrentMark.seen == Seen.NOT_HERE).label("not_seen"),
        )
        .select_from(CurrentMark)
        .join(Placement, Placement.id == CurrentMark.placement_id)
        .join(Provider, Provider.id == CurrentMark.provider_id)
        .where(
            scopes.counts_in_summary(actor),
            CurrentMark.day.between(until - timedelta(weeks=SUMMARY_WEEKS), until),
            CurrentMark.seen != Seen.UNMARKED,
        )
        .group_by(Provider.id, Provider.name)
        .order_by(Provider.name)
    )
    return [
        SummaryLine(row.name, row.pupils, row.sessions, row.seen, row.not_seen)
        if row.pupils >= FEWEST_SHOWN
        else SummaryLine(row.name, None, None, None, None)
        for row in rows
    ]
