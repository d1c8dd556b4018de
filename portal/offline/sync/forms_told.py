"""What a phone must hear of the forms that its people fill in: what is open, and the answers so far."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.domain.checklists.answer_words import answer_words, as_typed
from portal.domain.checklists.questions import Question, Round
from portal.models import (
    Application,
    ApplicationState,
    Document,
    DocumentEntry,
    DocumentField,
    DocumentKind,
    ItemQuestion,
    Review,
    ReviewState,
)
from portal.offline.blank_forms import blank_form_of
from portal.offline.phone import SigningPhone
from portal.offline.sync.answers import WHO_ANSWERS
from portal.services.forms.answers import fields_of
from portal.services.forms.editions import form_of
from portal.services.forms.open_questions import open_keys
from portal.services.forms.progress import held_evidence, tasks_of

Json = dict[str, Any]

TITLES = {
    DocumentKind.APPLICATION: "Application to join the catalogue",
    DocumentKind.REVIEW: "Questions of the council’s desk-top review",
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
        select(Document)
        .options(joinedload(Document.provider))
        .where(
            Document.provider_id == phone.provider_id,
            Document.kind.in_(kinds),
            Document.change_number > (since or -1),
        )
        .order_by(Document.created_at, Document.id)
    ).all()
    return [_form(session, each, since, today) for each in changed]


def _form(session: Session, document: Document, since: int, today: date) -> Json:
    head = {"type": "form", "document": str(document.id), "title": TITLES[document.kind]}
    if not _is_with_the_provider(session, document):
        return head | {"closed": True}
    form = form_of(document)
    keys = open_keys(session, document)
    heard = _NOTHING if document.is_locked else since
    blank = blank_form_of(document)
    fields = fields_of(session, document.id).values()
    return head | {
        "closed": False,
        "form": {"url": blank.url, "sha256": blank.sha256},
        "open": None if keys is None else sorted(keys),
        "page": _page_of(document),
        "questions": _questions(session, document),
        "answers": [
            _answer(form, field)
            for field in fields
            if field.key in form.by_key and field.change_number > heard
        ],
        "sections": _sections(session, document, form, today),
        "held": _held(session, document.provider_id),
    }


def _is_with_the_provider(session: Session, document: Document) -> bool:
    if document.kind is DocumentKind.REVIEW:
        state = session.scalar(select(Review.state).where(Review.id == document.id))
        return state is ReviewState.SENT
    stands = session.scalar(select(Application.state).where(Application.id == document.id))
    return stands in _WITH_THE_PROVIDER


def _page_of(document: Document) -> str:
    """The ordinary page, where the whole form is sent once everything is answered."""
    if document.kind is DocumentKind.REVIEW:
        return "/own-review"
    return f"/application/{document.id}"


def _questions(session: Session, document: Document) -> Sequence[str]:
    """What the council asks about the answers, the oldest first; the reply is given on the page."""
    return session.scalars(
        select(ItemQuestion.text)
        .where(ItemQuestion.document_id == document.id, ItemQuestion.answered_at.is_(None))
        .order_by(ItemQuestion.asked_at, ItemQuestion.id)
    ).all()


def _answer(form: Round, field: DocumentField) -> Json:
    question = form.by_key[field.key]
    told = {"key": field.key, "version": field.version} | _entry(question, field.entry)
    if field.other_entry_id is not None:
        told["standing"] = [_entry(question, each) for each in field.differing]
    return told


def _entry(question: Question, entry: DocumentEntry) -> Json:
    return {
        "typed": as_typed(question, entry.value),
        "words": answer_words(question, entry.value),
        "at": entry.at.isoformat().replace("+00:00", "Z"),
        "by": entry.by.name,
    }


def _sections(session: Session, document: Document, form: Round, today: date) -> list[Json]:
    return [
        {
            "key": task.section.key,
            "title": task.section.title,
            "state": task.state.words,
        }
        for task in tasks_of(session, document, form, today)
    ]


def _held(session: Session, provider_id: int) -> dict[str, Sequence[Json]]:
    return {
        str(kind): [
            {
                "id": str(each.id),
                "name": each.file_name,
                "expires_on": each.expires_on.isoformat() if each.expires_on else None,
            }
            for each in documents
        ]
        for kind, documents in held_evidence(session, provider_id).items()
    }
