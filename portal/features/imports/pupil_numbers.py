"""The administrator's page for a wrong UPN, and for two records of one child."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.access.audit_log import AuditAction
from portal.access.current import audit
from portal.access.gate import requires
from portal.access.permissions import Permission
from portal.database.db import db
from portal.domain.errors import InvalidError
from portal.domain.text.identifiers import check_upn
from portal.features.imports.forms import PupilNumberForm
from portal.features.imports.routes import bp
from portal.models import Pupil
from portal.services.people.pupil_records import correct_upn, find_pupil, merge_pupils


@bp.route("/pupils/numbers", methods=["GET", "POST"])
@requires(Permission.IMPORT_RUN)
def correct_number() -> ResponseReturnValue:
    """Asks, shows what would happen, and does it when that is confirmed."""
    form = PupilNumberForm()
    pupil: Pupil | None = None
    other: Pupil | None = None
    if form.validate_on_submit():
        try:
            pupil, other = _find(form)
            if request.form.get("confirmed"):
                return _do(pupil, other, form.upn.text)
        except InvalidError as error:
            db.session.rollback()
            pupil = None
            form.show(error)
    return render_template("imports/pupil_number.html", form=form, pupil=pupil, other=other)


def _find(form: PupilNumberForm) -> tuple[Pupil, Pupil | None]:
    """The record that is wrong, and the one that has the right UPN, if there is one."""
    pupil = find_pupil(db.session, form.record.text)
    if pupil is None:
        raise InvalidError.of("record", "No pupil has this UPN or reference")
    right = check_upn(form.upn.text)
    if pupil.upn == right:
        raise InvalidError.of("upn", "The pupil has this UPN already")
    return pupil, find_pupil(db.session, right)


def _do(pupil: Pupil, other: Pupil | None, upn: str) -> ResponseReturnValue:
    if other is None:
        old = pupil.upn or ""
        correct_upn(db.session, pupil, upn)
        details = {"from": old, "to": pupil.upn}
        audit(AuditAction.PUPIL_UPN_CORRECTED, "pupil", pupil.id, **details)
        flash(f"{pupil.name} has the UPN {pupil.upn} now")
    else:
        gone, old = str(pupil.id), pupil.upn or pupil.reference or ""
        moved = merge_pupils(db.session, other, pupil)
        audit(
            AuditAction.PUPIL_MERGED, "pupil", other.id, merged=gone, number=old, placements=moved
        )
        flash(f"The two records of {other.name} are one now")
    db.session.commit()
    return redirect(url_for("imports.correct_number"))
