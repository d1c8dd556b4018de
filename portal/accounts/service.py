"""Changes to accounts: sign-in attempts, one-time links, passwords, memberships."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from portal.accounts.passwords import hash_password, new_token, password_matches, token_sha256
from portal.domain.errors import InvalidError, NotFoundError
from portal.models import (
    LinkPurpose,
    Membership,
    Message,
    OneTimeLink,
    Organisation,
    Role,
    SignInAttempt,
    User,
)

THROTTLE_WINDOW = timedelta(minutes=15)
ATTEMPTS_PER_EMAIL = 8
ATTEMPTS_PER_ADDRESS = 60
LINK_LIFE = {
    LinkPurpose.INVITATION: timedelta(days=7),
    LinkPurpose.PASSWORD_RESET: timedelta(hours=2),
}


@dataclass(frozen=True)
class Invitation:
    email: str
    name: str
    role: Role
    position: str
    organisation_id: int


def _key(kind: str, value: str) -> str:
    return hashlib.sha256(f"{kind}:{value.lower()}".encode()).hexdigest()


def is_throttled(session: Session, email: str, address: str, at: datetime) -> bool:
    """Whether this account or this place has failed too often in the last 15 minutes."""
    since = at - THROTTLE_WINDOW
    limits = {_key("email", email): ATTEMPTS_PER_EMAIL, _key("from", address): ATTEMPTS_PER_ADDRESS}
    counts = session.execute(
        select(SignInAttempt.key, func.count())
        .where(SignInAttempt.key.in_(limits), SignInAttempt.at > since)
        .group_by(SignInAttempt.key)
    )
    return any(count >= limits[key] for key, count in counts)


def check_sign_in(
    session: Session, email: str, password: str, address: str, at: datetime
) -> User | None:
    """The user, or None; a failure is counted (the caller commits it)."""
    user = session.scalar(select(User).where(User.email == email.lower()))
    matches = password_matches(user.password_hash if user else None, password)
    if user is not None and matches and user.is_active:
        session.execute(delete(SignInAttempt).where(SignInAttempt.key == _key("email", email)))
        return user
    for key in (_key("email", email), _key("from", address)):
        session.add(SignInAttempt(key=key, at=at))
    return None


def live_memberships(session: Session, user_id: int) -> Sequence[Membership]:
    """The roles a person holds now, oldest first."""
    return session.scalars(
        select(Membership)
        .where(Membership.user_id == user_id, Membership.ended_at.is_(None))
        .order_by(Membership.id)
    ).all()


def invite(session: Session, invitation: Invitation, base_url: str, at: datetime) -> Membership:
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
        _send_link(session, user, LinkPurpose.INVITATION, base_url, at, organisation.name)
    else:
        _tell_of_new_role(session, user, membership, organisation.name, base_url, at)
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


def send_password_reset(session: Session, email: str, base_url: str, at: datetime) -> None:
    """Send a link if there is such an account; say nothing either way."""
    user = session.scalar(select(User).where(User.email == email.lower(), User.is_active))
    if user is not None:
        _send_link(session, user, LinkPurpose.PASSWORD_RESET, base_url, at)


def _send_link(
    session: Session,
    user: User,
    purpose: LinkPurpose,
    base_url: str,
    at: datetime,
    organisation: str = "",
) -> None:
    token = new_token()
    life = LINK_LIFE[purpose]
    session.add(
        OneTimeLink(
            token_sha256=token_sha256(token),
            purpose=purpose,
            user_id=user.id,
            created_at=at,
            expires_at=at + life,
        )
    )
    address = f"{base_url}/set-password/{token}"
    if purpose is LinkPurpose.INVITATION:
        subject = "You have been invited to the alternative provision portal"
        body = (
            f"{organisation} has given you an account.\n\nChoose your password: {address}\n\n"
            "The link works once, for 7 days."
        )
    else:
        subject = "Choose a new password"
        body = (
            f"Choose a new password: {address}\n\nThe link works once, for 2 hours.\n\n"
            "If you did not ask for this, you need do nothing."
        )
    session.add(
        Message(
            once_key=f"link:{token_sha256(token)}",
            to=user.email,
            subject=subject,
            body=body,
            created_at=at,
            not_before=at,
        )
    )


def _tell_of_new_role(
    session: Session,
    user: User,
    membership: Membership,
    organisation: str,
    base_url: str,
    at: datetime,
) -> None:
    session.add(
        Message(
            once_key=f"role:{membership.id}:{at.isoformat()}",
            to=user.email,
            subject="You have a new role in the alternative provision portal",
            body=(
                f"{membership.role.words} at {organisation}.\n\nSign in and choose the role under"
                f" “Your account”: {base_url}/account"
            ),
            created_at=at,
            not_before=at,
        )
    )


def user_of_link(session: Session, token: str, at: datetime) -> User:
    """Whose link it is. Raises NotFoundError where it is unknown, used or over."""
    link = _live_link(session, token, at)
    return session.get_one(User, link.user_id)


def _live_link(session: Session, token: str, at: datetime) -> OneTimeLink:
    link = session.scalar(
        select(OneTimeLink).where(OneTimeLink.token_sha256 == token_sha256(token)).with_for_update()
    )
    if link is None or link.used_at is not None or link.expires_at < at:
        raise NotFoundError("This link has been used or is too old")
    return link


def set_password_by_link(session: Session, token: str, password: str, at: datetime) -> User:
    """Use the link up, set the password and end every sign-in of that person."""
    link = _live_link(session, token, at)
    link.used_at = at
    user = session.get_one(User, link.user_id)
    change_password(user, password)
    return user


def change_password(user: User, password: str) -> None:
    user.password_hash = hash_password(password)
    sign_out_everywhere(user)


def sign_out_everywhere(user: User) -> None:
    """Every browser that this person is signed in on is signed out at its next request."""
    user.sign_in_epoch += 1


def end_membership(membership: Membership, at: datetime) -> None:
    membership.ended_at = at


def forget_old_attempts(session: Session, at: datetime) -> None:
    session.execute(delete(SignInAttempt).where(SignInAttempt.at < at - THROTTLE_WINDOW))
