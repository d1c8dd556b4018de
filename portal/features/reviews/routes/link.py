"""The one-time link of a desk-top review: it signs the contact in, once, and can be renewed."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.access.audit_log import AuditAction
from portal.access.current import audit, start_sign_in
from portal.access.gate import public
from portal.clock import now
from portal.database.db import db
from portal.domain.errors import NotFoundError
from portal.features.reviews import service
from portal.features.reviews.routes.blueprint import bp
from portal.models import LinkPurpose, Membership, OneTimeLink, Review, ReviewState, Role
from portal.services.people.links import token_sha256
from portal.web.forms import PortalForm


def _link(token: str) -> tuple[OneTimeLink, Membership, Review]:
    """The link with whom it is for, and the review. Raises NotFoundError for any other token."""
    link = db.session.scalar(
        select(OneTimeLink).where(
            OneTimeLink.token_sha256 == token_sha256(token),
            OneTimeLink.purpose == LinkPurpose.DESK_TOP_REVIEW,
        )
    )
    if link is not None:
        for guest, review in _reviews_of(link.user_id):
            return link, guest, review
    raise NotFoundError("This link leads nowhere now")


def _reviews_of(user_id: int) -> list[tuple[Membership, Review]]:
    """The reviews that wait for this contact's answers, newest first."""
    rows = db.session.execute(
        select(Membership, Review)
        .join(Review, Review.provider_id == Membership.organisation_id)
        .options(
            joinedload(Membership.user),
            joinedload(Membership.organisation),
            joinedload(Review.provider),
        )
        .where(
            Membership.user_id == user_id,
            Membership.role == Role.REVIEW_GUEST,
            Membership.ended_at.is_(None),
            Review.state == ReviewState.SENT,
        )
        .order_by(Review.opened_at.desc())
    )
    return [(row.Membership, row.Review) for row in rows]


@bp.route("/review/<token(length=43):token>", methods=["GET", "POST"])
@public
def open_link(token: str) -> ResponseReturnValue:
    link, guest, review = _link(token)
    is_over = link.used_at is not None or link.expires_at < now()
    form = PortalForm()
    if form.validate_on_submit():
        if is_over:
            service.renew_link(db.session, review, guest.user, now())
            audit(AuditAction.REVIEW_LINK_RENEWED, "review", review.id)
            db.session.commit()
            return render_template("reviews/link_renewed.html")
        link.used_at = now()
        start_sign_in(guest, now(), is_by_link=True)
        audit(AuditAction.REVIEW_LINK_OPENED, "review", review.id)
        db.session.commit()
        return redirect(url_for("reviews.own_review"))
    return render_template(
        "reviews/open_link.html", form=form, provider=review.provider, is_over=is_over
    )
