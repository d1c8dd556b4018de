"""Changes to accounts: sign-in attempts, one-time links, passwords, memberships."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Table, select, update
from sqlalchemy.orm import Session

from portal.database.db import insert_or_ignore
from portal.domain.errors import NotFoundError
from portal.features.accounts.passwords import hash_password, password_matches
from portal.models import EndedSignIn, LinkPurpose, Membership, OneTimeLink, User
from portal.services.mail import addresses
from portal.services.mail.outbox import Email, write
from portal.services.people.links import life_words, live_link, new_link, token_sha256
from portal.services.people.throttle import (
    count_attempt,
    count_or_refuse,
    forget_attempts,
    is_over_limit,
    throttle_key,
)

ATTEMPTS_PER_EMAIL = 8
ATTEMPTS_PER_ADDRESS = 60
LINKS_PER_EMAIL = 3
LINKS_PER_ADDRESS = 20


def is_throttled(session: Session, email: str, address: str, at: datetime) -> bool:
    """Whether this account or this place has failed too often in the last 15 minutes."""
    limits = {
        throttle_key("email", email): ATTEMPTS_PER_EMAIL,
        throttle_key("from", address): ATTEMPTS_PER_ADDRESS,
    }
    return is_over_limit(session, limits, at)


def check_sign_in(
    session: Session, email: str, password: str, address: str, at: datetime
) -> User | None:
    """The user, or None; a failure is counted (the caller commits it)."""
    user = session.scalar(select(User).where(User.email == email.lower()))
    matches = password_matches(user.password_hash if user else None, password)
    if user is not None and matches and user.is_active:
        forget_attempts(session, throttle_key("email", email))
        return user
    count_attempt(session, [throttle_key("email", email), throttle_key("from", address)], at)
    return None


def live_memberships(session: Session, user_id: int) -> Sequence[Membership]:
    """The roles a person holds now, oldest first."""
    return session.scalars(
        select(Membership)
        .where(Membership.user_id == user_id, Membership.ended_at.is_(None))
        .order_by(Membership.id)
    ).all()


def ask_for_link(session: Session, email: str, address: str, at: datetime) -> None:
    """Send a link to choose a password, if there is such an account; say nothing either way.

    Raises TooManyAttemptsError where somebody asks too often, account or none.
    """
    limits = {
        throttle_key("link", email): LINKS_PER_EMAIL,
        throttle_key("link from", address): LINKS_PER_ADDRESS,
    }
    count_or_refuse(session, limits, at)
    user = session.scalar(select(User).where(User.email == email.lower(), User.is_active))
    if user is not None:
        _send_password_reset(session, user, at)


def _send_password_reset(session: Session, user: User, at: datetime) -> None:
    token = new_link(session, user, LinkPurpose.PASSWORD_RESET, at)
    mail = Email(
        once_key=f"link:{token_sha256(token)}",
        to=user.email,
        subject="Choose a new password",
        body=f"Choose a new password: {addresses.choose_password(token)}\n\n"
        f"The link works once, for {life_words(LinkPurpose.PASSWORD_RESET)}.\n\n"
        "If you did not ask for this, you need do nothing.",
    )
    write(session, [mail], at)


_CHOOSES_PASSWORD = frozenset({LinkPurpose.INVITATION, LinkPurpose.PASSWORD_RESET})


def user_of_link(session: Session, token: str, at: datetime) -> User:
    """Whose link it is. Raises NotFoundError where it is unknown, used, over or for another use."""
    return session.get_one(User, _password_link(session, token, at).user_id)


def _password_link(session: Session, token: str, at: datetime) -> OneTimeLink:
    link = live_link(session, token, at)
    if link.purpose not in _CHOOSES_PASSWORD:
        raise NotFoundError("This link does not choose a password")
    return link


def set_password_by_link(session: Session, token: str, password: str, at: datetime) -> User:
    """Use the link up, set the password and end every sign-in of that person."""
    link = _password_link(session, token, at)
    link.used_at = at
    user = session.get_one(User, link.user_id)
    change_password(session, user, password, at)
    return user


def change_password(session: Session, user: User, password: str, at: datetime) -> None:
    """Set the password; every sign-in of that person ends, and every link that could set another."""
    session.execute(
        update(OneTimeLink)
        .where(
            OneTimeLink.user_id == user.id,
            OneTimeLink.purpose.in_(_CHOOSES_PASSWORD),
            OneTimeLink.used_at.is_(None),
        )
        .values(used_at=at)
    )
    user.password_hash = hash_password(password)
    sign_out_everywhere(user)


def end_sign_in(session: Session, sign_in_id: UUID, at: datetime) -> None:
    """The one sign-in is over, in every copy of its cookie; other browsers stay signed in."""
    table: Table = EndedSignIn.__table__  # type: ignore[assignment]
    insert_or_ignore(session, table, [{"id": sign_in_id, "ended_at": at}])


def sign_out_everywhere(user: User) -> None:
    """Every browser that this person is signed in on is signed out at its next request."""
    user.sign_in_epoch += 1


def end_membership(membership: Membership, at: datetime) -> None:
    membership.ended_at = at
