"""The queue: see what waits, decide one or several at once."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.access import scopes
from portal.access.actor import Actor
from portal.access.audit_log import AuditAction
from portal.access.current import audit, current_actor
from portal.access.gate import requires
from portal.access.permissions import Permission
from portal.clock import now, today
from portal.database.db import db
from portal.domain.attendance.clocks import N_CLOCK_SCHOOL_DAYS, PROPOSED_CODE_AFTER_DEADLINE
from portal.features.absences import queries, service
from portal.features.absences.forms import QueueForm, QueueFormRow, places_sent
from portal.features.absences.routes.blueprint import bp
from portal.services.attendance.decisions import NewDecision
from portal.services.attendance.not_received import (
    by_provider,
    cancelled_sessions,
    missing_marks,
)
from portal.web.filters import counted


@bp.route("/", methods=["GET", "POST"])
@requires(Permission.ABSENCE_READ)
def queue() -> ResponseReturnValue:
    actor = current_actor()
    if request.method == "POST" and not actor.holds(Permission.ABSENCE_DECIDE):
        abort(403)
    page = _page_number()
    if request.method == "POST":
        form = QueueForm(queries.read_rows(db.session, actor, today(), places_sent()))
        if form.validate_on_submit():
            return _save(actor, form, page)
    else:
        form = QueueForm(queries.read_queue(db.session, actor, today(), page))
    return _show(actor, form, page)


def _page_number() -> int:
    given = request.args.get("page", "1")
    return int(given) if given.isdecimal() and 1 <= len(given) <= 3 and given != "0" else 1


def _show(actor: Actor, form: QueueForm, page: int) -> str:
    waiting = queries.count_waiting(db.session, actor)
    overdue = [each for each in form.rows if _is_overdue(each)]
    return render_template(
        "absences/queue.html",
        form=form,
        waiting=waiting,
        overdue=len(overdue),
        clock_days=N_CLOCK_SCHOOL_DAYS,
        code_after=PROPOSED_CODE_AFTER_DEADLINE,
        missing=by_provider(
            db.session, missing_marks(db.session, scopes.may_see_placement(actor), now())
        ),
        cancelled=cancelled_sessions(db.session, scopes.may_see_placement(actor), now()),
        page=page,
        pages=max(1, -(-waiting // queries.PAGE_SIZE)),
        today=today(),
    )


def _is_overdue(each: QueueFormRow) -> bool:
    row = each.row
    return row.may_decide and row.days_left < 0 and not row.was_seen and not row.mark.is_conflict


def _save(actor: Actor, form: QueueForm, page: int) -> ResponseReturnValue:
    use_o = request.form.get("do") == "use-o"
    chosen = [(each, code) for each in form.rows if (code := _code_for(each, use_o))]
    if not all(each.row.may_decide for each, _ in chosen):
        abort(403)
    valid = [(each, code) for each, code in chosen if each.form.validate()]
    saved = service.decide_each(
        db.session, [_new_decision(each, code) for each, code in valid], actor, now()
    )
    if saved.count:
        audit(AuditAction.ABSENCE_DECIDED, count=saved.count)
    db.session.commit()
    if saved.count:
        flash(f"{counted(saved.count, 'decision')} saved")
    _point_out(saved, [each for each, _ in valid])
    done = [each for number, (each, _) in enumerate(valid) if number not in saved.problems]
    if len(done) < len(chosen):
        form.rows = [each for each in form.rows if each not in done]
        return _show(actor, form, page)
    if not chosen:
        flash("Nothing was chosen, so nothing was saved")
    return redirect(url_for("absences.queue", page=page))


def _point_out(saved: service.Saved, rows: list[QueueFormRow]) -> None:
    """Put each problem beside its row, which stays on the page with what was entered."""
    for number, problems in saved.problems.items():
        form = rows[number].form
        for problem in problems:
            form[problem.field].errors = [problem.message]
        if number in saved.overtaken:
            form.look_again(rows[number].row)


def _code_for(each: QueueFormRow, use_o: bool) -> str:
    """The code chosen in the row; with one press, O for those whose clock has run out."""
    chosen = each.form.chosen() or (each.form.code.data or "")
    if not chosen and use_o and _is_overdue(each):
        return PROPOSED_CODE_AFTER_DEADLINE
    return chosen


def _new_decision(each: QueueFormRow, code: str) -> NewDecision:
    form = each.form
    return NewDecision(
        placement=each.row.placement,
        key=each.row.key,
        code=form.chosen() or code,
        words=form.words.text,
        reason=form.reason.text,
        mark_version=form.mark_version,
        last_id=form.last_id,
    )
