"""E-mails about desk-top reviews. None names a pupil."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.permissions import Permission
from portal.domain.non_listed import Outcome, outcome_words, what_to_do
from portal.models import Council, Membership, NonListedReport, Placement, Review, Role, User
from portal.records.links import LINK_LIFE, token_sha256
from portal.records.messages import Letter, people_who_hold, write

SIGN_IN = "Sign in to the alternative provision portal"


def tell_of_report(
    session: Session, review: Review, reported: NonListedReport, base_url: str, at: datetime
) -> None:
    """The Virtual AP Headteacher hears at once."""
    heads = session.execute(
        select(User.id, User.email)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.role == Role.VIRTUAL_AP_HEAD, Membership.ended_at.is_(None))
    )
    write(
        session,
        [
            Letter(
                f"non-listed:{reported.id}:{row.id}",
                row.email,
                "A provider that is not listed has been reported",
                f"A commissioner uses, or means to use, {review.provider.name}, which is not in"
                f" the catalogue.\n\n{SIGN_IN} to hand the review over: {base_url}/reviews/{review.id}",
            )
            for row in heads
        ],
        at,
    )


def send_link(
    session: Session, user: User, provider_name: str, token: str, base_url: str, at: datetime
) -> None:
    days = next(life for purpose, life in LINK_LIFE.items() if purpose == "desk_top_review").days
    body = (
        f"A school or the council wishes to place pupils with {provider_name}. Before it does, the"
        " council asks how you keep pupils safe.\n\n"
        f"Answer the questions here: {base_url}/review/{token}\n\n"
        f"The link opens once, within {days} days. You can ask for another on the same page."
    )
    letter = Letter(f"link:{token_sha256(token)}", user.email, "Questions from the council", body)
    write(session, [letter], at)


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
    """Every commissioner who reported, or has placed pupils there, and what each must do."""
    organisations = set(
        session.scalars(
            select(NonListedReport.organisation_id).where(NonListedReport.review_id == review.id)
        )
    ) | set(
        session.scalars(
            select(Placement.commissioner_id).where(Placement.provider_id == review.provider_id)
        )
    )
    steps = "\n".join(f"- {step}" for step in what_to_do(outcome, review.until_on, True))
    _send(
        session,
        people_who_hold(session, organisations, Permission.REVIEW_READ),
        f"review:{review.id}:outcome",
        f"{review.provider.name}: {outcome_words(outcome, review.until_on).lower()}",
        f"The council has decided its desk-top review.\n\nWhat you must do:\n{steps}\n\n{SIGN_IN}"
        " to read the reasons and conditions.",
        at,
    )


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
    letters = [
        Letter(f"{event}:{user_id}", email, subject, body)
        for of_organisation in people.values()
        for user_id, email in of_organisation
    ]
    write(session, letters, at)
