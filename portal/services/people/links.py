"""One-time links: a secret sent by email, of which only the sha256 is kept."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.errors import NotFoundError
from portal.models import LinkPurpose, OneTimeLink, User

LINK_LIFE = {
    LinkPurpose.INVITATION: timedelta(days=7),
    LinkPurpose.PASSWORD_RESET: timedelta(hours=2),
    LinkPurpose.DESK_TOP_REVIEW: timedelta(days=14),
}


def life_words(purpose: LinkPurpose) -> str:
    """How long such a link works: "7 days", "2 hours"."""
    hours, day = LINK_LIFE[purpose] // timedelta(hours=1), 24
    return f"{hours // day} days" if hours > day else f"{hours} hours"


def new_token() -> str:
    return secrets.token_urlsafe(32)


def token_sha256(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def new_link(session: Session, user: User, purpose: LinkPurpose, at: datetime) -> str:
    """Make a link for this person; the token is returned once and never kept."""
    token = new_token()
    session.add(
        OneTimeLink(
            token_sha256=token_sha256(token),
            purpose=purpose,
            user_id=user.id,
            created_at=at,
            expires_at=at + LINK_LIFE[purpose],
        )
    )
    return token


def live_link(session: Session, token: str, at: datetime) -> OneTimeLink:
    """The link of a token. Raises NotFoundError where it is unknown, used or over."""
    link = session.scalar(
        select(OneTimeLink).where(OneTimeLink.token_sha256 == token_sha256(token)).with_for_update()
    )
    if link is None or link.used_at is not None or link.expires_at < at:
        raise NotFoundError("This link has been used or is too old")
    return link
