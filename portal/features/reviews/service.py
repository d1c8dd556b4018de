"""Changes to desk-top reviews: report, hand over, send, score, decide, make an application of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.clock import in_london
from portal.domain.catalogue.non_listed import Outcome, review_dates
from portal.domain.checklists.carrying import carried_over
from portal.domain.checklists.questions import Edition
from portal.domain.checklists.reviews import REVIEW_2026, ReviewRound
from portal.domain.errors import ConflictError, InvalidError
from portal.features.reviews import emails as letters
from portal.features.reviews.guest_emails import guests_of, send_link
from portal.features.reviews.queries import UNDER_WAY
from portal.models import (
    Application,
    ItemCheck,
    ItemVerdict,
    ListingStatus,
    LongForm,
    LongFormKind,
    Membership,
    NonListedReport,
    Provider,
    ProviderKind,
    ReportedPupil,
    Review,
    ReviewOutcome,
    ReviewState,
    Role,
    ToldPerson,
    User,
)
from portal.services.calendar.calendars import bank_holidays
from portal.services.door import note_change
from portal.services.forms.answers import answers_of
from portal.services.forms.applications import Beginning, begin_application
from portal.services.people.invitations import Invitation, invite
from portal.services.people.throttle import count_or_refuse, throttle_key

GUEST_POSITION = "Contact for the desk-top review"
LINKS_PER_PERSON = 3
OVER = (ReviewState.DECIDED, ReviewState.CLOSED)


@dataclass(frozen=True)
class NewReport:
    """What a commissioner reports."""

    name: str
    contact_name: str
    contact_email: str
    reason: str
    uses_from: date
    pupil_ids: Sequence[UUID]


def report(session: Session, new: NewReport, by: Actor, at: datetime) -> Review:
    """Report a provider that is not listed; a second report joins the review under way.

    Raises InvalidError where a provider of that name is in the catalogue.
    """
    provider = _provider(session, new.name)
    review = session.scalar(
        select(Review).where(Review.provider_id == provider.id, Review.state.in_(UNDER_WAY))
    )
    if review is None:
        review = _open_review(session, provider, at)
        _add_guests(session, provider, new, at)
    reported = NonListedReport(
        id=uuid4(),
        review_id=review.id,
        organisation_id=by.organisation_id,
        reason=new.reason,
        uses_from=new.uses_from,
        reported_by_id=by.user_id,
        reported_at=at,
    )
    session.add(reported)
    session.flush()
    for pupil_id in new.pupil_ids:
        session.add(ReportedPupil(report_id=reported.id, pupil_id=pupil_id))
    letters.tell_of_report(session, review, reported, at)
    session.flush()
    return review


def _provider(session: Session, name: str) -> Provider:
    known = session.scalar(select(Provider).where(func.lower(Provider.name) == name.lower()))
    if known is None:
        known = Provider(
            name=name,
            code=f"N{uuid4().hex[:8].upper()}",
            listing=ListingStatus.NOT_LISTED,
            provider_kind=ProviderKind.NON_SCHOOL,
        )
        session.add(known)
        session.flush()
    elif known.listing in (ListingStatus.LISTED, ListingStatus.SUSPENDED):
        raise InvalidError.of("name", "This provider is in the catalogue: no report is needed")
    return known


def _open_review(session: Session, provider: Provider, at: datetime) -> Review:
    long_form = LongForm(
        id=uuid4(),
        kind=LongFormKind.REVIEW,
        provider_id=provider.id,
        edition_key=REVIEW_2026.form.key,
        created_at=at,
    )
    session.add(long_form)
    session.flush()
    dates = review_dates(in_london(at).date(), bank_holidays())
    review = Review(
        id=long_form.id,
        provider_id=provider.id,
        state=ReviewState.REPORTED,
        opened_at=at,
        due_on=dates.decide_by,
    )
    session.add(review)
    session.flush()
    return review


def _add_guests(session: Session, provider: Provider, new: NewReport, at: datetime) -> None:
    """Those who may answer by link and do nothing else: the leads of a provider that has some.

    Otherwise the contact whom the reporter names, who must not reach the papers of an applicant.
    """
    for user in _leads(session, provider) or [_contact(session, new, at)]:
        _add_guest(session, provider, user, at)


def _leads(session: Session, provider: Provider) -> Sequence[User]:
    return session.scalars(
        select(User)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.organisation_id == provider.id,
            Membership.role == Role.PROVIDER_LEAD,
            Membership.ended_at.is_(None),
        )
    ).all()


def _contact(session: Session, new: NewReport, at: datetime) -> User:
    user = session.scalar(select(User).where(User.email == new.contact_email))
    if user is None:
        user = User(email=new.contact_email, name=new.contact_name, is_active=True, created_at=at)
        session.add(user)
        session.flush()
    return user


def _add_guest(session: Session, provider: Provider, user: User, at: datetime) -> None:
    guest = session.scalar(
        select(Membership).where(
            Membership.user_id == user.id,
            Membership.organisation_id == provider.id,
            Membership.role == Role.REVIEW_GUEST,
        )
    )
    if guest is None:
        guest = Membership(
            user_id=user.id,
            organisation_id=provider.id,
            role=Role.REVIEW_GUEST,
            position=GUEST_POSITION,
            started_at=at,
        )
        session.add(guest)
    guest.ended_at = None
    session.flush()


def hand_over(session: Session, review: Review, officer_id: int, at: datetime) -> None:
    """The Virtual AP Headteacher hands the review to an officer, who is told."""
    if review.handed_to_id == officer_id:
        return
    review.handed_to_id = officer_id
    letters.tell_of_hand_over(session, review, session.get_one(User, officer_id), at)


def send_questions(session: Session, review: Review, at: datetime) -> int:
    """Send the provider's contacts a fresh link; how many went. Raises ConflictError once decided."""
    if review.state not in (ReviewState.REPORTED, ReviewState.SENT):
        raise ConflictError("The answers are in already")
    guests = guests_of(session, review.provider_id)
    for guest in guests:
        send_link(session, guest.user, review.provider.name, at)
    if review.state is ReviewState.REPORTED:
        review.state = ReviewState.SENT
        review.sent_at = at
        review.due_on = review_dates(in_london(at).date(), bank_holidays()).decide_by
        note_change(session, review.provider_id)
    return len(guests)


def renew_link(session: Session, review: Review, guest: User, at: datetime) -> None:
    """Send the contact another link. Raises TooManyAttemptsError where that is asked too often."""
    limits = {throttle_key("review link", guest.email): LINKS_PER_PERSON}
    count_or_refuse(session, limits, at)
    send_link(session, guest, review.provider.name, at)


def take_answers(session: Session, review: Review, at: datetime) -> None:
    """The provider says that its answers are complete; they are locked."""
    if review.state is not ReviewState.SENT:
        raise ConflictError("The answers were sent already")
    review.state = ReviewState.ANSWERED
    review.answered_at = at
    review.long_form.is_locked = True
    note_change(session, review.provider_id)
    letters.tell_of_answers(session, review, at)


def score(
    session: Session, review: Review, item_key: str, points: int, note: str, by: Actor, at: datetime
) -> None:
    """Score one item, with what was found. A later score of the same item counts instead."""
    if review.state in OVER:
        raise ConflictError("This review is over")
    session.add(
        ItemCheck(
            form_id=review.id,
            item_key=item_key,
            verdict=ItemVerdict.MET if points >= 2 else ItemVerdict.NOT_MET,
            score=points,
            note=note,
            by_id=by.user_id,
            at=at,
        )
    )
    session.flush()


@dataclass(frozen=True)
class NewOutcome:
    outcome: Outcome
    until_on: date | None
    conditions: str
    reasons: str


def decide(
    session: Session,
    review: Review,
    edition: ReviewRound,
    scored: Sequence[str],
    new: NewOutcome,
    by: Actor,
    at: datetime,
) -> None:
    """Decide, and tell every commissioner who has pupils there. Raises ConflictError too early."""
    if review.state in OVER:
        raise ConflictError("This review is over")
    if any(item.key not in scored for item in edition.items):
        raise InvalidError.of("outcome", "Score every item first")
    review.state = ReviewState.DECIDED
    review.outcome = ReviewOutcome(new.outcome.value)
    review.until_on = new.until_on if new.outcome.needs_end else None
    review.conditions = new.conditions if new.outcome.needs_conditions else ""
    review.reasons = new.reasons
    review.decided_by_id = by.user_id
    review.decided_at = at
    review.long_form.is_locked = True
    note_change(session, review.provider_id)
    letters.tell_of_outcome(session, review, new.outcome, at)


def note_told(
    session: Session, review: Review, whom: str, how: str, about: str, by: Actor, at: datetime
) -> None:
    session.add(
        ToldPerson(review_id=review.id, whom=whom, how=how, about=about, by_id=by.user_id, at=at)
    )
    review.may_be_unregistered_school = True
    session.flush()


def make_application(
    session: Session, review: Review, edition: Edition, by: Actor, at: datetime
) -> Application:
    """Turn the review into an application: nothing has to be typed twice.

    Raises ConflictError before the answers are in, and for a provider that has applied already.
    """
    provider = review.provider
    if review.state not in (ReviewState.ANSWERED, ReviewState.DECIDED):
        raise ConflictError("The provider has not answered yet")
    if provider.listing is not ListingStatus.NOT_LISTED:
        raise ConflictError("This provider has applied already")
    answers = carried_over(answers_of(session, review.id), edition)
    application = begin_application(
        session, provider, edition, Beginning(by.user_id, at, None, answers)
    )
    leads = _leads(session, provider)
    for guest in guests_of(session, provider.id):
        guest.ended_at = at
        if guest.user in leads:
            continue
        invitation = Invitation(
            guest.user.email, guest.user.name, Role.PROVIDER_LEAD, "Provider lead", provider.id
        )
        invite(session, invitation, at)
    review.state = ReviewState.CLOSED if review.outcome is None else review.state
    session.flush()
    return application
