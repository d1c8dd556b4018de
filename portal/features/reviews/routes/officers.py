"""What officers do with a review: hand over, send, read, score, decide, make an application of it."""

from __future__ import annotations

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # types lag behind

from portal.access.audit_log import AuditAction
from portal.access.current import audit, current_actor
from portal.access.gate import requires
from portal.access.permissions import Permission
from portal.clock import now, today
from portal.database.db import db
from portal.domain.catalogue.non_listed import Outcome
from portal.domain.checklists.answer_words import answer_words
from portal.domain.checklists.editions import edition_on
from portal.domain.checklists.reviews import suggested_outcome
from portal.domain.errors import InvalidError
from portal.features.reviews import queries, service
from portal.features.reviews.forms import HandForm, OutcomeForm, ScoreForm
from portal.features.reviews.routes.blueprint import bp
from portal.features.reviews.routes.lists import officer_choices
from portal.features.reviews.routes.records import review_to_judge
from portal.models import Review
from portal.services.forms.answers import answers_of
from portal.services.forms.progress import evidence_by_kind
from portal.web.filters import counted
from portal.web.forms import PortalForm


def _back(review: Review) -> Response:
    return redirect(url_for("reviews.show_review", review_id=review.id))


@bp.post("/reviews/<uuid:review_id>/hand-over")
@requires(Permission.REVIEW_SCORE)
def hand_over(review_id: UUID) -> ResponseReturnValue:
    review = review_to_judge(review_id)
    form = HandForm()
    form.officer.choices = officer_choices()
    if not form.validate_on_submit():
        raise InvalidError.of("officer", "Choose an officer")
    service.hand_over(db.session, review, int(form.officer.data), now())
    audit(AuditAction.REVIEW_HANDED_OVER, "review", review.id)
    db.session.commit()
    flash("The review is handed over")
    return _back(review)


@bp.post("/reviews/<uuid:review_id>/send")
@requires(Permission.REVIEW_SCORE)
def send_questions(review_id: UUID) -> ResponseReturnValue:
    review = review_to_judge(review_id)
    if not PortalForm().validate_on_submit():
        abort(400)
    sent = service.send_questions(db.session, review, now())
    audit(AuditAction.REVIEW_SENT, "review", review.id, letters=sent)
    db.session.commit()
    flash(f"{counted(sent, 'link')} sent")
    return _back(review)


@bp.route("/reviews/<uuid:review_id>/items/<key:item_key>", methods=["GET", "POST"])
@requires(Permission.REVIEW_SCORE)
def score_item(review_id: UUID, item_key: str) -> ResponseReturnValue:
    review = review_to_judge(review_id)
    edition = queries.round_of_review(review)
    item = next((each for each in edition.items if each.key == item_key), None)
    if item is None:
        abort(404)
    answers = answers_of(db.session, review.id)
    form = ScoreForm()
    form.score.choices = [
        SelectChoice(str(points), f"{points}: {meaning}")
        for points, meaning in enumerate(item.meanings)
    ]
    if form.validate_on_submit():
        points = int(form.score.data or 0)
        service.score(db.session, review, item.key, points, form.note.text, current_actor(), now())
        audit(AuditAction.REVIEW_SCORED, "review", review.id, item=item.key, score=points)
        db.session.commit()
        flash("The score is saved")
        return _back(review)
    questions = [
        edition.form.by_key[key] for key in item.question_keys if key in edition.form.by_key
    ]
    return render_template(
        "reviews/score_item.html",
        review=review,
        item=item,
        form=form,
        answers=[(each, answer_words(each, answers.get(each.key))) for each in questions],
        held=evidence_by_kind(db.session, review.provider_id),
        before=queries.scores_of(db.session, review.id).get(item.key),
    )


@bp.route("/reviews/<uuid:review_id>/decide", methods=["GET", "POST"])
@requires(Permission.REVIEW_SCORE)
def decide_review(review_id: UUID) -> ResponseReturnValue:
    review = review_to_judge(review_id)
    edition = queries.round_of_review(review)
    scores = queries.scores_of(db.session, review.id)
    points = {key: check.score or 0 for key, check in scores.items()}
    form = OutcomeForm()
    if form.validate_on_submit():
        new = service.NewOutcome(
            Outcome(str(form.outcome.data)),
            form.until_on.data,
            form.conditions.text,
            form.reasons.text,
        )
        try:
            service.decide(db.session, review, edition, list(points), new, current_actor(), now())
            audit(AuditAction.REVIEW_DECIDED, "review", review.id, outcome=new.outcome.value)
            db.session.commit()
            flash("Decided. Every commissioner with pupils there has been written to.")
            return _back(review)
        except InvalidError as error:
            db.session.rollback()
            form.outcome.errors = [error.errors[0].message]
    return render_template(
        "reviews/decide_review.html",
        review=review,
        form=form,
        suggested=suggested_outcome(points, edition.items),
        left=sum(item.key not in points for item in edition.items),
    )


@bp.post("/reviews/<uuid:review_id>/application")
@requires(Permission.REVIEW_SCORE)
def make_application(review_id: UUID) -> ResponseReturnValue:
    review, edition = review_to_judge(review_id), edition_on(today())
    if edition is None or not PortalForm().validate_on_submit():
        abort(400)
    service.make_application(db.session, review, edition, current_actor(), now())
    audit(AuditAction.REVIEW_BECAME_APPLICATION, "review", review.id)
    db.session.commit()
    flash("The answers are now an application, and the provider has been invited to go on with it")
    return _back(review)
