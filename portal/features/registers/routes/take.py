"""Take a register on an ordinary page, with or without JavaScript."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.access.audit_log import AuditAction
from portal.access.current import audit, current_actor
from portal.access.gate import requires
from portal.access.permissions import Permission
from portal.clock import now
from portal.database.db import db
from portal.domain.attendance.amending import Change, WaitsFor, what_it_waits_for
from portal.domain.attendance.mark_log import MarkValue
from portal.domain.attendance.seen import Seen
from portal.domain.calendar.sessions import Half, SessionKey
from portal.features.registers import queries, service
from portal.features.registers.forms import MarkForm
from portal.features.registers.routes.blueprint import bp
from portal.features.registers.routes.own_provider import own_days
from portal.features.registers.routes.state import back_to, finish, unmarked_rows
from portal.services.attendance.marks import MarkOutcome, MarkStatus
from portal.services.attendance.provider_days import ProviderDays
from portal.web.forms import PortalForm, ShownError


@dataclass
class FormRow:
    """One pupil's row with its form and the version that the page showed."""

    row: queries.RowOfRegister
    form: MarkForm
    base_version: int

    @property
    def changed_value(self) -> MarkValue | None:
        """The mark entered, where it differs from what stands."""
        entry = self.form.entry()
        if self.form.is_blank or entry is None:
            return None
        if self.row.current is not None and entry.value == self.row.current.value:
            return None
        return entry.value

    def waits_for(self, is_finished: bool) -> WaitsFor:
        """What the change would wait for, were it saved as it is."""
        current, value = self.row.current, self.changed_value
        if current is None or value is None:
            return WaitsFor.NOTHING
        effective = self.row.differing or (current,)
        standing = frozenset(mark.value.facts for mark in effective)
        replaced = standing if self.base_version >= current.version else frozenset()
        change = Change(value.facts, self.form.reason.data or "", standing, replaced)
        is_sent = current.exported_at is not None
        return what_it_waits_for(change, is_finished=is_finished, is_sent=is_sent)


class TakeForm(PortalForm):
    """The whole register: a CSRF token and one MarkForm for each pupil."""

    def __init__(self, view: queries.RegisterView) -> None:
        super().__init__()
        self._was_finished = view.first_finished_at is not None
        self.rows = [_form_row(row, request.method == "POST") for row in view.rows]

    def validate(self, extra_validators: object = None) -> bool:
        valid = [row.form.validate() and self._has_reason(row) for row in self.rows]
        return bool(super().validate(extra_validators)) and all(valid)

    def _has_reason(self, row: FormRow) -> bool:
        """Ask at once for what `record_marks` would wait for."""
        waits_for = row.waits_for(self._was_finished)
        if waits_for:
            row.form.reason.errors = [waits_for.words]
        return not waits_for

    @property
    def errors(self) -> dict[str, object]:
        found = dict(super().errors)
        found |= {
            str(row.row.placement_id): row.form.errors for row in self.rows if row.form.errors
        }
        return found

    def shown_errors(self) -> list[ShownError]:
        return super().shown_errors() + [
            ShownError(f"{row.row.name}: {message}", f"#{field.id}")
            for row in self.rows
            for field in row.form
            for message in field.errors
        ]


def _form_row(row: queries.RowOfRegister, is_sent: bool) -> FormRow:
    prefix = f"p-{row.placement_id}-"
    value = row.current.value if row.current else None
    if not is_sent:
        return FormRow(row, MarkForm.showing(value, prefix=prefix), row.version)
    given = request.form.get(f"{prefix}base", "")
    base = int(given) if given.isdecimal() and len(given) < 7 else row.version
    return FormRow(row, MarkForm(request.form, prefix=prefix), base)


@bp.route("/<day:day>/<half:half>/", methods=["GET", "POST"])
@requires(Permission.REGISTER_TAKE)
def take(day: date, half: Half) -> ResponseReturnValue:
    key = SessionKey(day, half)
    days = own_days()
    view = queries.view_register(db.session, days, key)
    may_mark = days.may_be_marked(key)
    form = TakeForm(view)
    if form.validate_on_submit():
        if not may_mark:
            abort(403)
        return _save(days, view, form)
    return render_template(
        "registers/take.html", days=days, view=view, form=form, may_mark=may_mark
    )


def _save(days: ProviderDays, view: queries.RegisterView, form: TakeForm) -> ResponseReturnValue:
    entries = [
        service.Entry(row.row.placement_id, value, row.base_version, row.form.reason.data or "")
        for row in form.rows
        if (value := row.changed_value) is not None
    ]
    entries += _marks_for_everyone_else(form)
    actor = current_actor()
    outcomes = service.take_register(db.session, days.provider.id, view.key, entries, actor, now())
    audit(AuditAction.REGISTER_MARKED, "register", view.key, marks=len(outcomes))
    asked = request.form.get("do", "save")
    if asked == "finish":
        return _finish(days, view.key)
    db.session.commit()
    _say_what_happened(outcomes)
    return back_to(view.key)


def _marks_for_everyone_else(form: TakeForm) -> list[service.Entry]:
    if request.form.get("do") != "everyone-else":
        return []
    return [
        service.Entry(row.row.placement_id, MarkValue(Seen.HERE), row.base_version)
        for row in form.rows
        if row.row.is_expected and not row.row.is_marked and row.form.is_blank
    ]


def _finish(days: ProviderDays, key: SessionKey) -> ResponseReturnValue:
    """Finish at once where all are marked; otherwise ask about the unmarked by name."""
    view = queries.view_register(db.session, days, key)
    if unmarked_rows(view):
        db.session.commit()
        return redirect(url_for("registers.confirm_finish", day=key.day, half=key.half))
    finish(days, view)
    return back_to(key)


def _say_what_happened(outcomes: list[MarkOutcome]) -> None:
    waiting = sum(bool(outcome.waits_for) for outcome in outcomes)
    if waiting:
        flash(
            "The register was finished or used in the meantime. The change is kept, and counts once"
            " you make it again and say why.",
            "problem",
        )
    differing = sum(outcome.status is MarkStatus.CONFLICT for outcome in outcomes)
    if differing:
        flash(
            "Somebody else marked a pupil differently. Both marks are kept: choose one.", "problem"
        )
    elif len(outcomes) > waiting:
        flash(f"Saved and sent: {len(outcomes)} marks" if len(outcomes) > 1 else "Saved and sent")
    elif not waiting:
        flash("Nothing was changed")
