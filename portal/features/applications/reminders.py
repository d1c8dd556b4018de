"""Emails that time itself causes: an application that should be decided, a condition that is due."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.access.permissions import Permission
from portal.clock import in_london
from portal.domain.calendar.day_words import full_day
from portal.models import (
    Application,
    ApplicationDecision,
    ApplicationState,
    Condition,
    Council,
    Provider,
)
from portal.services.forms.applications import FINISHED, decide_by
from portal.services.mail.decision_reminders import TOLD_FOR, Person, ToDecide, decision_emails
from portal.services.mail.outbox import Email, people_who_hold, write

DAYS_BEFORE_CONDITION: Final = 7


def remind_of_applications(session: Session, at: datetime) -> None:
    """Write to officers and providers, each thing once. The same call again writes nothing new."""
    today = in_london(at).date()
    councils = session.scalars(select(Council.id)).all()
    found = people_who_hold(session, councils, Permission.APPLICATION_DECIDE)
    officers = sorted({person for group in found.values() for person in group})
    write(session, decision_emails(_to_decide(session), officers, today), at)
    write(session, _about_conditions(session, officers, today), at)


def _to_decide(session: Session) -> Iterator[ToDecide]:
    applications = session.scalars(
        select(Application)
        .options(joinedload(Application.provider))
        .where(Application.state.not_in({*FINISHED, ApplicationState.DRAFT}))
    )
    for application in applications.all():
        due = decide_by(session, application)
        if due is not None:
            what = f"The application of {application.provider.name}"
            yield ToDecide(f"application:{application.id}", what, due)


def _about_conditions(session: Session, officers: Iterable[Person], today: date) -> Iterator[Email]:
    """To the provider before the day; to both sides once it has passed."""
    rows = session.execute(
        select(Condition, Provider.name)
        .join(ApplicationDecision, ApplicationDecision.id == Condition.decision_id)
        .join(Provider, Provider.id == Condition.provider_id)
        .where(
            ApplicationDecision.agreed_at.is_not(None),
            Condition.met_at.is_(None),
            Condition.due_on.between(
                today - TOLD_FOR, today + timedelta(days=DAYS_BEFORE_CONDITION)
            ),
        )
    ).all()
    ids = {condition.provider_id for condition, _ in rows}
    leads = people_who_hold(session, ids, Permission.APPLICATION_EDIT)
    for condition, name in rows:
        is_late = condition.due_on < today
        own = leads.get(condition.provider_id, [])
        for person in [*own, *officers] if is_late else own:
            yield _condition_letter(condition, name, is_late, person)


def _condition_letter(condition: Condition, name: str, is_late: bool, person: Person) -> Email:
    user_id, email = person
    which, words = ("late", "was due") if is_late else ("soon", "is due")
    return Email(
        once_key=f"condition:{condition.id}:{which}:{user_id}",
        to=email,
        subject=f"A condition of {name} {'is late' if is_late else 'is due soon'}",
        body=f"{condition.text}\n\nThis {words} by {full_day(condition.due_on)}, as a condition of"
        f" the place of {name} in the catalogue.\n\n"
        "Sign in to the alternative provision portal to see it.",
    )
