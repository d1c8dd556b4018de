"""Your account: roles to switch between, password, sign out everywhere."""

from __future__ import annotations

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select, select

from portal.access.audit_log import AuditAction
from portal.access.current import audit, came_by_link, change_role, current_actor
from portal.access.gate import signed_in
from portal.clock import now
from portal.database.db import db
from portal.features.accounts import service
from portal.features.accounts.forms import ChangePasswordForm
from portal.features.accounts.passwords import password_matches
from portal.features.accounts.routes.blueprint import bp
from portal.models import Membership, User
from portal.web.forms import PortalForm
from portal.web.pages import one_or_404


@bp.get("/account")
@signed_in
def account() -> ResponseReturnValue:
    memberships = db.session.scalars(_own_roles().order_by(Membership.id)).all()
    return render_template("accounts/account.html", memberships=memberships, form=PortalForm())


def _own_roles() -> Select[Membership]:
    """The roles that one may work in; for whoever came by a link, the role that it opened."""
    actor = current_actor()
    mine = select(Membership).where(
        Membership.user_id == actor.user_id, Membership.ended_at.is_(None)
    )
    return mine.where(Membership.id == actor.membership_id) if came_by_link() else mine


@bp.post("/account/switch/<int:membership_id>")
@signed_in
def switch_role(membership_id: int) -> ResponseReturnValue:
    membership = one_or_404(db.session, _own_roles().where(Membership.id == membership_id))
    change_role(membership)
    audit(AuditAction.ROLE_SWITCHED, "membership", membership.id)
    db.session.commit()
    flash(f"You are now working as {membership.role.words.lower()}, {membership.organisation.name}")
    return redirect(url_for("home.start"))


@bp.route("/account/password", methods=["GET", "POST"])
@signed_in
def change_password() -> ResponseReturnValue:
    actor = current_actor()
    user = db.session.get_one(User, actor.user_id)
    form = ChangePasswordForm(actor.email)
    if form.validate_on_submit():
        if password_matches(user.password_hash, str(form.current.data)):
            service.change_password(db.session, user, str(form.password.data), now())
            audit(AuditAction.PASSWORD_CHANGED, "user", user.id)
            db.session.commit()
            session.clear()
            flash("Your password is changed. Sign in with it.")
            return redirect(url_for("accounts.sign_in"))
        form.current.errors = ["This is not the password you use now"]
    return render_template("accounts/change_password.html", form=form)


@bp.post("/account/sign-out-everywhere")
@signed_in
def sign_out_everywhere() -> ResponseReturnValue:
    user = db.session.get_one(User, current_actor().user_id)
    service.sign_out_everywhere(user)
    audit(AuditAction.SIGN_OUT_EVERYWHERE, "user", user.id)
    db.session.commit()
    session.clear()
    flash("You are signed out on every device")
    return redirect(url_for("accounts.sign_in"))
