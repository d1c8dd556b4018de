"""The provider's contact answers the questions of a desk-top review, section by section."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import joinedload

from portal.access import scopes
from portal.access.audit_log import AuditAction
from portal.access.current import audit, current_actor
from portal.access.gate import requires
from portal.access.permissions import Permission
from portal.clock import now, today
from portal.database.db import db
from portal.features.reviews import queries, service
from portal.features.reviews.routes.blueprint import bp
from portal.models import Review, ReviewState
from portal.services.forms.progress import tasks_of
from portal.web.forms import PortalForm
from portal.web.pages import section_or_404
from portal.web.section_page import SectionPage, serve_section


def _find_own() -> Review | None:
    """The contact's newest review."""
    return db.session.scalars(
        scopes.reviews(current_actor())
        .options(joinedload(Review.provider), joinedload(Review.long_form))
        .order_by(Review.opened_at.desc())
        .limit(1)
    ).first()


def _own() -> Review:
    """The contact's review; 404 where there is none."""
    review = _find_own()
    if review is None:
        abort(404)
    return review


@bp.route("/own-review", methods=["GET", "POST"])
@requires(Permission.REVIEW_ANSWER)
def own_review() -> ResponseReturnValue:
    review = _find_own()
    if review is None:
        return render_template("reviews/no_review.html")
    edition = queries.round_of_review(review)
    tasks = tasks_of(db.session, review.long_form, edition.form, today())
    missing = [gap for task in tasks for gap in task.missing]
    form = PortalForm()
    if form.validate_on_submit():
        if missing:
            flash("Some answers are missing: see below", "problem")
            return redirect(url_for("reviews.own_review"))
        service.take_answers(db.session, review, now())
        audit(AuditAction.REVIEW_ANSWERED, "review", review.id)
        db.session.commit()
        flash("Your answers have been sent")
        return redirect(url_for("reviews.own_review"))
    return render_template(
        "reviews/own_review.html",
        review=review,
        clock=queries.clocks_of(db.session, [review], today()).get(review.id),
        tasks=tasks,
        missing=missing,
        form=form,
    )


@bp.route("/own-review/<key:section_key>", methods=["GET", "POST"])
@requires(Permission.REVIEW_ANSWER)
def answer_section(section_key: str) -> ResponseReturnValue:
    review = _own()
    edition = queries.round_of_review(review).form
    page = SectionPage(
        review.long_form,
        edition,
        section_or_404(edition, section_key),
        may_answer=review.state is ReviewState.SENT,
        audited_as=AuditAction.REVIEW_SECTION_SAVED,
        overview=url_for("reviews.own_review"),
        overview_words="all parts",
    )
    return serve_section(page)
