"""Keys for other systems that read the catalogue: list, make, end."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from portal.access.audit_log import AuditAction
from portal.access.current import audit, current_actor
from portal.access.gate import requires
from portal.access.permissions import Permission
from portal.clock import now
from portal.database.db import db
from portal.features.catalogue.api.keys import NewKey, make_key, revoke_key
from portal.features.catalogue.forms.fields import choices_of
from portal.features.catalogue.forms.officers import KeyForm
from portal.features.catalogue.queries import key_holders, keys
from portal.features.catalogue.routes.blueprint import bp
from portal.models import ApiToken
from portal.web.forms import PortalForm
from portal.web.pages import one_or_404


@bp.get("/keys")
@requires(Permission.API_KEY_EDIT)
def list_keys() -> ResponseReturnValue:
    return render_template("catalogue/list_keys.html", keys=keys(db.session), form=PortalForm())


@bp.route("/keys/new", methods=["GET", "POST"])
@requires(Permission.API_KEY_EDIT)
def make_new_key() -> ResponseReturnValue:
    form = KeyForm()
    holders = key_holders(db.session, current_app.config["PORTAL"].la_code)
    form.organisation.choices = choices_of(
        [(str(each.id), each.name) for each in holders], "Choose an organisation"
    )
    if form.validate_on_submit():
        new = NewKey(form.name.text, int(form.organisation.data), current_actor().user_id)
        row, key = make_key(db.session, new, now())
        audit(AuditAction.API_KEY_MADE, "api_key", row.id)
        db.session.commit()
        return render_template("catalogue/show_key.html", key=key, name=row.name)
    return render_template("catalogue/make_new_key.html", form=form)


@bp.post("/keys/<int:key_id>/end")
@requires(Permission.API_KEY_EDIT)
def end_key(key_id: int) -> ResponseReturnValue:
    row = one_or_404(db.session, select(ApiToken).where(ApiToken.id == key_id))
    revoke_key(row, now())
    audit(AuditAction.API_KEY_ENDED, "api_key", row.id)
    db.session.commit()
    flash(f"The key of {row.name} has ended")
    return redirect(url_for("catalogue.list_keys"))
