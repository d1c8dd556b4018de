"""Which questions of a form may be answered now: all, or once it is sent what an officer asks about."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import Application, ApplicationState, ItemQuestion, LongForm
from portal.services.forms.editions import edition_of


def open_keys(session: Session, long_form: LongForm) -> frozenset[str] | None:
    """The questions that may be answered now; None where all may."""
    session.refresh(long_form, ["is_locked"])
    return _asked_keys(session, long_form) if long_form.is_locked else None


def _asked_keys(session: Session, long_form: LongForm) -> frozenset[str]:
    """The questions behind the items that wait for the provider's answer; none otherwise."""
    application = session.get(Application, long_form.id)
    if application is None or application.state is not ApplicationState.ASKED:
        return frozenset()
    items = set(
        session.scalars(
            select(ItemQuestion.item_key).where(
                ItemQuestion.form_id == long_form.id, ItemQuestion.answered_at.is_(None)
            )
        )
    )
    return frozenset(
        key
        for item in edition_of(long_form).items
        if item.key in items
        for key in item.question_keys
    )
