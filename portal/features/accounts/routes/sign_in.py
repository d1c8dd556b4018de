"""Sign in, sign out, choose or forget a password."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from portal.access.audit_log import AuditAction
from portal.access.current import audit, current_sign_in, signed_in_actor, start_sign_in
from portal.access.gate import public, signed_in
from portal.clock import now
from portal.database.db import db
from portal.features.accounts import service
from portal.features.accounts.forms import ForgottenPasswordForm, NewPasswordForm, SignInForm
from portal.features.accounts.routes.blueprint import bp
from portal.models import LinkPurpose, User
from portal.services.people.links import life_words
from portal.web.errors import answer
from portal.web.pages import is_local_address

WRONG = "The email address or password is not right"


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    wanted = request.args.get("next", "")
    if is_local_address(wanted):
        session["next"] = wanted
    if signed_in_actor() and request.method == "GET":
        return redirect(_next_page())
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("accounts/sign_in.html", form=form)
    address = request.remote_addr or ""
    if service.is_throttled(db.session, form.email.text, address, now()):
        return answer(429)
    user = service.check_sign_in(
        db.session, form.email.text, str(form.password.data), address, now()
    )
    memberships = service.live_memberships(db.session, user.id) if user else []
    if not user or not memberships:
        audit(AuditAction.SIGN_IN_FAILED)
        db.session.commit()
        form.password.errors = [WRONG]
        return render_template("accounts/sign_in.html", form=form)
    start_sign_in(memberships[0], now())
    audit(AuditAction.SIGN_IN_DONE, "user", user.id)
    db.session.commit()
    return redirect(_next_page())


def _next_page() -> str:
    wanted = session.pop("next", "")
    return wanted if is_local_address(wanted) else url_for("home.start")


@bp.post("/sign-out")
@signed_in
def sign_out() -> ResponseReturnValue:
    service.end_sign_in(db.session, current_sign_in(), now())
    audit(AuditAction.SIGN_OUT_DONE)
    db.session.commit()
    session.clear()
    flash("You are signed out")
    return redirect(url_for("accounts.sign_in"))


@bp.route("/forgotten-password", methods=["GET", "POST"])
@public
def forgotten_password() -> ResponseReturnValue:
    form = ForgottenPasswordForm()
    if not form.validate_on_submit():
        return render_template("accounts/forgotten_password.html", form=form)
    service.ask_for_link(db.session, form.email.text, request.remote_addr or "", now())
    db.session.commit()
    return render_template(
        "accounts/link_sent.html", link_life=life_words(LinkPurpose.PASSWORD_RESET)
    )


@bp.route("/set-password/<token(length=43):token>", methods=["GET", "POST"])
@public
def set_password(token: str) -> ResponseReturnValue:
    user = service.user_of_link(db.session, token, now())
    form = NewPasswordForm(user.email)
    if not form.validate_on_submit():
        return render_template("accounts/set_password.html", form=form, email=user.email)
    service.set_password_by_link(db.session, token, str(form.password.data), now())
    db.session.commit()
    return _sign_in_at_once(user)


def _sign_in_at_once(user: User) -> ResponseReturnValue:
    memberships = service.live_memberships(db.session, user.id)
    if not memberships:
        return redirect(url_for("accounts.sign_in"))
    start_sign_in(memberships[0], now())
    flash("Your password is saved")
    return redirect(url_for("home.start"))
