"""Emails about desk-top reviews. None names a pupil."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.permissions import Permission
from portal.clock import in_london
from portal.domain.calendar.day_words import full_day
from portal.domain.catalogue.non_listed import Outcome, outcome_words, what_to_do
from portal.models import Council, NonListedReport, Review, Role, User
from portal.services.mail import addresses
from portal.services.mail.outbox import Email, officers_of, people_who_hold, write
from portal.services.people.pupils_there import organisations_concerned

SIGN_IN = "Sign in to the alternative provision portal"


def tell_of_report(
    session: Session, review: Review, reported: NonListedReport, at: datetime
) -> None:
    """The Virtual AP Headteacher hears at once."""
    write(
        session,
        [
            Email(
                f"non-listed:{reported.id}:{user_id}",
                email,
                "A provider that is not listed has been reported",
                f"A commissioner uses, or means to use, {review.provider.name}, which is not in"
                f" the catalogue.\n\n{SIGN_IN} to hand the review over: {addresses.review(review.id)}",
            )
            for user_id, email in officers_of(session, [Role.VIRTUAL_AP_HEAD])
        ],
        at,
    )


def tell_of_hand_over(session: Session, review: Review, officer: User, at: datetime) -> None:
    """The officer to whom it is handed. Handed to and fro, each time counts."""
    name = review.provider.name
    mail = Email(
        f"review:{review.id}:handed:{at.isoformat()}:{officer.id}",
        officer.email,
        f"The desk-top review of {name} is yours",
        f"The desk-top review of {name}, which is not in the catalogue, has been handed to you. The"
        f" council means to decide by {full_day(review.due_on)}.\n\n{SIGN_IN} to go on with it:"
        f" {addresses.review(review.id)}",
    )
    write(session, [mail], at)


def tell_of_answers(session: Session, review: Review, at: datetime) -> None:
    _send(
        session,
        people_who_hold(session, _council(session), Permission.REVIEW_SCORE),
        f"review:{review.id}:answered",
        f"{review.provider.name} has answered",
        f"The answers to the desk-top review are in.\n\n{SIGN_IN} to score them.",
        at,
    )


def tell_of_outcome(session: Session, review: Review, outcome: Outcome, at: datetime) -> None:
    """Every commissioner that reported it or has pupils there, and what each must do."""
    today = in_london(at).date()
    concerned = organisations_concerned(session, review, today)
    people = people_who_hold(session, concerned, Permission.REVIEW_READ)
    for organisation_id, members in people.items():
        steps = what_to_do(outcome, review.until_on, concerned[organisation_id], today)
        _send(
            session,
            {organisation_id: members},
            f"review:{review.id}:outcome",
            f"{review.provider.name}: {_lower(outcome_words(outcome, review.until_on, today))}",
            "The council has decided its desk-top review.\n\nWhat you must do:\n"
            + "\n".join(f"– {step}" for step in steps)
            + f"\n\n{SIGN_IN} to read the reasons and conditions.",
            at,
        )


def _lower(words: str) -> str:
    """The words within a sentence; names of months keep their capital."""
    return words[:1].lower() + words[1:]


def _council(session: Session) -> Iterable[int]:
    return session.scalars(select(Council.id)).all()


def _send(
    session: Session,
    people: dict[int, list[tuple[int, str]]],
    event: str,
    subject: str,
    body: str,
    at: datetime,
) -> None:
    emails = [
        Email(f"{event}:{user_id}", email, subject, body)
        for of_organisation in people.values()
        for user_id, email in of_organisation
    ]
    write(session, emails, at)
