"""Emails to those who decide: of whom nothing has come, and which session was cancelled.

They name no pupil. One about pupils who have been marked meanwhile is not sent.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.access.permissions import Permission
from portal.domain.calendar.sessions import SessionKey
from portal.models import Message, Placement, Provider, RegisterState
from portal.services.attendance.expected import expected_in, slots_between
from portal.services.attendance.not_received import DueSession, states_of, without_mark
from portal.services.mail.outbox import Email, people_who_hold, write
from portal.services.people.pupils_there import deciders_of

NOT_RECEIVED = "not-received"

_SIGN_IN = "Sign in to the alternative provision portal to see who was expected."
_People = dict[int, list[tuple[int, str]]]


def not_received_emails(session: Session, missing: Sequence[DueSession]) -> Iterator[Email]:
    """One email to each person who decides, for each session, about those of whom nothing has come."""
    deciders = deciders_of(session, {id for each in missing for id in each.placement_ids})
    everyone = {each for ids in deciders.values() for each in ids}
    people = people_who_hold(session, everyone, Permission.ABSENCE_READ)
    for each in missing:
        counts = _counts(each.placement_ids, deciders)
        for organisation_id in sorted(counts):
            yield from _to_one(each, organisation_id, counts[organisation_id], people)


def _counts(placement_ids: Sequence[UUID], deciders: dict[UUID, set[int]]) -> dict[int, int]:
    """By organisation, how many of these pupils it decides about."""
    counts: dict[int, int] = {}
    for placement_id in placement_ids:
        for organisation_id in deciders[placement_id]:
            counts[organisation_id] = counts.get(organisation_id, 0) + 1
    return counts


def _to_one(
    missing: DueSession, organisation_id: int, count: int, people: _People
) -> Iterator[Email]:
    if missing.is_finished:
        which, subject = "finished", f"{missing.provider_name} finished without a pupil of yours"
        fact = f"The register was finished, and there is no mark for {_pupils(count)} expected."
    else:
        which, subject = "commissioner", f"No mark from {missing.provider_name}"
        fact = (
            "Half an hour after the session opened, the portal has received no mark for"
            f" {_pupils(count)} expected. The provider has been reminded."
        )
    telephone = f" Telephone: {missing.telephone}." if missing.telephone else ""
    event = f"{NOT_RECEIVED}:{missing.provider_id}:{missing.key}:{which}"
    for user_id, email in people.get(organisation_id, []):
        yield Email(
            once_key=f"{event}:{organisation_id}:{user_id}",
            to=email,
            subject=subject,
            body=f"{missing.key.words}, {missing.provider_name}.\n\n{fact}{telephone}\n\n{_SIGN_IN}",
        )


def _pupils(count: int) -> str:
    return "one of your pupils who was" if count == 1 else f"{count} of your pupils who were"


def tell_of_finished(session: Session, provider_id: int, key: SessionKey, at: datetime) -> None:
    """Tell at once of those without whom a register was finished. Behind the provider's door."""
    due = _session_of(session, provider_id, key)
    left = without_mark(session, Placement.provider_id == provider_id, [due])
    write(session, not_received_emails(session, left), at)


def tell_of_cancelled(
    session: Session, provider_id: int, key: SessionKey, event_id: UUID, reason: str, at: datetime
) -> None:
    """Tell everybody who has a pupil expected in a session that it was cancelled, and why."""
    due = _session_of(session, provider_id, key)
    deciders = deciders_of(session, due.placement_ids)
    counts = _counts(due.placement_ids, deciders)
    people = people_who_hold(session, counts, Permission.ABSENCE_READ)
    emails = [
        Email(
            once_key=f"cancelled:{event_id}:{organisation_id}:{user_id}",
            to=email,
            subject=f"{due.provider_name} cancelled a session",
            body=f"{key.words}, {due.provider_name}.\n\nThe provider cancelled this session, in"
            f" which {_pupils(count)} expected. It says: “{reason}”\n\n{_SIGN_IN}",
        )
        for organisation_id, count in counts.items()
        for user_id, email in people.get(organisation_id, [])
    ]
    write(session, emails, at)


def _session_of(session: Session, provider_id: int, key: SessionKey) -> DueSession:
    provider = session.get_one(Provider, provider_id)
    slots = slots_between(session, key.day, key.day, Placement.provider_id == provider_id)
    return DueSession.of(provider, key, expected_in(slots, key), is_finished=True)


def is_still_true(session: Session, message: Message) -> bool:
    """Whether somebody of whom the email speaks still has no mark, and the session is to be held."""
    _, provider, session_key, which, number, _user = message.once_key.split(":")
    due = _session_of(session, int(provider), SessionKey.parse(session_key))
    if RegisterState.CANCELLED in states_of(session, [due]).values():
        return False
    left = without_mark(session, Placement.provider_id == due.provider_id, [due])
    ids = [id for each in left for id in each.placement_ids]
    if which == "provider":
        return bool(ids)
    deciders = deciders_of(session, ids)
    return any(int(number) in deciders[id] for id in ids)
