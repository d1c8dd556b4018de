"""What a phone must hear of the forms that its people fill in: what is open, and the answers so far."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.domain.checklists.answer_words import answer_words, as_typed
from portal.domain.checklists.questions import Edition, Question
from portal.models import (
    AnswerEntry,
    AnswerField,
    Application,
    ApplicationState,
    ItemQuestion,
    LongForm,
    LongFormKind,
    Review,
    ReviewState,
)
from portal.offline.blank_forms import blank_form_of
from portal.offline.phone import SigningPhone
from portal.offline.sync.answers import WHO_ANSWERS
from portal.services.forms.answers import fields_of
from portal.services.forms.editions import form_of
from portal.services.forms.open_questions import open_keys
from portal.services.forms.progress import evidence_by_kind, tasks_of

Json = dict[str, Any]

TITLES = {
    LongFormKind.APPLICATION: "Application to join the catalogue",
    LongFormKind.REVIEW: "Questions of the council’s desk-top review",
}
_NOTHING = -1
"""What a phone has heard of a form that was sent: phones forget the answers of a form that is closed."""

_WITH_THE_PROVIDER = (ApplicationState.DRAFT, ApplicationState.ASKED)


def forms_since(session: Session, phone: SigningPhone, since: int, today: date) -> list[Json]:
    """The forms of this provider that changed since, for those of its people who may answer them."""
    kinds = [kind for kind, needed in WHO_ANSWERS.items() if phone.has_someone_who(needed)]
    if not kinds:
        return []
    changed = session.scalars(
        select(LongForm)
        .options(joinedload(LongForm.provider))
        .where(
            LongForm.provider_id == phone.provider_id,
            LongForm.kind.in_(kinds),
            LongForm.change_number > (since or -1),
        )
        .order_by(LongForm.created_at, LongForm.id)
    ).all()
    return [_form(session, each, since, today) for each in changed]


def _form(session: Session, long_form: LongForm, since: int, today: date) -> Json:
    head = {"type": "form", "document": str(long_form.id), "title": TITLES[long_form.kind]}
    if not _is_with_the_provider(session, long_form):
        return head | {"closed": True}
    form = form_of(long_form)
    keys = open_keys(session, long_form)
    heard = _NOTHING if long_form.is_locked else since
    blank = blank_form_of(long_form)
    fields = fields_of(session, long_form.id).values()
    return head | {
        "closed": False,
        "form": {"url": blank.url, "sha256": blank.sha256},
        "open": None if keys is None else sorted(keys),
        "page": _page_of(long_form),
        "questions": _questions(session, long_form),
        "answers": [
            _answer(form, field)
            for field in fields
            if field.key in form.by_key and field.change_number > heard
        ],
        "sections": _sections(session, long_form, form, today),
        "held": _held(session, long_form.provider_id),
    }


def _is_with_the_provider(session: Session, long_form: LongForm) -> bool:
    if long_form.kind is LongFormKind.REVIEW:
        state = session.scalar(select(Review.state).where(Review.id == long_form.id))
        return state is ReviewState.SENT
    stands = session.scalar(select(Application.state).where(Application.id == long_form.id))
    return stands in _WITH_THE_PROVIDER


def _page_of(long_form: LongForm) -> str:
    """The ordinary page, where the whole form is sent once everything is answered."""
    if long_form.kind is LongFormKind.REVIEW:
        return "/own-review"
    return f"/application/{long_form.id}"


def _questions(session: Session, long_form: LongForm) -> Sequence[str]:
    """What the council asks about the answers, the oldest first; the reply is given on the page."""
    return session.scalars(
        select(ItemQuestion.text)
        .where(ItemQuestion.form_id == long_form.id, ItemQuestion.answered_at.is_(None))
        .order_by(ItemQuestion.asked_at, ItemQuestion.id)
    ).all()


def _answer(form: Edition, field: AnswerField) -> Json:
    question = form.by_key[field.key]
    told = {"key": field.key, "version": field.version} | _entry(question, field.entry)
    if field.other_entry_id is not None:
        told["standing"] = [_entry(question, each) for each in field.differing]
    return told


def _entry(question: Question, entry: AnswerEntry) -> Json:
    return {
        "typed": as_typed(question, entry.value),
        "words": answer_words(question, entry.value),
        "at": entry.at.isoformat().replace("+00:00", "Z"),
        "by": entry.by.name,
    }


def _sections(session: Session, long_form: LongForm, form: Edition, today: date) -> list[Json]:
    return [
        {
            "key": task.section.key,
            "title": task.section.title,
            "state": task.state.words,
        }
        for task in tasks_of(session, long_form, form, today)
    ]


def _held(session: Session, provider_id: int) -> dict[str, Sequence[Json]]:
    return {
        str(kind): [
            {
                "id": str(each.id),
                "name": each.file_name,
                "expires_on": each.expires_on.isoformat() if each.expires_on else None,
            }
            for each in long_forms
        ]
        for kind, long_forms in evidence_by_kind(session, provider_id).items()
    }
