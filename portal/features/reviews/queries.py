"""What the pages of desk-top reviews show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.domain.catalogue.non_listed import days_left_words, working_days_left
from portal.domain.checklists.reviews import REVIEW_2026, ReviewRound, review_called
from portal.features.reviews.guest_emails import chased_on, chases_of, dates_of
from portal.models import (
    ItemCheck,
    NonListedReport,
    ReportedPupil,
    Review,
    ReviewState,
    ToldPerson,
)
from portal.services.calendar.calendars import bank_holidays

UNDER_WAY = frozenset({ReviewState.REPORTED, ReviewState.SENT, ReviewState.ANSWERED})


def round_of_review(review: Review) -> ReviewRound:
    """The edition that the review began with."""
    return review_called(review.long_form.edition_key) or REVIEW_2026


@dataclass(frozen=True)
class Due:
    """A day by which something is to be done, and how far off it is."""

    by: date
    words: str
    is_late: bool


@dataclass(frozen=True)
class Clock:
    """The clocks of a review that is not decided: `answer` only while the provider has the questions."""

    answer: Due | None
    decide: Due
    chased_on: Sequence[date]


def clocks_of(session: Session, reviews: Sequence[Review], today: date) -> dict[UUID, Clock]:
    """Of those that are under way."""
    under_way = [each for each in reviews if each.state in UNDER_WAY]
    chases = chases_of(session, under_way)
    clocks = {}
    for review in under_way:
        dates = dates_of(review) if review.state is ReviewState.SENT else None
        clocks[review.id] = Clock(
            answer=_due(dates.answer_by, today) if dates else None,
            decide=_due(review.due_on, today),
            chased_on=chased_on(chases[review.id]),
        )
    return clocks


def _due(by: date, today: date) -> Due:
    words = days_left_words(working_days_left(today, by, bank_holidays()))
    return Due(by, words, by < today)


def reports_of(session: Session, review_id: UUID) -> Sequence[NonListedReport]:
    return session.scalars(
        select(NonListedReport)
        .options(
            joinedload(NonListedReport.organisation),
            joinedload(NonListedReport.reported_by),
            selectinload(NonListedReport.pupils).joinedload(ReportedPupil.pupil),
        )
        .where(NonListedReport.review_id == review_id)
        .order_by(NonListedReport.reported_at)
    ).all()


def scores_of(session: Session, review_id: UUID) -> dict[str, ItemCheck]:
    """The score that counts for each item: the last given."""
    rows = session.scalars(
        select(ItemCheck)
        .options(joinedload(ItemCheck.by))
        .where(ItemCheck.form_id == review_id, ItemCheck.score.is_not(None))
        .order_by(ItemCheck.id)
    )
    return {row.item_key: row for row in rows}


def told_of(session: Session, review_id: UUID) -> Sequence[ToldPerson]:
    return session.scalars(
        select(ToldPerson)
        .options(joinedload(ToldPerson.by))
        .where(ToldPerson.review_id == review_id)
        .order_by(ToldPerson.id)
    ).all()
