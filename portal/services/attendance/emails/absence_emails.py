"""Tells the commissioner and the home school at once that a pupil was not seen, and puts it right.

Names no pupil. What is no longer so when its turn to be sent comes is not sent (`is_still_true`);
where it has gone already, its correction follows by the same way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.permissions import Permission
from portal.domain.attendance.seen import Seen
from portal.domain.calendar.sessions import SessionKey
from portal.models import CurrentMark, Message, Provider
from portal.services.mail.outbox import Email, people_who_hold, write
from portal.services.people.pupils_there import deciders_of

ABSENCE = "absence"
_CORRECTED = "absence-corrected"


@dataclass(frozen=True)
class Absence:
    """A pupil who was just marked not here, or of whom two marks now differ."""

    placement_id: UUID
    key: SessionKey
    version: int
    is_conflict: bool


@dataclass(frozen=True)
class Correction:
    """A pupil who was marked not here, or of whom two marks differed, and for whom that is over."""

    placement_id: UUID
    key: SessionKey
    version: int
    seen: Seen


def tell_of_absences(
    session: Session, provider_id: int, absences: Sequence[Absence], at: datetime
) -> None:
    """Write one email to each person who decides, for each absence, once."""
    if not absences:
        return
    provider = session.get_one(Provider, provider_id)
    deciders = deciders_of(session, [absence.placement_id for absence in absences])
    everyone = people_who_hold(
        session, {each for ids in deciders.values() for each in ids}, Permission.ABSENCE_READ
    )
    emails = (
        mail
        for absence in absences
        for organisation_id in deciders[absence.placement_id]
        for mail in _emails(provider.name, absence, everyone.get(organisation_id, []))
    )
    write(session, emails, at)


def _emails(
    provider_name: str, absence: Absence, people: Sequence[tuple[int, str]]
) -> Iterator[Email]:
    if absence.is_conflict:
        subject = f"Two different marks at {provider_name}"
        fact = "Two people marked one of your pupils differently."
    else:
        subject = f"A pupil was not seen at {provider_name}"
        fact = "One of your pupils was expected and was not seen."
    event = f"{_about(absence.placement_id, absence.key)}{absence.version}"
    for user_id, email in people:
        yield Email(
            once_key=f"{event}:{user_id}",
            to=email,
            subject=subject,
            body=f"{absence.key.words}, {provider_name}.\n\n{fact}\n\n"
            "Sign in to the alternative provision portal to see who, and what to do about the code.",
        )


def _about(placement_id: UUID, key: SessionKey) -> str:
    """What the once_keys of all emails about one pupil's session begin with."""
    return f"{ABSENCE}:{placement_id}:{key}:"


@dataclass(frozen=True)
class _Told:
    """What a once_key of ours says: whom an email is about, and to whom it goes."""

    placement_id: UUID
    key: SessionKey
    user_id: int

    @classmethod
    def read(cls, once_key: str) -> _Told:
        _, placement, key, _version, user = once_key.split(":")
        return cls(UUID(placement), SessionKey.parse(key), int(user))

    @property
    def about(self) -> str:
        return _about(self.placement_id, self.key)


def is_still_true(session: Session, message: Message) -> bool:
    """Whether the pupil is still away, or the marks still differ, and no newer email says so."""
    told = _Told.read(message.once_key)
    mark = _current(session, told.placement_id, told.key)
    is_away = mark is not None and (mark.is_conflict or mark.seen is Seen.NOT_HERE)
    newer = select(Message.id).where(
        Message.id > message.id,
        Message.once_key.startswith(told.about),
        Message.once_key.endswith(f":{told.user_id}"),
    )
    return is_away and session.scalar(newer.limit(1)) is None


def _current(session: Session, placement_id: UUID, key: SessionKey) -> CurrentMark | None:
    return session.scalar(
        select(CurrentMark)
        .where(
            CurrentMark.placement_id == placement_id,
            CurrentMark.day == key.day,
            CurrentMark.half == key.half,
        )
        .execution_options(populate_existing=True)
    )


def put_right(session: Session, corrections: Sequence[Correction], at: datetime) -> None:
    """Write to everybody to whom an email has gone that is not true any more, once."""
    emails = [
        mail
        for each in corrections
        for message in _sent_about(session, each)
        for mail in _correction(message, each)
    ]
    write(session, emails, at)


def _sent_about(session: Session, correction: Correction) -> Sequence[Message]:
    return session.scalars(
        select(Message).where(
            Message.once_key.startswith(_about(correction.placement_id, correction.key)),
            Message.sent_at.is_not(None),
        )
    ).all()


def put_right_if_overtaken(session: Session, message: Message, at: datetime) -> None:
    """For an email that has just gone: a mark may have come while the mail server was taking it."""
    told = _Told.read(message.once_key)
    mark = _current(session, told.placement_id, told.key)
    if mark is None or mark.is_conflict or mark.seen is Seen.NOT_HERE:
        return
    correction = Correction(told.placement_id, told.key, mark.version, mark.seen)
    write(session, _correction(message, correction), at)


def _correction(message: Message, correction: Correction) -> Iterator[Email]:
    user_id = _Told.read(message.once_key).user_id
    if correction.seen.was_seen:
        fact = "The pupil was seen after all."
    else:
        fact = "The provider has taken its mark back. There is no mark for this pupil now."
    event = f"{correction.placement_id}:{correction.key}:{correction.version}"
    yield Email(
        once_key=f"{_CORRECTED}:{event}:{user_id}",
        to=message.to,
        subject=f"Put right: {message.subject[0].lower()}{message.subject[1:]}"[:200],
        body=f"{correction.key.words}. We wrote to you: “{message.subject}”.\n\n{fact}\n\n"
        "Sign in to the alternative provision portal to see what it says now.",
    )
