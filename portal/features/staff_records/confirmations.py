"""One email to a provider's lead when its confirmation of staff checks says no longer what is so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.permissions import Permission
from portal.clock import in_london
from portal.models import ListingStatus, Provider, StaffMember
from portal.services.mail import addresses
from portal.services.mail.outbox import Email, people_who_hold, write
from portal.services.people.staff_record import (
    Confirmations,
    latest_confirmations,
    to_confirm_again,
)

_CONFIRMS = (ListingStatus.LISTED, ListingStatus.SUSPENDED)


def ask_to_confirm_again(session: Session, at: datetime) -> None:
    """Ask once for each confirmation that people have outgrown; the same call again writes nothing."""
    provider_ids = session.scalars(
        select(StaffMember.provider_id)
        .join(Provider, Provider.id == StaffMember.provider_id)
        .where(Provider.listing.in_(_CONFIRMS))
        .distinct()
    ).all()
    confirmations = latest_confirmations(session, provider_ids)
    due = to_confirm_again(session, provider_ids, confirmations, in_london(at).date())
    people = people_who_hold(session, due, Permission.STAFF_RECORD_EDIT)
    write(session, _emails(people, confirmations), at)


def _emails(
    people: dict[int, list[tuple[int, str]]], confirmations: Confirmations
) -> Iterator[Email]:
    for provider_id, leads in people.items():
        last = confirmations.get(provider_id)
        for user_id, email in leads:
            yield Email(
                once_key=f"confirm-again:{provider_id}:{last.id if last else 0}:{user_id}",
                to=email,
                subject="Please confirm your staff checks again",
                body="Somebody has joined or left, or a check was made or has run out, since you"
                " last confirmed your staff checks. Commissioners are told so until you issue the"
                f" confirmation again: {addresses.staff_checks()}",
            )
