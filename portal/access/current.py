"""The signed-in person, with a real type; and the audit of what they do."""

from __future__ import annotations

from datetime import UTC, datetime
from secrets import token_hex
from uuid import UUID, uuid4

from flask import g, request, session
from flask_login import UserMixin, current_user, login_user
from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from portal.access import audit_log
from portal.access.actor import LONGEST_SIGN_IN, Actor, actor_of
from portal.access.audit_log import AuditAction
from portal.clock import now
from portal.database.db import db
from portal.extensions import login_manager
from portal.models import EndedSignIn, Membership

CSRF_FIELD = "csrf_token"
"""Where Flask-WTF keeps what forms must send back. Without one from the start, two pages that open
at once would each get another, and the browser keeps one."""


class SignedInUser(UserMixin):  # type: ignore[misc]  # flask-login has no types
    """What flask-login keeps for the request."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.id = str(actor.membership_id)


def start_sign_in(
    membership: Membership,
    at: datetime,
    *,
    is_by_link: bool = False,
    sign_in_id: UUID | None = None,
) -> None:
    """Begin a fresh browser session in this role; nothing of an earlier one stays but `next`.

    Whoever came by a link that opens one role has no other, because links are passed on.
    `sign_in_id` is of a sign-in that goes on; a new one gets its own.
    """
    goes_to = session.get("next")
    session.clear()
    session.permanent = True
    session["epoch"] = membership.user.sign_in_epoch
    session["signed_in_at"] = at.timestamp()
    session["sign_in_id"] = (sign_in_id or uuid4()).hex
    session["is_by_link"] = is_by_link
    session[CSRF_FIELD] = token_hex(20)
    if goes_to:
        session["next"] = goes_to
    login_user(SignedInUser(actor_of(membership)))


def change_role(membership: Membership) -> None:
    """Go on in another role; it is the same sign-in, and its hours go on as well."""
    started_at = datetime.fromtimestamp(session["signed_in_at"], UTC)
    start_sign_in(membership, started_at, sign_in_id=current_sign_in())


def current_sign_in() -> UUID:
    """The id of this browser's sign-in, the same in every copy of its cookie."""
    return UUID(session["sign_in_id"])


def came_by_link() -> bool:
    """Whether a link opened this one role, without a password."""
    return bool(session.get("is_by_link"))


@login_manager.user_loader  # type: ignore[untyped-decorator]
def load_user(membership_id: str) -> SignedInUser | None:
    if "sign_in_id" not in session:
        return None
    has_ended = exists().where(EndedSignIn.id == current_sign_in())
    membership = db.session.scalar(
        select(Membership)
        .options(joinedload(Membership.user), joinedload(Membership.organisation))
        .where(Membership.id == int(membership_id), ~has_ended)
    )
    if membership is None or not _still_counts(membership):
        return None
    return SignedInUser(actor_of(membership))


def _still_counts(membership: Membership) -> bool:
    user = membership.user
    started = float(session.get("signed_in_at", 0))
    return (
        user.is_active
        and membership.ended_at is None
        and session.get("epoch") == user.sign_in_epoch
        and now().timestamp() - started < LONGEST_SIGN_IN.total_seconds()
    )


def signed_in_actor() -> Actor | None:
    if not current_user.is_authenticated:
        return None
    actor: Actor = current_user.actor
    return actor


def as_visitor() -> None:
    """Show the rest of this request to nobody in particular: who it is cannot be asked."""
    g._login_user = login_manager.anonymous_user()  # where flask-login keeps its answer


def current_actor() -> Actor:
    """The actor of a route that the gate has let through."""
    actor = signed_in_actor()
    if actor is None:
        raise RuntimeError("This route is open to visitors: use signed_in_actor()")
    return actor


def audit(action: AuditAction, kind: str = "", record_id: object = "", **details: object) -> None:
    """Add to the audit in this request's transaction."""
    audit_log.add(db.session, signed_in_actor(), _entry(action, kind, record_id, details), now())


def audit_view(action: AuditAction, kind: str, record_id: object) -> None:
    """Write a page view to the audit at once, in a transaction of its own."""
    with db.own_transaction() as connection:
        entry = _entry(action, kind, record_id, {})
        audit_log.write_now(connection, signed_in_actor(), entry, now())


def _entry(
    action: AuditAction, kind: str, record_id: object, details: dict[str, object]
) -> audit_log.Entry:
    return audit_log.Entry(action, kind, str(record_id), request.remote_addr or "", details)
