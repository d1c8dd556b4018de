"""The codes that commissioners and home schools decide: each kept for ever, the last one counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select, update
from sqlalchemy.orm import Session, aliased, joinedload

from portal.access.actor import Actor
from portal.domain.attendance.awaiting import NOT_YET_KNOWN, DecisionState, awaits_decision
from portal.domain.attendance.codes import code_on, codes_for_decision
from portal.domain.attendance.codes_by_age import problem_with_age
from portal.domain.attendance.seen import Seen
from portal.domain.calendar.school_age import is_of_compulsory_school_age
from portal.domain.calendar.sessions import SessionKey
from portal.domain.errors import ConflictError, FieldError, InvalidError
from portal.models import Attention, CurrentMark, Decision, Placement
from portal.services.door import open_door

TAKEN_BACK = ""


@dataclass(frozen=True)
class NewDecision:
    """One decision as it comes in. `mark_version` and `last_id` are what the person had before them."""

    placement: Placement
    key: SessionKey
    code: str
    words: str = ""
    reason: str = ""
    mark_version: int = 0
    last_id: int | None = None


def decide(session: Session, new: NewDecision, by: Actor, at: datetime) -> Decision:
    """Record the decision and what it makes of the current mark; flushes.

    Raises InvalidError for a code, words or reason that will not do, and ConflictError where the
    mark or the decision has changed since the person saw them.
    """
    number = open_door(session, new.placement.provider_id)
    mark = _current(session, new)
    last = last_decision(session, new.placement.id, new.key)
    _check_nothing_changed(new, mark, last)
    _check_form(new, last)
    decision = Decision(
        placement_id=new.placement.id,
        day=new.key.day,
        half=new.key.half,
        code=new.code,
        words=new.words,
        replaces_id=last.id if last else None,
        reason=new.reason,
        mark_version=mark.version if mark else 0,
        decided_at=at,
        decided_by_id=by.user_id,
        organisation_id=by.organisation_id,
        position=by.position,
    )
    session.add(decision)
    session.flush()
    if mark is not None:
        _show(session, mark, DecisionState(new.code, mark.version), number)
    return decision


def _current(session: Session, new: NewDecision) -> CurrentMark | None:
    return session.scalar(
        select(CurrentMark)
        .where(
            CurrentMark.placement_id == new.placement.id,
            CurrentMark.day == new.key.day,
            CurrentMark.half == new.key.half,
        )
        .execution_options(populate_existing=True)
    )


def last_decision(session: Session, placement_id: UUID, key: SessionKey) -> Decision | None:
    """The newest decision on a pupil's session, one that was taken back too."""
    return session.scalar(
        select(Decision)
        .options(joinedload(Decision.decided_by))
        .where(
            Decision.placement_id == placement_id,
            Decision.day == key.day,
            Decision.half == key.half,
        )
        .order_by(Decision.id.desc())
        .limit(1)
    )


def _check_nothing_changed(
    new: NewDecision, mark: CurrentMark | None, last: Decision | None
) -> None:
    if last is not None and last.id != new.last_id:
        what = f"decided {last.code}" if last.code else "took the decision back"
        raise ConflictError(f"{last.decided_by.name} {what} in the meantime")
    if mark is not None and mark.version != new.mark_version:
        raise ConflictError("The provider changed the mark in the meantime: look at it again")
    if mark is not None and mark.is_conflict:
        raise ConflictError("Two different marks stand: choose one of them first")


def _check_form(new: NewDecision, last: Decision | None) -> None:
    errors: list[FieldError] = []
    if new.code != TAKEN_BACK:
        errors += _code_errors(new)
    replaces_final = last is not None and last.code not in (TAKEN_BACK, NOT_YET_KNOWN)
    if (replaces_final or new.code == TAKEN_BACK) and not new.reason:
        errors.append(FieldError("reason", "Say why the decision changes"))
    if errors:
        raise InvalidError(errors)


def _code_errors(new: NewDecision) -> list[FieldError]:
    day, pupil = new.key.day, new.placement.pupil
    if new.code not in {code.letter for code in codes_for_decision(day)}:
        return [FieldError("code", "This code cannot be given for an absence on that day")]
    in_age = is_of_compulsory_school_age(pupil.born_on, day)
    problem = problem_with_age(new.code, in_age)
    if problem is not None:
        return [FieldError("code", problem)]
    if code_on(new.code, day).needs_words and not new.words:
        return [FieldError("words", f"Code {new.code} needs words: say what happened")]
    return []


def _show(session: Session, mark: CurrentMark, decision: DecisionState, number: int) -> None:
    mark.code = decision.code
    mark.attention = Attention.NONE
    mark.awaits_decision = awaits_decision(mark.seen, mark.version, mark.is_conflict, decision)
    mark.change_number = number
    session.flush()


def put_attention_away(session: Session, placement: Placement, key: SessionKey) -> None:
    """A person has seen why the mark stands out; what still needs a decision stays in the queue."""
    number = open_door(session, placement.provider_id)
    mark = session.scalars(
        select(CurrentMark)
        .where(
            CurrentMark.placement_id == placement.id,
            CurrentMark.day == key.day,
            CurrentMark.half == key.half,
        )
        .execution_options(populate_existing=True)
    ).one()
    last = last_decision(session, placement.id, key)
    state = DecisionState(last.code, last.mark_version) if last else DecisionState()
    awaits = awaits_decision(mark.seen, mark.version, mark.is_conflict, state)
    session.execute(
        update(CurrentMark)
        .where(
            CurrentMark.register_id == mark.register_id,
            CurrentMark.placement_id == mark.placement_id,
        )
        .values(attention=Attention.NONE, awaits_decision=awaits, change_number=number)
    )


def last_decisions_of(
    session: Session, wanted: Sequence[tuple[UUID, SessionKey]]
) -> dict[tuple[UUID, SessionKey], Decision]:
    """The newest decision of each pupil's session, where there is one."""
    if not wanted:
        return {}
    days = [key.day for _, key in wanted]
    rows = session.scalars(
        select(Decision)
        .options(joinedload(Decision.decided_by))
        .where(
            Decision.placement_id.in_({placement_id for placement_id, _ in wanted}),
            Decision.day.between(min(days), max(days)),
        )
        .order_by(Decision.id)
    )
    return {(row.placement_id, SessionKey(row.day, row.half)): row for row in rows}


def decisions_without_mark(
    session: Session, condition: ColumnElement[bool], first: date, last: date
) -> Sequence[tuple[Decision, Placement]]:
    """The decisions that count for sessions of which the provider has told nothing.

    `condition` is on Placement, and may be on Decision; `first` and `last` are included.
    """
    later = aliased(Decision)
    is_replaced = exists().where(later.replaces_id == Decision.id)
    has_mark = exists().where(
        CurrentMark.placement_id == Decision.placement_id,
        CurrentMark.day == Decision.day,
        CurrentMark.half == Decision.half,
        CurrentMark.seen != Seen.UNMARKED,
    )
    rows = session.execute(
        select(Decision, Placement)
        .join(Placement, Placement.id == Decision.placement_id)
        .options(
            joinedload(Decision.decided_by),
            joinedload(Placement.pupil),
            joinedload(Placement.provider),
        )
        .where(
            condition,
            Decision.day.between(first, last),
            Decision.code != TAKEN_BACK,
            ~is_replaced,
            ~has_mark,
        )
    )
    return [(row.Decision, row.Placement) for row in rows]
