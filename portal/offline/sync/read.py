"""Reads one operation: into something to do, or into a list of what is wrong with it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from portal.domain.calendar.sessions import SessionKey
from portal.domain.errors import FieldError
from portal.domain.text.plain_text import clean_text
from portal.features.registers.forms import MarkEntry, validate_mark_body
from portal.models import RegisterState
from portal.offline.schemas import OP_SCHEMA
from portal.offline.sync.head import OpHead, read_head

Errors = list[dict[str, str]]
ANSWER_KIND = "form.save"
LONGEST_REASON = 500
DOUBTFUL_CLOCK = timedelta(minutes=10)
TOO_LATE = timedelta(minutes=2)
OLDEST = timedelta(days=400)


@dataclass(frozen=True)
class SetMark:
    key: SessionKey
    placement_id: UUID
    entry: MarkEntry


@dataclass(frozen=True)
class ChangeState:
    key: SessionKey
    state: RegisterState
    reason: str
    unmarked_count: int


@dataclass(frozen=True)
class SaveAnswer:
    """An answer to one question of a form, as it was typed: a text, texts, or rows of texts."""

    form_id: UUID
    question_key: str
    typed: object


Task = SetMark | ChangeState | SaveAnswer


@dataclass(frozen=True)
class ReadOp:
    """An operation that can be carried out, as far as it can be told without the database."""

    id: UUID
    seq: int
    prev: UUID | None
    kind: str
    entity: str
    base_version: int
    epoch: str | None
    captured_at: datetime
    clock_is_doubtful: bool
    actor: int
    sha256: str
    task: Task
    payload: Any
    """The operation as it came, to keep should it be refused after all."""

    def seen_up_to(self, epoch: str) -> int:
        """The version that its maker had seen; a version of before a restore is none of ours."""
        return self.base_version if self.epoch in (None, epoch) else 0


@dataclass(frozen=True)
class RefusedOp:
    """An operation that cannot be carried out; a copy is kept where it has an id of its own."""

    given_id: str
    id: UUID | None
    seq: int
    kind: str
    entity: str
    sha256: str
    errors: Errors
    payload: Any


@dataclass(frozen=True)
class Clock:
    """The phone's clock against ours, for the whole batch."""

    received_at: datetime
    skew: timedelta

    @property
    def is_wrong(self) -> bool:
        return abs(self.skew) > DOUBTFUL_CLOCK

    def correct(self, captured_at: datetime) -> tuple[datetime, bool]:
        """When it happened by our clock, and whether that is in doubt."""
        try:
            corrected = captured_at - self.skew if self.is_wrong else captured_at
        except OverflowError:
            return self.received_at, True
        age = self.received_at - corrected
        if age > OLDEST or -age > OLDEST:
            return self.received_at, True
        return corrected, self.is_wrong or -age > TOO_LATE


_IN_ORDER = json.JSONEncoder(sort_keys=True, separators=(",", ":"))


def sha256_of(raw: object) -> str:
    """A hash of the content, whatever the order of its keys."""
    return hashlib.sha256(_IN_ORDER.encode(raw).encode()).hexdigest()


def _as_json(errors: Iterable[FieldError]) -> Errors:
    return [{"field": error.field, "message": error.message} for error in errors]


def read_op(raw: object, clock: Clock) -> ReadOp | RefusedOp:
    """Check one operation's form."""
    if not isinstance(raw, dict):
        return _refused({}, [{"field": "ops", "message": "An operation must be an object"}])
    head = read_head(raw)
    if isinstance(head, list):
        return _refused(raw, _as_json(head))
    if head.schema > OP_SCHEMA:
        message = "This was made by a newer app than the server knows. Update the server."
        return _refused(raw, [{"field": "schema", "message": message}])
    read = _KINDS.get(head.kind)
    if read is None:
        return _refused(raw, [{"field": "kind", "message": "The server does not know this kind"}])
    return _with_task(raw, head, read, clock)


def _with_task(raw: dict[str, Any], head: OpHead, read: Reader, clock: Clock) -> ReadOp | RefusedOp:
    task = read(head.entity, head.body)
    if isinstance(task, list):
        return _refused(raw, task)
    captured_at, is_doubtful = clock.correct(head.captured_at)
    return ReadOp(
        id=head.op_id,
        seq=head.seq,
        prev=head.prev,
        kind=head.kind,
        entity=head.entity,
        base_version=head.base_version or 0,
        epoch=head.epoch,
        captured_at=captured_at,
        clock_is_doubtful=is_doubtful,
        actor=head.actor,
        sha256=sha256_of(raw),
        task=task,
        payload=raw,
    )


Reader = Callable[[str, Mapping[str, object]], Task | Errors]


def _of_session(read: Callable[[SessionKey, str, Mapping[str, object]], Task | Errors]) -> Reader:
    """The reader of an operation on a session, "2026-11-24-am", or on a pupil in it."""

    def reader(entity: str, body: Mapping[str, object]) -> Task | Errors:
        session_text, _, placement_text = entity.partition("/")
        try:
            key = SessionKey.parse(session_text)
        except ValueError as error:
            return [{"field": "entity", "message": str(error)}]
        return read(key, placement_text, body)

    return reader


def _read_mark(key: SessionKey, placement_text: str, body: Mapping[str, object]) -> Task | Errors:
    try:
        placement_id = UUID(placement_text)
    except ValueError:
        return [{"field": "entity", "message": "A mark names a session and a pupil"}]
    entry, errors = validate_mark_body(body)
    if entry is None:
        return _as_json(errors)
    return SetMark(key, placement_id, entry)


def _read_finish(key: SessionKey, placement: str, body: Mapping[str, object]) -> Task | Errors:
    unmarked = body.get("unmarked", [])
    if placement or not isinstance(unmarked, list) or len(unmarked) > 1000:
        return [{"field": "unmarked", "message": "Must be a list of pupils"}]
    return ChangeState(key, RegisterState.FINISHED, "", len(unmarked))


def _reason_reader(state: RegisterState, is_needed: bool) -> Reader:
    def read(key: SessionKey, placement: str, body: Mapping[str, object]) -> Task | Errors:
        reason = body.get("reason") or ""
        if placement or not isinstance(reason, str) or len(reason) > LONGEST_REASON:
            return [{"field": "reason", "message": "Use 500 characters or fewer"}]
        if any(letter < " " and letter not in "\r\n\t" for letter in reason) or not _is_text(
            reason
        ):
            return [{"field": "reason", "message": "Take out what cannot be printed"}]
        reason = clean_text(reason) or ""
        if is_needed and not reason:
            return [{"field": "reason", "message": "Say why the session is cancelled"}]
        return ChangeState(key, state, reason, 0)

    return _of_session(read)


def _read_answer(entity: str, body: Mapping[str, object]) -> Task | Errors:
    document_text, _, question_key = entity.partition("/")
    try:
        form_id = UUID(document_text)
    except ValueError:
        return [{"field": "entity", "message": "An answer names a form and a question"}]
    if clean_text(question_key) != question_key or len(document_text) != 36:
        return [{"field": "entity", "message": "An answer names a form and a question"}]
    return SaveAnswer(form_id, question_key, body.get("typed"))


def _is_text(text: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


_KINDS: dict[str, Reader] = {
    ANSWER_KIND: _read_answer,
    "mark.set": _of_session(_read_mark),
    "register.finish": _of_session(_read_finish),
    "register.cancel": _reason_reader(RegisterState.CANCELLED, is_needed=True),
    "register.reopen": _reason_reader(RegisterState.OPEN, is_needed=False),
}


def _refused(raw: dict[str, Any], errors: Errors) -> RefusedOp:
    given = str(raw.get("op_id", ""))[:80]
    try:
        op_id = UUID(given)
    except ValueError:
        op_id = None
    seq = raw.get("seq")
    return RefusedOp(
        given_id=given,
        id=op_id,
        seq=seq if isinstance(seq, int) and 0 <= seq <= 2_000_000_000 else 0,
        kind=_storable(raw.get("kind", ""))[:40],
        entity=_storable(raw.get("entity", ""))[:80],
        sha256=sha256_of(raw),
        errors=errors,
        payload=raw,
    )


def _storable(given: object) -> str:
    """What came, as text that a database takes; the payload keeps it as it was."""
    return clean_text(str(given)) or ""
