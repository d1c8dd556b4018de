"""Saves the answers to forms that a phone sends: checked by the form's own rules, merged field by field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.permissions import Permission, role_holds
from portal.domain.checklists.answers import check_answer
from portal.domain.checklists.field_merge import Merge
from portal.domain.checklists.questions import QuestionKind
from portal.models import LongForm, LongFormKind, OpStatus
from portal.offline.phone import SigningPhone
from portal.offline.sync.read import ReadOp, SaveAnswer
from portal.offline.sync.receipts import Errors, Outcome
from portal.services.forms.answers import Author, NewAnswer, save_behind_door
from portal.services.forms.editions import form_of
from portal.services.forms.open_questions import open_keys

WHO_ANSWERS = {
    LongFormKind.APPLICATION: Permission.APPLICATION_EDIT,
    LongFormKind.REVIEW: Permission.REVIEW_ANSWER,
}


@dataclass(frozen=True)
class AnswerOp:
    """An operation with the answer that it brings."""

    op: ReadOp
    task: SaveAnswer


def save_typed_answers(
    session: Session,
    phone: SigningPhone,
    answers: Sequence[AnswerOp],
    number: int,
    at: datetime,
) -> list[Outcome]:
    """What became of each answer: its status, its version in the form, and what is wrong with it.

    The caller has opened the provider's door; `number` is its change number. An answer that its
    question does not take is refused, and stays on the phone with what is wrong beside it.
    """
    done = []
    for form_id, group in _by_form(answers).items():
        long_form = session.scalar(
            select(LongForm).where(
                LongForm.id == form_id, LongForm.provider_id == phone.provider_id
            )
        )
        if long_form is None:
            done += [_refused(each, "entity", "This form is not one of yours") for each in group]
        else:
            done += _Form(session, phone, long_form).save(group, number, at)
    return done


def _by_form(answers: Iterable[AnswerOp]) -> Mapping[UUID, list[AnswerOp]]:
    found: dict[UUID, list[AnswerOp]] = {}
    for each in answers:
        found.setdefault(each.task.form_id, []).append(each)
    return found


def _refused(answer: AnswerOp, field: str, message: str) -> Outcome:
    return Outcome(answer.op, OpStatus.REJECTED, 0, [{"field": field, "message": message}])


class _Form:
    """One form of the provider, as it may be answered now."""

    def __init__(self, session: Session, phone: SigningPhone, long_form: LongForm) -> None:
        self._session = session
        self._phone = phone
        self._document = long_form
        self._questions = form_of(long_form).by_key
        self._open_keys = open_keys(session, long_form)

    def save(self, group: Sequence[AnswerOp], number: int, at: datetime) -> list[Outcome]:
        done = []
        good: list[tuple[ReadOp, NewAnswer]] = []
        for each in group:
            value, errors = self._read(each)
            if errors:
                done.append(Outcome(each.op, OpStatus.REJECTED, 0, errors))
            else:
                good.append((each.op, self._new_answer(each, value)))
        new = [answer for _, answer in good]
        outcomes = save_behind_door(self._session, self._document, new, number, at) if new else []
        for (op, _), outcome in zip(good, outcomes, strict=True):
            is_beside = outcome.merge is Merge.BESIDE
            status = OpStatus.CONFLICT if is_beside else OpStatus.APPLIED
            done.append(Outcome(op, status, outcome.version, []))
        return done

    def _read(self, answer: AnswerOp) -> tuple[object, Errors]:
        """The answer as it is kept, or what is wrong with it."""
        key = answer.task.question_key
        question = self._questions.get(key)
        role = self._phone.people[answer.op.actor].role
        if not role_holds(role, WHO_ANSWERS[self._document.kind]):
            return None, [{"field": "actor", "message": "This person may not answer this form"}]
        if question is None or question.kind is QuestionKind.EVIDENCE:
            return None, [{"field": "entity", "message": "This form has no such question"}]
        if self._open_keys is not None and key not in self._open_keys:
            message = "This has been sent, so its answers can no longer be changed"
            return None, [{"field": key, "message": message}]
        value, errors = check_answer(question, answer.task.typed)
        return value, [{"field": each.field, "message": each.message} for each in errors]

    def _new_answer(self, answer: AnswerOp, value: object) -> NewAnswer:
        op = answer.op
        return NewAnswer(
            id=op.id,
            key=answer.task.question_key,
            value=value,
            base_version=op.seen_up_to(self._phone.epoch),
            by=Author(op.actor, op.captured_at, str(self._phone.id)),
        )
