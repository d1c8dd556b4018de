"""A suspected unregistered school: the numbers, the report as PDF, and who was told."""

from __future__ import annotations

from uuid import UUID

from flask import Response, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.access.audit_log import AuditAction
from portal.access.current import audit, audit_view, current_actor
from portal.access.gate import requires
from portal.access.permissions import Permission
from portal.clock import now, today
from portal.database.db import db
from portal.domain.placements.registration_self_test import rule_words
from portal.features.reviews import queries, service
from portal.features.reviews.forms import ToldForm
from portal.features.reviews.report_pdf import MAY_NEED, NEED_NOT, unregistered_report
from portal.features.reviews.routes.blueprint import bp
from portal.features.reviews.routes.records import review_to_judge
from portal.features.reviews.school_numbers import lines_of, school_numbers
from portal.services.forms.answers import answers_of


@bp.route("/reviews/<uuid:review_id>/unregistered", methods=["GET", "POST"])
@requires(Permission.REVIEW_SCORE)
def unregistered(review_id: UUID) -> ResponseReturnValue:
    review = review_to_judge(review_id)
    form = ToldForm()
    if form.validate_on_submit():
        service.note_told(
            db.session,
            review,
            form.whom.text,
            form.how.text,
            form.about.text,
            current_actor(),
            now(),
        )
        audit(AuditAction.REVIEW_TOLD, "review", review.id)
        db.session.commit()
        flash("Noted who was told")
        return redirect(url_for("reviews.unregistered", review_id=review.id))
    numbers = school_numbers(db.session, review, today())
    return render_template(
        "reviews/unregistered.html",
        review=review,
        numbers=numbers,
        may_need=MAY_NEED,
        need_not=NEED_NOT,
        readings=[(each.rule, rule_words(each.rule), lines_of(each)) for each in numbers.known],
        told=queries.told_of(db.session, review.id),
        form=form,
    )


@bp.get("/reviews/<uuid:review_id>/unregistered.pdf")
@requires(Permission.REVIEW_SCORE)
def unregistered_pdf(review_id: UUID) -> ResponseReturnValue:
    review = review_to_judge(review_id)
    pdf = unregistered_report(
        review,
        school_numbers(db.session, review, today()),
        queries.told_of(db.session, review.id),
        answers_of(db.session, review.id),
        current_app.config["PORTAL"].council_name,
        now(),
    )
    audit_view(AuditAction.REVIEW_REPORT_DOWNLOADED, "review", review.id)
    headers = {"Content-Disposition": 'attachment; filename="suspected-unregistered-school.pdf"'}
    return Response(pdf, content_type="application/pdf", headers=headers)
