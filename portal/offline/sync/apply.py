"""Carries out the operations of a batch, each at most once, in the order in which they were made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.access.permissions import Permission, role_holds
from portal.database.db import begin_writing
from portal.database.prepared import together
from portal.domain.calendar.session_times import may_be_marked, too_early_words
from portal.domain.calendar.sessions import SessionKey
from portal.domain.errors import ConflictError
from portal.models import OpStatus
from portal.offline.phone import SigningPhone
from portal.offline.sync.answers import AnswerOp, save_typed_answers
from portal.offline.sync.placement_days import PLACEMENTS, PlacementDays
from portal.offline.sync.read import (
    ANSWER_KIND,
    ChangeState,
    ReadOp,
    RefusedOp,
    SaveAnswer,
    SetMark,
)
from portal.offline.sync.receipts import Errors, Outcome, Receipt, ask_receipts, keep_receipts
from portal.offline.sync.results import OpResult, late_note, reused, told
from portal.services.attendance.marks import (
    Before,
    NewMark,
    ask_before,
    record_marks,
)
from portal.services.attendance.register_events import NewEvent, record_event
from portal.services.door import connection_of, open_door


@dataclass(frozen=True)
class Applied:
    """What became of each operation, and the provider's change number afterwards."""

    results: tuple[OpResult, ...]
    change_number: int
    has_answers: bool = False
    """Whether an answer to a form was among them: what is missing there is told anew."""

    knows_more: bool = False
    """Whether the phone had seen versions that the server does not have: it has gone back."""

    @property
    def holds_first_marks_only(self) -> bool:
        """Whether each operation was the first mark of a pupil, so that it met nothing older."""
        if self.has_answers or not self.results:
            return False
        return all(result.status == "applied" and result.version == 1 for result in self.results)


@dataclass(frozen=True)
class _Person:
    """An enrolled person: what their marks carry."""

    position: str
    may_take: bool
    may_settle: bool
    ended_at: datetime | None


@dataclass(frozen=True)
class _Before:
    """What there is of the things that a batch is about, before it is carried out."""

    receipts: Mapping[UUID, Receipt]
    placements: Mapping[UUID, PlacementDays]
    marks: Before


def apply_ops(
    session: Session, phone: SigningPhone, ops: Sequence[ReadOp | RefusedOp], at: datetime
) -> Applied:
    """Apply what is new; answer what was applied before from its stored result. Does not commit.

    What the batch needs to know is read before its turn to write, so that the turn is short; if
    somebody opened the provider's door in between, it is read again. The whole batch is tried in
    one step. Should the database refuse it, each operation gets a step of its own, so that a bad
    one cannot hold up the others.
    """
    if not ops:
        return Applied((), phone.change_number)
    has_answers = any(op.kind == ANSWER_KIND for op in ops)
    before = _read_before(connection_of(session), phone, ops)
    begin_writing(session)
    number = open_door(session, phone.provider_id)
    if number != phone.change_number + 1:
        before = _read_before(connection_of(session), phone, ops)
    knows_more = _knows_more(ops, before, phone.epoch)
    try:
        results = _Batch(session, phone, number, at).run(ops, before)
        return Applied(tuple(results), number, has_answers, knows_more)
    except IntegrityError:
        session.rollback()
        begin_writing(session)
    number = open_door(session, phone.provider_id)
    step = _Batch(session, phone, number, at)
    results = [result for op in ops for result in _one_by_one(session, step, op)]
    return Applied(tuple(results), number, has_answers, knows_more)


def _knows_more(ops: Sequence[ReadOp | RefusedOp], before: _Before, epoch: str) -> bool:
    """Whether a mark builds on a version that the log of its pupil and session has not reached."""
    return any(
        op.seen_up_to(epoch) > before.marks.newest_version(op.task.placement_id, op.task.key)
        for op in ops
        if isinstance(op, ReadOp) and isinstance(op.task, SetMark) and op.base_version
    )


def _one_by_one(session: Session, step: _Batch, op: ReadOp | RefusedOp) -> list[OpResult]:
    try:
        with session.begin_nested():
            return step.run([op], _read_before(connection_of(session), step.phone, [op]))
    except IntegrityError:
        message = {"field": "op_id", "message": "OP_ID_REUSED: this was sent before, differently"}
        given = op.given_id if isinstance(op, RefusedOp) else str(op.id)
        return [OpResult(given, "rejected", errors=[message], is_reused=True)]


def _read_before(
    connection: Connection, phone: SigningPhone, ops: Sequence[ReadOp | RefusedOp]
) -> _Before:
    readable = [op for op in ops if isinstance(op, ReadOp)]
    numbers = {op.id for op in ops if op.id is not None}
    numbers |= {op.prev for op in readable if op.prev is not None}
    marks = {(op.task.placement_id, op.task.key) for op in readable if isinstance(op.task, SetMark)}
    placements = list({placement_id for placement_id, _ in marks})
    provider_id = phone.provider_id
    with together(connection):
        receipts = ask_receipts(connection, numbers)
        own = PLACEMENTS.ask(connection, wanted=placements, provider=provider_id)
        before = ask_before(connection, provider_id, marks)
    return _Before(receipts(), {row.id: row for row in own()}, before())


class _Batch:
    """One batch of one phone within one transaction."""

    def __init__(self, session: Session, phone: SigningPhone, number: int, at: datetime) -> None:
        self.session = session
        self.connection = connection_of(session)
        self.phone = phone
        self.number = number
        self.at = at
        self.people = {
            user_id: _Person(
                each.position,
                role_holds(each.role, Permission.REGISTER_TAKE),
                role_holds(each.role, Permission.MARK_SETTLE),
                each.ended_at,
            )
            for user_id, each in phone.people.items()
        }

    def run(self, ops: Sequence[ReadOp | RefusedOp], before: _Before) -> list[OpResult]:
        results: list[OpResult] = []
        fresh: list[ReadOp] = []
        refused: dict[UUID, RefusedOp] = {}
        seen: dict[UUID, str] = {}
        for op in sorted(ops, key=lambda each: each.seq):
            earlier = self._answered_before(op, before.receipts, seen)
            if earlier is not None:
                results.append(earlier)
            elif isinstance(op, RefusedOp):
                results.append(OpResult(op.given_id, "rejected", errors=op.errors))
                if op.id is not None:
                    refused[op.id] = op
            else:
                fresh.append(op)
            if op.id is not None:
                seen.setdefault(op.id, op.sha256)
        self._keep([Outcome(op, OpStatus.REJECTED, 0, op.errors) for op in refused.values()])
        return results + self._apply(fresh, before, before.receipts.keys() | refused.keys())

    def _answered_before(
        self, op: ReadOp | RefusedOp, receipts: Mapping[UUID, Receipt], seen: dict[UUID, str]
    ) -> OpResult | None:
        if op.id is None:
            return None
        if op.id in seen:
            same = seen[op.id] == op.sha256
            return OpResult(str(op.id), "duplicate") if same else reused(op.id)
        receipt = receipts.get(op.id)
        if receipt is None:
            return None
        is_same = receipt.sha256 in (op.sha256, None)  # None: a downgrade has dropped the hash
        if not is_same or receipt.source != str(self.phone.id):
            return reused(op.id)
        if receipt.status is OpStatus.REJECTED:
            return OpResult(str(op.id), "rejected", errors=receipt.errors)
        return OpResult(str(op.id), "duplicate", receipt.version, receipt.errors)

    def _apply(self, ops: list[ReadOp], before: _Before, known: Set[UUID]) -> list[OpResult]:
        ready, results = self._in_order(ops, known)
        done: list[Outcome] = []
        new_marks: list[tuple[ReadOp, NewMark, Errors]] = []
        states: list[tuple[ReadOp, ChangeState]] = []
        answers: list[AnswerOp] = []
        marks_before: Before | None = before.marks
        for op in ready:
            errors = self._objections(op, before.placements)
            if errors:
                done.append(Outcome(op, OpStatus.REJECTED, 0, errors))
                continue
            match op.task:
                case SetMark() as task:
                    if states:  # a mark after it must meet it: they are carried out as made
                        done += self._carry_out(new_marks, states, marks_before)
                        new_marks, states, marks_before = [], [], None
                    new_marks.append((op, *self._new_mark(op, task, before.placements)))
                case ChangeState() as task:
                    states.append((op, task))
                case SaveAnswer() as task:
                    answers.append(AnswerOp(op, task))
        done += self._carry_out(new_marks, states, marks_before)
        if answers:
            done += save_typed_answers(self.session, self.phone, answers, self.number, self.at)
        self._keep(done)
        return results + [told(each) for each in done]

    def _carry_out(
        self,
        new_marks: Sequence[tuple[ReadOp, NewMark, Errors]],
        states: Sequence[tuple[ReadOp, ChangeState]],
        before: Before | None,
    ) -> list[Outcome]:
        """Marks, then what became of their registers."""
        done = self._record(new_marks, before)
        for op, state in states:
            errors = self._change_state(op, state)
            done.append(Outcome(op, OpStatus.REJECTED if errors else OpStatus.APPLIED, 0, errors))
        return done

    def _record(
        self, new_marks: Sequence[tuple[ReadOp, NewMark, Errors]], before: Before | None
    ) -> list[Outcome]:
        marks = [mark for _, mark, _ in new_marks]
        recorded = record_marks(
            self.session, self.phone.provider_id, marks, self.number, self.at, before
        )
        done = []
        for (op, _, notes), each in zip(new_marks, recorded, strict=True):
            status = OpStatus(each.status.value)
            done.append(Outcome(op, status, each.version, notes or late_note(each)))
        return done

    def _in_order(self, ops: list[ReadOp], known: Set[UUID]) -> tuple[list[ReadOp], list[OpResult]]:
        """Those whose predecessor is here or known; the phone sends the others again."""
        ready: list[ReadOp] = []
        results: list[OpResult] = []
        have = set(known)
        for op in ops:
            if op.prev is not None and op.prev not in have:
                results.append(OpResult(str(op.id), "retry"))
                continue
            ready.append(op)
            have.add(op.id)
        return ready, results

    def _objections(self, op: ReadOp, placements: Mapping[UUID, PlacementDays]) -> Errors:
        if op.actor not in self.people:
            message = "This person is not set up on this phone. Sign in on it, then send again."
            return [{"field": "actor", "message": message}]
        ended_at = self.people[op.actor].ended_at
        if ended_at is not None and op.captured_at > ended_at:
            message = "This person’s role had ended by then. Somebody else must enter this."
            return [{"field": "actor", "message": message}]
        if isinstance(op.task, SaveAnswer):
            return []
        if not self.people[op.actor].may_take or self.phone.is_under_review:
            return [{"field": "actor", "message": "This person may not take registers"}]
        too_early = self._too_early(op, op.task.key)
        if too_early:
            return [{"field": "entity", "message": too_early}]
        if isinstance(op.task, SetMark) and op.task.placement_id not in placements:
            return [{"field": "entity", "message": "This pupil is not on your list"}]
        return []

    def _too_early(self, op: ReadOp, key: SessionKey) -> str:
        """Why nothing can have been seen yet. A doubtful clock is not believed over ours."""
        made_at = self.at if op.clock_is_doubtful else min(op.captured_at, self.at)
        hours, early = self.phone.hours, self.phone.opens_early
        is_open = may_be_marked(made_at, key, hours, early)
        return "" if is_open else too_early_words(key, hours, early)

    def _new_mark(
        self, op: ReadOp, task: SetMark, placements: Mapping[UUID, PlacementDays]
    ) -> tuple[NewMark, Errors]:
        person = self.people[op.actor]
        is_placed = placements[task.placement_id].covers(task.key.day)
        mark = NewMark(
            id=op.id,
            key=task.key,
            placement_id=task.placement_id,
            value=task.entry.value,
            base_version=op.seen_up_to(self.phone.epoch),
            source=str(self.phone.id),
            seq=op.seq,
            sha256=op.sha256,
            captured_at=op.captured_at,
            by_id=op.actor,
            position=person.position,
            reason=task.entry.reason,
            clock_is_doubtful=op.clock_is_doubtful,
            is_on_roster=is_placed,
            may_settle=person.may_settle,
        )
        if is_placed:
            return mark, []
        message = "This pupil’s placement does not cover that day. The mark is kept."
        return mark, [{"field": "placement", "message": message}]

    def _change_state(self, op: ReadOp, task: ChangeState) -> Errors:
        event = NewEvent(
            op.id,
            task.key,
            task.state,
            task.reason,
            op.captured_at,
            op.actor,
            self.people[op.actor].position,
            task.unmarked_count,
        )
        try:
            record_event(self.session, self.phone.provider_id, event, self.number, self.at)
        except ConflictError as error:
            return [{"field": "state", "message": str(error)}]
        return []

    def _keep(self, outcomes: Sequence[Outcome]) -> None:
        keep_receipts(self.connection, self.phone.id, outcomes, self.at)
