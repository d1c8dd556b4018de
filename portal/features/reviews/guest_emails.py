"""What the provider's contacts get in a desk-top review: the link to the questions, and each chase.

Only the hash of a link is kept, so a chase cannot repeat an earlier one: it brings a fresh one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.clock import in_london
from portal.domain.calendar.day_words import full_day
from portal.domain.catalogue.non_listed import REVIEW_DAYS, ReviewDates, review_dates
from portal.models import LinkPurpose, Membership, Message, Review, Role, User
from portal.services.calendar.calendars import bank_holidays
from portal.services.mail import addresses
from portal.services.mail.outbox import Email, write
from portal.services.people.links import LINK_LIFE, new_link, token_sha256

Chases = Mapping[UUID, Mapping[int, datetime]]
"""By review: when each chasing letter was written, by its number."""


def dates_of(review: Review) -> ReviewDates | None:
    """The days of a review; None until the questions are sent."""
    if review.sent_at is None:
        return None
    return review_dates(in_london(review.sent_at).date(), bank_holidays())


def guests_of(session: Session, provider_id: int) -> Sequence[Membership]:
    """The contacts who may answer a review now."""
    return session.scalars(
        select(Membership).where(
            Membership.organisation_id == provider_id,
            Membership.role == Role.REVIEW_GUEST,
            Membership.ended_at.is_(None),
        )
    ).all()


def send_link(session: Session, user: User, provider_name: str, at: datetime) -> None:
    """Send a contact a fresh link to the questions."""
    token = new_link(session, user, LinkPurpose.DESK_TOP_REVIEW, at)
    body = (
        f"A school or the council wishes to place pupils with {provider_name}. Before it does, the"
        f" council asks how you keep pupils safe.\n\n{_link_words(token)}"
    )
    key = f"link:{token_sha256(token)}"
    write(session, [Email(key, user.email, "Questions from the council", body)], at)


def send_chase(session: Session, review: Review, number: int, user: User, at: datetime) -> None:
    """Chase a contact who has not answered, with a fresh link. The caller asks `chases_of` first."""
    token = new_link(session, user, LinkPurpose.DESK_TOP_REVIEW, at)
    dates = dates_of(review)
    due = f"by {full_day(dates.answer_by)}" if dates else "soon"
    body = (
        f"The council asked how {review.provider.name} keeps pupils safe, and has no answers yet."
        f" Please answer {due}. The council decides by {full_day(review.due_on)}, with your"
        f" answers or without.\n\n{_link_words(token)}"
    )
    subject = "Please answer the council’s questions"
    mail = Email(_chase_key(review.id, number, user.id), user.email, subject, body)
    write(session, [mail], at)


def _link_words(token: str) -> str:
    days = LINK_LIFE[LinkPurpose.DESK_TOP_REVIEW].days
    return (
        f"Answer the questions here: {addresses.review_questions(token)}\n\n"
        f"The link opens once, within {days} days. You can ask for another on the same page."
    )


def chases_of(session: Session, reviews: Collection[Review]) -> Chases:
    """The chases that were written for these reviews, each by its whole key."""
    keys = {
        _chase_key(review.id, number, user_id): (review.id, number)
        for review, user_id in _ever_asked(session, reviews)
        for number in range(1, len(REVIEW_DAYS.chase_after) + 1)
    }
    rows = session.execute(
        select(Message.once_key, Message.created_at)
        .where(Message.once_key.in_(list(keys)))
        .order_by(Message.created_at.desc())
    )
    chases: dict[UUID, dict[int, datetime]] = defaultdict(dict)
    for row in rows:
        review_id, number = keys[row.once_key]
        chases[review_id][number] = row.created_at
    return defaultdict(dict, chases)


def chased_on(chases: Mapping[int, datetime]) -> list[date]:
    """The days of the chases of one review, the first first."""
    return [in_london(at).date() for _, at in sorted(chases.items())]


def _chase_key(review_id: UUID, number: int, user_id: int) -> str:
    """It begins with “link:”, so that the letter is emptied once it is sent."""
    return f"link:chase:{review_id}:{number}:{user_id}"


def _ever_asked(session: Session, reviews: Collection[Review]) -> list[tuple[Review, int]]:
    """Each review with each contact that its provider has, or had."""
    rows = session.execute(
        select(Membership.organisation_id, Membership.user_id).where(
            Membership.organisation_id.in_({review.provider_id for review in reviews}),
            Membership.role == Role.REVIEW_GUEST,
        )
    )
    people: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        people[row.organisation_id].append(row.user_id)
    return [(review, user_id) for review in reviews for user_id in people[review.provider_id]]
