"""Beginning an application, its clock, and what of a sent one may still be answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.clock import in_london
from portal.domain.catalogue.non_listed import working_days_after
from portal.domain.checklists.questions import Edition
from portal.models import (
    Application,
    ApplicationEvent,
    ApplicationState,
    ListingStatus,
    LongForm,
    LongFormKind,
    Provider,
)
from portal.services.calendar.calendars import bank_holidays
from portal.services.council.settings import Setting, council_setting
from portal.services.door import open_door
from portal.services.forms.answers import Author, NewAnswer, save_answers

FINISHED = frozenset(
    {ApplicationState.APPROVED, ApplicationState.DECLINED, ApplicationState.WITHDRAWN}
)


@dataclass(frozen=True)
class Beginning:
    """A new application: who begins it, when, and the answers that it starts with."""

    by_id: int
    at: datetime
    previous: Application | None = None
    answers: Mapping[str, object] = field(default_factory=dict)


def begin_application(
    session: Session, provider: Provider, edition: Edition, beginning: Beginning
) -> Application:
    """Begin an application in a round; where one is under way already, that one is returned.

    A provider that is not listed is under review from now on. The caller has begun to write.
    """
    number = open_door(session, provider.id)
    under_way = application_under_way(session, provider.id)
    if under_way is not None:
        return under_way
    if provider.listing is ListingStatus.NOT_LISTED:
        provider.listing = ListingStatus.UNDER_REVIEW
    long_form = LongForm(
        id=uuid4(),
        kind=LongFormKind.APPLICATION,
        provider_id=provider.id,
        edition_key=edition.key,
        change_number=number,
        created_at=beginning.at,
    )
    session.add(long_form)
    session.flush()
    application = _application(long_form, beginning)
    session.add(application)
    session.flush()
    session.add(_event(application, beginning))
    _carry_answers(session, long_form, beginning)
    return application


def application_under_way(session: Session, provider_id: int) -> Application | None:
    """The provider's application that is not decided or withdrawn yet."""
    return session.scalars(
        select(Application)
        .where(Application.provider_id == provider_id, Application.state.not_in(FINISHED))
        .order_by(Application.state_changed_at.desc())
    ).first()


def _application(long_form: LongForm, beginning: Beginning) -> Application:
    return Application(
        id=long_form.id,
        provider_id=long_form.provider_id,
        previous_id=beginning.previous.id if beginning.previous else None,
        state=ApplicationState.DRAFT,
        state_changed_at=beginning.at,
    )


def _event(application: Application, beginning: Beginning) -> ApplicationEvent:
    return ApplicationEvent(
        application_id=application.id,
        state=ApplicationState.DRAFT,
        by_id=beginning.by_id,
        at=beginning.at,
    )


def _carry_answers(session: Session, long_form: LongForm, beginning: Beginning) -> None:
    by = Author(beginning.by_id, beginning.at)
    new = [NewAnswer(key, value, 0, by) for key, value in beginning.answers.items()]
    save_answers(session, long_form, new, beginning.at)


def decide_by(session: Session, application: Application) -> date | None:
    """The day by which the council means to decide; None before it is sent, and once it is over."""
    if application.submitted_at is None or application.state in FINISHED:
        return None
    days = int(council_setting(session, Setting.APPLICATION_DAYS))
    sent_on = in_london(application.submitted_at).date()
    return working_days_after(sent_on, days, bank_holidays())
