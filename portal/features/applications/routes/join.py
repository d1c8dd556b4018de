"""A provider that is new to the council asks to apply: open to everyone, and throttled."""

from __future__ import annotations

import secrets

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.access.audit_log import AuditAction
from portal.access.current import audit
from portal.access.gate import public
from portal.clock import now
from portal.database.db import begin_writing, db
from portal.features.applications import joining
from portal.features.applications.forms import JoinForm
from portal.features.applications.routes.blueprint import bp
from portal.models import LinkPurpose
from portal.services.people.links import life_words
from portal.web.errors import answer


@bp.route("/apply", methods=["GET", "POST"])
@public
def join() -> ResponseReturnValue:
    form = JoinForm()
    if not form.validate_on_submit():
        return render_template("applications/join.html", form=form)
    address = request.remote_addr or ""
    begin_writing(db.session)
    if joining.is_throttled(db.session, form.email.text, address, now()):
        return answer(429)
    applicant = joining.NewApplicant(
        organisation=form.organisation.text,
        name=form.name.text,
        email=form.email.text,
        code=f"NEW-{secrets.token_hex(4).upper()}",
    )
    provider = joining.register(db.session, applicant, address, now())
    audit(AuditAction.PROVIDER_REGISTERED, "provider", provider.id if provider else "")
    db.session.commit()
    return render_template(
        "applications/join_sent.html", link_life=life_words(LinkPurpose.INVITATION)
    )
