"""The list of reviews, reporting a provider, and what a commissioner reads of one."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # types lag behind

from portal.access import scopes
from portal.access.actor import Actor
from portal.access.audit_log import AuditAction
from portal.access.current import audit, current_actor
from portal.access.gate import requires
from portal.access.permissions import Permission
from portal.clock import now, today
from portal.database.db import db
from portal.domain.catalogue.non_listed import Outcome, is_in_force, outcome_words, what_to_do
from portal.domain.errors import InvalidError
from portal.features.reviews import queries, service
from portal.features.reviews.forms import HandForm, ReportForm
from portal.features.reviews.routes.blueprint import bp
from portal.features.reviews.routes.records import review_in_scope
from portal.models import Membership, NonListedReport, Pupil, Review, Role, User
from portal.services.people.pupils_there import organisations_concerned


@bp.get("/reviews/")
@requires(Permission.REVIEW_READ)
def list_reviews() -> ResponseReturnValue:
    reviews = db.session.scalars(
        scopes.reviews(current_actor())
        .options(joinedload(Review.provider), joinedload(Review.handed_to))
        .order_by(Review.state.in_(service.OVER), Review.due_on)
    ).all()
    return render_template(
        "reviews/list_reviews.html",
        reviews=[(each, outcome_of(each), is_red(each)) for each in reviews],
        clocks=queries.clocks_of(db.session, reviews, today()),
    )


def outcome_of(review: Review) -> str:
    """The outcome in words, or "" before it is decided."""
    if review.outcome is None:
        return ""
    return outcome_words(Outcome(review.outcome.value), review.until_on, today())


def is_red(review: Review) -> bool:
    """Whether the provider must not be used now, by what was decided."""
    return review.outcome is not None and not is_in_force(
        Outcome(review.outcome.value), review.until_on, today()
    )


@bp.route("/reviews/report", methods=["GET", "POST"])
@requires(Permission.NON_LISTED_REPORT)
def report_provider() -> ResponseReturnValue:
    actor = current_actor()
    form = ReportForm()
    pupils = db.session.scalars(
        scopes.pupils(actor).order_by(Pupil.last_name, Pupil.first_name)
    ).all()
    form.pupils.choices = [SelectChoice(str(pupil.id), pupil.name) for pupil in pupils]
    if form.validate_on_submit() and form.uses_from.data:
        new = service.NewReport(
            form.name.text,
            form.contact_name.text,
            form.contact_email.text,
            form.reason.text,
            form.uses_from.data,
            [UUID(each) for each in form.pupils.data or []],
        )
        try:
            review = service.report(db.session, new, actor, now())
            audit(AuditAction.NON_LISTED_REPORTED, "review", review.id)
            db.session.commit()
            flash("Thank you. The Virtual AP Headteacher has been told.")
            return redirect(url_for("reviews.show_review", review_id=review.id))
        except InvalidError as error:
            db.session.rollback()
            form.name.errors = [error.errors[0].message]
    return render_template("reviews/report_provider.html", form=form)


@bp.get("/reviews/<uuid:review_id>")
@requires(Permission.REVIEW_READ)
def show_review(review_id: UUID) -> ResponseReturnValue:
    actor, review = current_actor(), review_in_scope(review_id)
    outcome = Outcome(review.outcome.value) if review.outcome else None
    concerned = organisations_concerned(db.session, review, today())
    there = concerned.get(actor.organisation_id, False)
    scores_it = actor.holds(Permission.REVIEW_SCORE)
    form = HandForm()
    form.officer.choices = officer_choices() if scores_it else []
    return render_template(
        "reviews/show_review.html",
        review=review,
        outcome=outcome_of(review),
        is_red=is_red(review),
        clock=queries.clocks_of(db.session, [review], today()).get(review.id),
        steps=what_to_do(outcome, review.until_on, there, today())
        if outcome and not scores_it
        else (),
        reports=_shown_reports(actor, review),
        scores_it=scores_it,
        edition=queries.round_of_review(review),
        scores=queries.scores_of(db.session, review.id) if scores_it else {},
        form=form,
    )


def _shown_reports(actor: Actor, review: Review) -> list[NonListedReport]:
    """Officers see every report; a commissioner only its own."""
    reports = queries.reports_of(db.session, review.id)
    if actor.holds(Permission.REVIEW_SCORE):
        return list(reports)
    return [each for each in reports if each.organisation_id == actor.organisation_id]


def officer_choices() -> list[SelectChoice]:
    """The officers to whom a review may be handed."""
    rows = db.session.execute(
        select(User.id, User.name, Membership.position)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.role.in_([Role.PROCUREMENT_OFFICER, Role.QUALITY_OFFICER]),
            Membership.ended_at.is_(None),
        )
        .order_by(User.name)
    )
    return [SelectChoice("", "Choose an officer")] + [
        SelectChoice(str(row.id), f"{row.name}, {row.position}") for row in rows
    ]
