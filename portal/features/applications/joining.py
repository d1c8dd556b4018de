"""A provider that is new to the council registers itself, to apply."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import ListingStatus, Provider, ProviderKind, Role, User
from portal.services.mail import addresses
from portal.services.mail.outbox import Email, write
from portal.services.people.invitations import Invitation, invite, send_link
from portal.services.people.throttle import count_attempt, is_over_limit, throttle_key

PER_EMAIL = 3
PER_ADDRESS = 10


@dataclass(frozen=True)
class NewApplicant:
    """Who applies. `code` is a name for the provider in files, which nobody else has."""

    organisation: str
    name: str
    email: str
    code: str


def is_throttled(session: Session, email: str, address: str, at: datetime) -> bool:
    """Whether this email or this place has registered too often in the last 15 minutes."""
    limits = {
        throttle_key("apply", email): PER_EMAIL,
        throttle_key("apply from", address): PER_ADDRESS,
    }
    return is_over_limit(session, limits, at)


def register(
    session: Session, applicant: NewApplicant, address: str, at: datetime
) -> Provider | None:
    """Make the provider and send its lead a link; None where the person has an account already.

    Either way one email goes to the address, and nobody else learns which it was.
    """
    keys = [throttle_key("apply", applicant.email), throttle_key("apply from", address)]
    count_attempt(session, keys, at)
    known = session.scalar(select(User).where(User.email == applicant.email.lower()))
    if known is not None:
        _write_to_known(session, known, at)
        return None
    provider = Provider(
        name=applicant.organisation,
        code=applicant.code,
        listing=ListingStatus.UNDER_REVIEW,
        provider_kind=ProviderKind.NON_SCHOOL,
        email=applicant.email.lower(),
    )
    session.add(provider)
    session.flush()
    invitation = Invitation(
        applicant.email, applicant.name, Role.PROVIDER_LEAD, "Lead", provider.id
    )
    invite(session, invitation, at)
    return provider


def _write_to_known(session: Session, user: User, at: datetime) -> None:
    """Whoever has not chosen a password yet gets a new link."""
    if user.password_hash is None and user.memberships:
        send_link(session, user, user.memberships[0].organisation.name, at)
        return
    mail = Email(
        once_key=f"apply:{user.id}:{at.isoformat()}",
        to=user.email,
        subject="You have an account already",
        body="Somebody, perhaps you, asked to join the catalogue with this email address. You have"
        f" an account already: sign in at {addresses.sign_in()}\n\n"
        "To apply for another organisation, use another email address, or ask the council.\n\n"
        "If you did not ask for this, you need do nothing.",
    )
    write(session, [mail], at)
