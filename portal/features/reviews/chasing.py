"""Emails that the clocks of a desk-top review cause: chases, late decisions, and the end of an outcome."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased, joinedload

from portal.access.permissions import Permission
from portal.clock import in_london
from portal.domain.calendar.day_words import full_day
from portal.domain.catalogue.non_listed import Outcome, chase_to_send, what_to_do
from portal.domain.evidence.renewals import REMIND_DAYS_BEFORE, reminder_to_send
from portal.features.reviews.guest_emails import chases_of, dates_of, guests_of, send_chase
from portal.models import ListingStatus, Provider, Review, ReviewState, Role
from portal.services.mail.decision_reminders import TOLD_FOR, ToDecide, decision_emails
from portal.services.mail.outbox import Email, officers_of, people_who_hold, write
from portal.services.people.pupils_there import organisations_concerned

_UNDECIDED = (ReviewState.REPORTED, ReviewState.SENT, ReviewState.ANSWERED)
_SIGN_IN = "Sign in to the alternative provision portal"


def chase_reviews(session: Session, at: datetime) -> None:
    """Chase each provider that has not answered, each chase once; the caller commits.

    The rows of the reviews are held, so that two workers do not both find the same chase due.
    """
    waiting = session.scalars(
        select(Review)
        .options(joinedload(Review.provider))
        .where(Review.state == ReviewState.SENT)
        .order_by(Review.id)
        .with_for_update(of=Review)
    ).all()
    chases = chases_of(session, waiting)
    for review in waiting:
        dates = dates_of(review)
        if dates is None:
            continue
        last_sent = max(chases[review.id], default=0)
        number = chase_to_send(dates, in_london(at).date(), last_sent, is_answered=False)
        if number is None:
            continue
        for guest in guests_of(session, review.provider_id):
            send_chase(session, review, number, guest.user, at)


def remind_of_reviews(session: Session, at: datetime) -> None:
    """Tell officers of decisions, and all concerned of an outcome's end, each thing once."""
    today = in_london(at).date()
    procurement = officers_of(session, [Role.PROCUREMENT_OFFICER])
    write(session, decision_emails(_to_decide(session), procurement, today), at)
    for review in _ending(session, today):
        write(session, _end_emails(session, review, today), at)


def _to_decide(session: Session) -> Iterator[ToDecide]:
    """The day stands in the key: the clock starts anew when the questions are sent."""
    undecided = session.scalars(
        select(Review).options(joinedload(Review.provider)).where(Review.state.in_(_UNDECIDED))
    )
    for review in undecided.all():
        key = f"review:{review.id}:{review.due_on.isoformat()}"
        yield ToDecide(key, f"The desk-top review of {review.provider.name}", review.due_on)


def _ending(session: Session, today: date) -> list[Review]:
    """Reviews whose outcome ends soon or has just ended, and which nothing newer has overtaken."""
    newer = aliased(Review)
    is_overtaken = exists().where(
        newer.provider_id == Review.provider_id,
        newer.outcome.is_not(None),
        newer.decided_at > Review.decided_at,
    )
    latest = today + timedelta(days=max(REMIND_DAYS_BEFORE))
    found = session.scalars(
        select(Review)
        .join(Provider, Provider.id == Review.provider_id)
        .options(joinedload(Review.provider))
        .where(
            Review.outcome.is_not(None),
            Review.until_on.between(today - TOLD_FOR, latest),
            Provider.listing.not_in([ListingStatus.LISTED, ListingStatus.SUSPENDED]),
            ~is_overtaken,
        )
    )
    return list(found.all())


def _end_emails(session: Session, review: Review, today: date) -> Iterator[Email]:
    """To the commissioners concerned, procurement and the Virtual AP Headteacher."""
    if review.until_on is None or review.outcome is None:
        return
    days = reminder_to_send(review.until_on, today, ())
    if days is not None and _was_decided_later(review, days):
        return
    name, last = review.provider.name, full_day(review.until_on)
    if days is None:
        subject = f"{name} must not be used now"
        fact = f"The council’s decision on {name} ended on {last}."
    else:
        subject = f"{name} may be used until {last} only"
        fact = f"The council’s decision that {name} may be used ends on {last}."
    key = f"review:{review.id}:{'ended' if days is None else f'ends-{days}'}"
    officers = officers_of(session, [Role.PROCUREMENT_OFFICER, Role.VIRTUAL_AP_HEAD])
    advice = f"{_SIGN_IN} to see who has pupils there."
    for user_id, email in officers:
        yield Email(f"{key}:{user_id}", email, subject, f"{fact}\n\n{advice}")
    concerned = organisations_concerned(session, review, today)
    people = people_who_hold(session, concerned, Permission.REVIEW_READ)
    for organisation_id, members in people.items():
        has_pupils = concerned[organisation_id]
        steps = what_to_do(Outcome(review.outcome.value), review.until_on, has_pupils, today)
        listed = "\n".join(f"– {step}" for step in steps)
        body = f"{fact}\n\nWhat you must do:\n{listed}\n\n{_SIGN_IN} to see the decision."
        for user_id, email in members:
            yield Email(f"{key}:{user_id}", email, subject, body)


def _was_decided_later(review: Review, days: int) -> bool:
    """Whether the letter of the outcome itself went out after this reminder's day."""
    if review.decided_at is None or review.until_on is None:
        return False
    return in_london(review.decided_at).date() > review.until_on - timedelta(days=days)
