"""Suspending a provider and reinstating it, and who is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.access.permissions import Permission
from portal.clock import in_london
from portal.domain.errors import ConflictError
from portal.models import ListingEvent, ListingStatus, Provider
from portal.services.mail import addresses
from portal.services.mail.outbox import Email, people_who_hold, write
from portal.services.people.pupils_there import pupils_there


@dataclass(frozen=True)
class ListingChange:
    """From listed to suspended, or back; `reason` is told to the provider and its commissioners."""

    to: ListingStatus
    reason: str
    by_id: int
    at: datetime


def other_listing(provider: Provider) -> ListingStatus:
    """What a listed or suspended provider can become."""
    if provider.listing is ListingStatus.SUSPENDED:
        return ListingStatus.LISTED
    return ListingStatus.SUSPENDED


def change_listing(session: Session, provider: Provider, change: ListingChange) -> ListingEvent:
    """Keep the change and tell whom it concerns. Raises ConflictError where it was made already."""
    session.refresh(provider, with_for_update=True)
    if other_listing(provider) is not change.to:
        raise ConflictError("Somebody else has changed the listing")
    provider.listing = change.to
    event = ListingEvent(
        provider_id=provider.id,
        listing=change.to,
        reason=change.reason,
        by_id=change.by_id,
        at=change.at,
    )
    session.add(event)
    session.flush()
    write(session, _emails(session, provider, event), change.at)
    return event


def _emails(session: Session, provider: Provider, event: ListingEvent) -> Iterator[Email]:
    done = event.listing.done_words
    address = addresses.catalogue_entry(provider.id)
    own = people_who_hold(session, [provider.id], Permission.OFFER_EDIT).get(provider.id, [])
    for user_id, email in own:
        yield Email(
            once_key=f"listing:{event.id}:{user_id}",
            to=email,
            subject=f"{provider.name} is {done} in the catalogue",
            body=f"The council has {done} {provider.name} in the catalogue.\n\nThe reason:"
            f" {event.reason}\n\n{_for_provider(event.listing)}\n\n{address}",
        )
    pupils = pupils_there(session, provider.id, in_london(event.at).date())
    people = people_who_hold(session, pupils, Permission.NON_LISTED_REPORT)
    for organisation_id, members in people.items():
        number = pupils[organisation_id]
        for user_id, email in members:
            yield Email(
                once_key=f"listing:{event.id}:{user_id}",
                to=email,
                subject=f"{provider.name} is {done} in the catalogue",
                body=f"The council has {done} {provider.name}, where you have"
                f" {number} {'pupil' if number == 1 else 'pupils'}.\n\nThe reason:"
                f" {event.reason}\n\n{_for_commissioner(event.listing)}\n\n{address}",
            )


def _for_provider(listing: ListingStatus) -> str:
    if listing is ListingStatus.SUSPENDED:
        return (
            "No new pupils may be placed with you until you are reinstated. Keep taking registers"
            " for the pupils who are with you."
        )
    return "Schools and council services can find you and place pupils with you again."


def _for_commissioner(listing: ListingStatus) -> str:
    if listing is ListingStatus.SUSPENDED:
        return (
            "Place no new pupils there. Check today that the pupils you have there are safe, and"
            " decide whether they can stay."
        )
    return "You may place pupils there again."
