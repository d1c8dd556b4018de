"""Gives a person a role in an organisation, and writes to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.errors import InvalidError
from portal.models import LinkPurpose, Membership, Organisation, Role, User
from portal.services.mail import addresses
from portal.services.mail.outbox import Email, write
from portal.services.people.links import life_words, new_link, token_sha256


@dataclass(frozen=True)
class Invitation:
    email: str
    name: str
    role: Role
    position: str
    organisation_id: int


def invite(session: Session, invitation: Invitation, at: datetime) -> Membership:
    """Give a person a role; send a link to whoever has no password yet.

    Raises InvalidError if they hold this role there already.
    """
    email = invitation.email.lower()
    user = session.scalar(select(User).where(User.email == email))
    if user is None:
        user = User(email=email, name=invitation.name, created_at=at, is_active=True)
        session.add(user)
        session.flush()
    membership = _membership(session, user, invitation, at)
    organisation = session.get_one(Organisation, invitation.organisation_id)
    if user.password_hash is None:
        send_link(session, user, organisation.name, at)
    else:
        _tell_of_new_role(session, user, membership, organisation.name, at)
    return membership


def _membership(session: Session, user: User, invitation: Invitation, at: datetime) -> Membership:
    held = session.scalar(
        select(Membership).where(
            Membership.user_id == user.id,
            Membership.organisation_id == invitation.organisation_id,
            Membership.role == invitation.role,
        )
    )
    if held is None:
        held = Membership(
            user_id=user.id,
            organisation_id=invitation.organisation_id,
            role=invitation.role,
            position=invitation.position,
            started_at=at,
        )
        session.add(held)
        session.flush()
        return held
    if held.ended_at is None:
        raise InvalidError.of("email", "This person already has this role here")
    held.ended_at = None
    held.position = invitation.position
    return held


def send_link(session: Session, user: User, organisation: str, at: datetime) -> None:
    """Send an invited person a link to choose a password; any earlier link holds as well."""
    token = new_link(session, user, LinkPurpose.INVITATION, at)
    mail = Email(
        once_key=f"link:{token_sha256(token)}",
        to=user.email,
        subject="You have been invited to the alternative provision portal",
        body=f"{organisation} has given you an account.\n\n"
        f"Choose your password: {addresses.choose_password(token)}\n\n"
        f"The link works once, for {life_words(LinkPurpose.INVITATION)}.",
    )
    write(session, [mail], at)


def _tell_of_new_role(
    session: Session,
    user: User,
    membership: Membership,
    organisation: str,
    at: datetime,
) -> None:
    mail = Email(
        once_key=f"role:{membership.id}:{at.isoformat()}",
        to=user.email,
        subject="You have a new role in the alternative provision portal",
        body=f"{membership.role.words} at {organisation}.\n\nSign in and choose the role under"
        f" “Your account”: {addresses.your_account()}",
    )
    write(session, [mail], at)
