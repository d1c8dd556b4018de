"""The council's rules: least insurance, holds on a lapse, days to decide."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.access.audit_log import AuditAction
from portal.access.current import audit, current_actor
from portal.access.gate import requires
from portal.access.permissions import Permission
from portal.clock import now
from portal.database.db import db
from portal.features.catalogue.forms.officers import SettingsForm
from portal.features.catalogue.routes.blueprint import bp
from portal.services.council.settings import (
    Setting,
    change_setting,
    council_setting,
    insurance_minimums,
)


@bp.route("/settings", methods=["GET", "POST"])
@requires(Permission.SETTING_EDIT)
def edit_settings() -> ResponseReturnValue:
    form = SettingsForm()
    if form.validate_on_submit():
        changed = _save(form)
        if changed:
            audit(AuditAction.SETTINGS_CHANGED, changed=[setting.value for setting in changed])
        db.session.commit()
        flash("The settings are saved" if changed else "Nothing has changed")
        return redirect(url_for("catalogue.edit_settings"))
    if not form.is_submitted():
        form.fill(
            council_setting(db.session, Setting.APPLICATION_DAYS),
            council_setting(db.session, Setting.REGISTER_OPENS_EARLY),
            council_setting(db.session, Setting.HOLD_PLACEMENTS_ON_LAPSE),
            insurance_minimums(db.session),
        )
    return render_template("catalogue/edit_settings.html", form=form)


def _save(form: SettingsForm) -> list[Setting]:
    """Keep what differs; which settings changed."""
    values = {
        Setting.APPLICATION_DAYS: form.application_days.data,
        Setting.REGISTER_OPENS_EARLY: form.opens_early.data,
        Setting.HOLD_PLACEMENTS_ON_LAPSE: bool(form.hold_placements.data),
        Setting.INSURANCE_MINIMUMS: form.own_minimums(),
    }
    return [
        setting
        for setting, value in values.items()
        if change_setting(db.session, setting, value, current_actor().user_id, now())
    ]
