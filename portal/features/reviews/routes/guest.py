"""The provider's contact answers the questions of a desk-top review, section by section."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import joinedload

from portal.access import scopes
from portal.access.audit_log import AuditAction
from portal.access.current import audit, current_actor, current_sign_in
from portal.access.gate import requires
from portal.access.permissions import Permission
from portal.clock import now, today
from portal.database.db import db
from portal.features.reviews import queries, service
from portal.features.reviews.routes.blueprint import bp
from portal.models import Review, ReviewState
from portal.services.forms.answers import fields_of
from portal.services.forms.page_answers import Author, choose, count_beside, save_given
from portal.services.forms.progress import evidence_by_kind, tasks_of
from portal.web.autosave import KEEP, kept_answer
from portal.web.forms import PortalForm
from portal.web.section_form import Button, SectionForm, entry_named, typed_with


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
    section = next((each for each in edition.sections if each.key == section_key), None)
    if section is None:
        abort(404)
    kept = fields_of(db.session, review.id)
    form = SectionForm(section, edition, kept)
    if form.validate_on_submit():
        if review.state is not ReviewState.SENT:
            abort(403)
        return _save(review, form)
    form.add_row(request.args.get("more", ""))
    return _page(review, form)


def _save(review: Review, form: SectionForm) -> ResponseReturnValue:
    button = Button.of(request.form.get("do", ""))
    data = typed_with(button, request.form)
    author = Author(current_actor().user_id, now(), current_sign_in().hex)
    outcomes = save_given(db.session, review.long_form, form.read(data), author)
    if button.do == "use":
        kept = fields_of(db.session, review.id)
        choose(db.session, review.long_form, kept, entry_named(button), author)
    if outcomes or button.do != KEEP:
        audit(AuditAction.REVIEW_SECTION_SAVED, "review", review.id, section=form.section.key)
    db.session.commit()
    differing = count_beside(outcomes)
    if button.do == KEEP:
        return kept_answer(form, fields_of(db.session, review.id), differing > 0)
    if form.errors or differing or button.do == "use":
        form.show_kept(fields_of(db.session, review.id))
        return _page(review, form)
    if button.do in ("add", "remove"):
        more = button.what if button.do == "add" else None
        address = url_for("reviews.answer_section", section_key=form.section.key, more=more)
        return redirect(address)
    return redirect(url_for("reviews.own_review"))


def _page(review: Review, form: SectionForm) -> str:
    return render_template(
        "reviews/answer_section.html",
        review=review,
        form=form,
        held=evidence_by_kind(db.session, review.provider_id),
        may_answer=review.state is ReviewState.SENT,
    )
