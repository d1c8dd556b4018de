"""Emails about an application: to the provider's leads, and to those who check and decide."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.permissions import Permission
from portal.features.applications.decision_words import decision_words
from portal.models import (
    Application,
    ApplicationDecision,
    ApplicationEvent,
    Council,
    ItemQuestion,
    User,
)
from portal.services.mail.outbox import Email, people_who_hold, write

SIGN_IN = "Sign in to the alternative provision portal"
Person = tuple[int, str]  # user id, email


def tell_of_submission(session: Session, application: Application, event: ApplicationEvent) -> None:
    name = application.provider.name
    _send(
        session,
        _officers(session, Permission.APPLICATION_CHECK),
        _event_key(event),
        f"{name} has applied to join the catalogue",
        f"{name} has sent its application.\n\n{SIGN_IN} to check it.",
        event.at,
    )
    _send(
        session,
        _leads(session, application),
        f"{_event_key(event)}:receipt",
        "We have your application",
        f"The application of {name} has arrived.\n\n{SIGN_IN} to see where it stands. We write"
        " when we have a question, and when it is decided.",
        event.at,
    )


def tell_of_withdrawal(session: Session, application: Application, event: ApplicationEvent) -> None:
    name = application.provider.name
    _send(
        session,
        _officers(session, Permission.APPLICATION_CHECK),
        _event_key(event),
        f"{name} has withdrawn its application",
        f"{name} has taken its application back. There is nothing more to do.",
        event.at,
    )


def tell_of_question(session: Session, application: Application, question: ItemQuestion) -> None:
    _send(
        session,
        _leads(session, application),
        f"application:question:{question.id}",
        "We have a question about your application",
        f"We have a question about the application of {application.provider.name}.\n\n"
        f"{SIGN_IN} to read it and to answer. The check goes on when you have answered.",
        question.asked_at,
    )


def tell_of_answers(session: Session, application: Application, at: datetime) -> None:
    """To the officers who asked."""
    askers = session.execute(
        select(User.id, User.email)
        .join(ItemQuestion, ItemQuestion.asked_by_id == User.id)
        .where(ItemQuestion.form_id == application.id, User.is_active)
        .distinct()
    )
    name = application.provider.name
    _send(
        session,
        [(row.id, row.email) for row in askers],
        f"application:{application.id}:answered:{at.isoformat()}",
        f"{name} has answered",
        f"{name} has answered every question about its application.\n\n{SIGN_IN} to go on.",
        at,
    )


def tell_of_recommendation(
    session: Session, application: Application, event: ApplicationEvent
) -> None:
    """To everyone who may agree: not to the person who recommended."""
    others = _officers(session, Permission.APPLICATION_DECIDE)
    name = application.provider.name
    _send(
        session,
        [person for person in others if person[0] != event.by_id],
        _event_key(event),
        f"A decision on {name} waits for a second person",
        f"A decision on the application of {name} has been recommended.\n\n"
        f"{SIGN_IN} to agree or to send it back.",
        event.at,
    )


def tell_of_sending_back(
    session: Session,
    application: Application,
    decision: ApplicationDecision,
    event: ApplicationEvent,
) -> None:
    name = application.provider.name
    _send(
        session,
        [(decision.recommended_by_id, decision.recommended_by.email)],
        _event_key(event),
        f"Your recommendation on {name} was sent back",
        f"The second person did not agree with your recommendation on {name}.\n\n"
        f"{SIGN_IN} to read why.",
        event.at,
    )


def tell_of_decision(
    session: Session,
    application: Application,
    decision: ApplicationDecision,
    event: ApplicationEvent,
) -> None:
    """The whole letter to the provider; the same words as in the PDF."""
    words = decision_words(application.provider.name, decision)
    _send(
        session,
        _leads(session, application),
        _event_key(event),
        words.title,
        f"{words.as_text}\n\n{SIGN_IN} to download this letter as a PDF.",
        event.at,
    )


def _event_key(event: ApplicationEvent) -> str:
    return f"application:event:{event.id}"


def _officers(session: Session, permission: Permission) -> list[Person]:
    councils = session.scalars(select(Council.id)).all()
    return _all_of(people_who_hold(session, councils, permission).values())


def _leads(session: Session, application: Application) -> list[Person]:
    provider_id = application.provider_id
    people = people_who_hold(session, [provider_id], Permission.APPLICATION_EDIT)
    return _all_of(people.values())


def _all_of(groups: Iterable[list[Person]]) -> list[Person]:
    return sorted({person for group in groups for person in group})


def _send(
    session: Session, people: Iterable[Person], key: str, subject: str, body: str, at: datetime
) -> None:
    write(
        session,
        [Email(f"{key}:{user_id}", email, subject, body) for user_id, email in people],
        at,
    )
